/**
 * Films have no posters here, so each gets one: the hue says its main category, the composition and its measures come
 * from a hash of its id. The same id always gives the same cover. Drawn on a canvas of 40 × 56.
 */
export type Tone = 'deep' | 'mid' | 'light';
export interface Shape {
  readonly tone: Tone;
  /** SVG path data, filled even-odd. */
  readonly d: string;
}
export interface CoverArt {
  /** CSS colors, ground first. */
  readonly ground: string;
  readonly tones: Readonly<Record<Tone, string>>;
  readonly shapes: readonly Shape[];
}

/** The main genres keep the hue people expect of them; anything else gets one from its name. */
const hues: Readonly<Record<string, number>> = {
  action: 32,
  adventure: 135,
  animation: 165,
  biography: 60,
  children: 100,
  comedy: 88,
  crime: 24,
  documentary: 75,
  drama: 42,
  family: 110,
  fantasy: 195,
  'film-noir': 265,
  history: 68,
  horror: 325,
  musical: 345,
  mystery: 288,
  romance: 2,
  'sci-fi': 235,
  'science fiction': 235,
  sport: 145,
  thriller: 262,
  war: 115,
  western: 50,
};

/** FNV-1a with a final mix, so that neighboring ids look nothing alike. */
export function hashOf(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return (hash ^ (hash >>> 13)) >>> 0;
}

const disc = (x: number, y: number, r: number) =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const ring = (x: number, y: number, r: number, width: number) => disc(x, y, r) + disc(x, y, r - width);
const box = (x: number, y: number, width: number, height: number) => `M${x} ${y}h${width}v${height}h${-width}z`;
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Draws from whole numbers below n, one after another, out of one hash. */
type Draw = (n: number) => number;
type Composition = (draw: Draw) => Shape[];
const shape = (tone: Tone, ...d: string[]): Shape => ({ tone, d: d.join('') });

export const compositions: Readonly<Record<string, Composition>> = {
  sunset: (draw) => {
    const x = 12 + draw(17);
    const y = 34 + draw(6);
    return [
      shape('light', disc(x, y - 10, 11)),
      shape('deep', box(0, y, 40, 30)),
      shape('mid', box(x - 8, y + 4, 16, 1.2), box(x - 5, y + 8, 10, 1.2), box(x - 2, y + 12, 4, 1.2)),
    ];
  },
  ripples: (draw) => {
    const x = draw(2) * 40;
    const y = 8 + draw(16);
    return [
      shape('mid', ...[30, 20, 10].map((r) => ring(x, y, r, 4.5))),
      shape('deep', `M0 ${46 - draw(6)}L40 ${36 + draw(6)}V56H0z`),
      shape('light', disc(x, y, 3.5)),
    ];
  },
  peaks: (draw) => {
    const x = 14 + draw(10);
    return [
      shape('light', disc(x < 19 ? 33 : 7, 13, 4.5)),
      shape('mid', `M-8 56L${x} 16L40 56z`),
      shape('deep', `M8 56L${x + 14} ${30 + draw(6)}L62 56z`),
      shape('light', `M${x} 16l5 8.300l-4 3l-2.500 -2.500l-3.500 2z`),
    ];
  },
  blinds: (draw) => {
    const lean = draw(2) ? 14 : -14;
    return [
      shape('mid', ...range(6).map((i) => `M${i * 11 - 12} 0h5.500l${lean} 56h-5.500z`)),
      shape('deep', disc(20, 24 + draw(12), 10)),
      shape('light', disc(20 + draw(5), 22 + draw(8), 2.5)),
    ];
  },
  sea: (draw) => {
    const wave = (y: number) => `M0 ${y}c6-7 9 7 15 0s9 7 15 0s9 5 12 1V60H0z`;
    const y = 24 + draw(6);
    return [
      shape('light', disc(10 + draw(20), 12 + draw(4), 5.5)),
      shape('mid', wave(y)),
      shape('deep', wave(y + 11)),
      shape('mid', wave(y + 22)),
    ];
  },
  doorway: (draw) => {
    const x = 11 + draw(8);
    return [
      shape('deep', box(0, 44, 40, 12)),
      shape('light', box(x, 14, 11, 30)),
      shape('mid', `M${x} 44h11l12 12h-34z`),
      shape('deep', disc(x + 5.5, 30, 2), `M${x + 3} 44l1-12h3l1 12z`),
    ];
  },
  halves: (draw) => {
    const y = 16 + draw(10);
    return [
      shape('mid', `M20 ${y - 12}a12 12 0 0 1 0 24z`),
      shape('light', `M20 ${y}a12 12 0 0 0 0 24z`),
      shape('deep', box(0, 0, 8, 56), box(20, y + 12, 12, 44)),
    ];
  },
  skyline: (draw) => {
    const heights = range(6).map(() => 12 + draw(22));
    const lights = range(6).map(
      (i) => box(i * 7 + 2, 58 - heights[i], 1.6, 2.4) + box(i * 7 + 2, 63 - heights[i], 1.6, 2.4),
    );
    return [
      shape('light', disc(8 + draw(24), 12, 6)),
      shape('mid', ...heights.map((h, i) => box(i * 7 - 4, 46 - h * 0.8, 6, 40))),
      shape('deep', ...heights.map((h, i) => box(i * 7 - 1, 54 - h, 6.2, 40))),
      shape('light', ...lights),
    ];
  },
  stairs: (draw) => {
    const flip = draw(2);
    const at = (i: number) => (flip ? 40 - (i + 1) * 8 : i * 8);
    return [
      shape('mid', ...range(5).map((i) => box(at(i), 14 + i * 8, 8.1, 50))),
      shape('deep', ...range(5).map((i) => box(at(i), 20 + i * 8, 8.1, 50))),
      shape('light', disc(flip ? 9 : 31, 12 + draw(6), 4.5)),
    ];
  },
  eye: (draw) => {
    const y = 22 + draw(10);
    return [
      shape('deep', box(0, y + 16, 40, 40)),
      shape('light', `M2 ${y}Q20 ${y - 20} 38 ${y}Q20 ${y + 20} 2 ${y}z`),
      shape('mid', disc(20, y, 8.5)),
      shape('deep', disc(20, y, 4)),
      shape('light', disc(22.5, y - 2.5, 1.6)),
    ];
  },
  orbit: (draw) => {
    const y = 22 + draw(8);
    return [
      shape('mid', disc(20, y, 11)),
      shape('deep', `M20 ${y - 11}a11 11 0 0 1 0 22a17 17 0 0 0 0 -22z`),
      shape('light', `M1 ${y + 7}C8 ${y + 4} 32 ${y - 8} 39 ${y - 8}C34 ${y - 3} 10 ${y + 8} 1 ${y + 7}z`),
      shape('light', disc(6 + draw(8), 46, 1.4), disc(30 + draw(6), 42, 1), disc(33, 6 + draw(4), 1.2)),
    ];
  },
  vertigo: (draw) => {
    const x = 16 + draw(9);
    const y = 22 + draw(10);
    return [
      shape('mid', ring(x, y, 25, 4), ring(x - 2, y + 1, 17, 3.5)),
      shape('light', ring(x - 3, y + 2, 10, 3)),
      shape('deep', disc(x - 4, y + 3, 4), box(0, 50, 40, 6)),
    ];
  },
  pins: (draw) => {
    const odd = draw(20);
    const dots = range(20).map((i) => ({ i, d: disc(6.5 + (i % 4) * 9, 8 + Math.floor(i / 4) * 9, 2.8) }));
    return [
      shape('mid', ...dots.filter((dot) => dot.i !== odd).map((dot) => dot.d)),
      shape('light', disc(6.5 + (odd % 4) * 9, 8 + Math.floor(odd / 4) * 9, 4.2)),
      shape('deep', box(0, 50, 40, 6)),
    ];
  },
  road: (draw) => {
    const x = 14 + draw(12);
    const y = 22 + draw(6);
    return [
      shape('light', `M${x - 7} ${y}a7 7 0 0 1 14 0z`),
      shape('deep', box(0, y, 40, 40)),
      shape('mid', `M${x - 1} ${y}h2L44 56H-4z`),
      shape(
        'light',
        `M${x - 0.3} ${y + 5}h.6l.5 5h-1.600z`,
        `M${x - 0.8} ${y + 14}h1.600l.9 7h-3.400z`,
        `M${x - 1.6} ${y + 25}h3.200l1 10h-5.200z`,
      ),
    ];
  },
  grove: (draw) => {
    const crowns = range(3).map((i) => ({ x: 7 + i * 13, y: 24 + draw(10), r: 7 + draw(3) }));
    return [
      shape('light', disc(10 + draw(20), 10, 4)),
      shape('mid', ...crowns.map((c) => disc(c.x, c.y, c.r))),
      shape('deep', ...crowns.map((c) => box(c.x - 0.8, c.y - 3, 1.6, 30)), box(0, 48, 40, 8)),
    ];
  },
  cut: (draw) => {
    const slant = 10 + draw(14);
    return [
      shape('deep', `M0 ${28 + slant / 2}L40 ${28 - slant / 2}V56H0z`),
      shape('light', `M8 ${28 + slant * 0.3}a12 12 0 1 1 24 ${-slant * 0.6}z`),
      shape('mid', `M8 ${28 + slant * 0.3}a12 12 0 0 0 24 ${-slant * 0.6}z`),
    ];
  },
};
const names = Object.keys(compositions);

export function drawCover(id: string, category: string | null): CoverArt {
  const hash = hashOf(id);
  let rest = hash;
  const draw: Draw = (n) => {
    rest = Math.imul(rest ^ (rest >>> 16), 2654435769) >>> 0;
    return (rest >>> 8) % n;
  };
  const known = category ? (hues[category.toLowerCase()] ?? hashOf(category) % 360) : hash % 360;
  const hue = known + draw(21) - 10;
  const accent = hue + [18, 36, -40, 150][draw(4)];
  return { ...palettes[draw(palettes.length)](hue, accent), shapes: compositions[names[draw(names.length)]](draw) };
}

/** Day, dusk and night of the same hue; a fourth on pale paper. Lightness is fixed, so that no cover shouts. */
type Palette = (hue: number, accent: number) => Pick<CoverArt, 'ground' | 'tones'>;
const palettes: readonly Palette[] = [
  (h, a) => ({
    ground: ink(48, 0.09, h),
    tones: { deep: ink(28, 0.06, h - 10), mid: ink(68, 0.12, h + 14), light: ink(90, 0.06, a) },
  }),
  (h, a) => ({
    ground: ink(34, 0.07, h),
    tones: { deep: ink(21, 0.04, h - 12), mid: ink(57, 0.12, h + 10), light: ink(86, 0.09, a) },
  }),
  (h, a) => ({
    ground: ink(66, 0.11, h),
    tones: { deep: ink(32, 0.07, h - 14), mid: ink(50, 0.11, h + 6), light: ink(94, 0.05, a) },
  }),
  (h, a) => ({
    ground: ink(87, 0.045, h + 20),
    tones: { deep: ink(34, 0.08, h), mid: ink(66, 0.13, h), light: ink(58, 0.13, a) },
  }),
];
const ink = (lightness: number, chroma: number, hue: number) =>
  `oklch(${lightness}% ${chroma} ${((Math.round(hue) % 360) + 360) % 360})`;
