/**
 * A chart as a file that looks like the page: computed styles are written into every element, colors as plain rgb, which all
 * programs read, the type is embedded, and the title stands above.
 */
const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'font-feature-settings',
  'text-anchor',
  'paint-order',
] as const;

const margin = 16;
const line = 16;

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export async function pictureOf(chart: SVGSVGElement, title: string, note = ''): Promise<Picture> {
  const { width, height } = chart.getBoundingClientRect();
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll<SVGElement>('*')];
  [copy, ...copy.querySelectorAll<SVGElement>('*')].forEach((element, i) => {
    const style = getComputedStyle(originals[i]);
    const written = looks.map((look) => `${look}:${plain(style.getPropertyValue(look))}`);
    element.removeAttribute('class');
    element.removeAttribute('tabindex');
    element.setAttribute('style', written.join(';'));
  });
  const page = getComputedStyle(document.documentElement);
  const quiet = plain(valueOf('--ink-3'));
  const notes = broken(note, width);
  const head = 2 * line + notes.length * line;
  copy.setAttribute('x', String(margin));
  copy.setAttribute('y', String(margin + head));
  copy.setAttribute('overflow', 'visible');
  const [wide, high] = [Math.ceil(width + 2 * margin), Math.ceil(height + head + 2 * margin)];
  const font = `font-family="${family}" font-size="12"`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">`,
    `<style>${await embeddedType()}</style>`,
    `<rect width="100%" height="100%" fill="${plain(page.backgroundColor)}"/>`,
    `<text x="${margin}" y="${margin + 12}" ${font} font-weight="600" fill="${plain(valueOf('--ink'))}">${escaped(title)}</text>`,
    ...notes.map(
      (words, i) =>
        `<text x="${margin}" y="${margin + 12 + (i + 1) * line}" ${font} fill="${quiet}">${escaped(words)}</text>`,
    ),
    new XMLSerializer().serializeToString(copy),
    '</svg>',
  ].join('');
  return { svg, width: wide, height: high };
}

/** At twice the size, sharp on paper and on fine screens. */
export async function pngOf({ svg, width, height }: Picture, scale = 2): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = new OffscreenCanvas(width * scale, height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, width * scale, height * scale);
    return await canvas.convertToBlob({ type: 'image/png' });
  } finally {
    URL.revokeObjectURL(address);
  }
}

const family = 'Inter Variable, Inter, system-ui, sans-serif';

/** What a token is worth in the theme of the moment. */
function valueOf(token: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Colors mixed in other spaces as rgb; everything else as it is. */
const known = new Map<string, string>();
function plain(value: string): string {
  if (!/^(color|oklab|oklch|lab|lch)\(/.test(value)) return value.replaceAll('"', "'");
  const had = known.get(value);
  if (had) return had;
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  const found = alpha === 255 ? `rgb(${red}, ${green}, ${blue})` : `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
  known.set(value, found);
  return found;
}

/** The page's own type, its Latin part, as it was loaded; "" where the page has none, and the system's serves. */
let type: Promise<string> | null = null;
const embeddedType = () => (type ??= readType().catch(() => ''));
async function readType(): Promise<string> {
  const faces = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule);
  const face = faces.find((rule) => /U\+0+-0*FF\b/i.test(rule.style.getPropertyValue('unicode-range'))) ?? faces[0];
  const source = face && /url\("?([^")]+)"?\)/.exec(face.style.getPropertyValue('src'))?.[1];
  if (!source) return '';
  const bytes = await (await fetch(new URL(source, face.parentStyleSheet?.href ?? document.baseURI))).blob();
  const data = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error!);
    reader.readAsDataURL(bytes);
  });
  return `@font-face{font-family:'Inter Variable';font-weight:100 900;src:url(${data}) format('woff2')}`;
}

/** Lines of about the width's length: a picture breaks no words by itself. */
function broken(words: string, width: number): string[] {
  const most = Math.max(20, Math.floor(width / 6));
  return words
    .split(' ')
    .filter(Boolean)
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1);
      return last !== undefined && last.length + word.length < most
        ? [...lines.slice(0, -1), `${last} ${word}`]
        : [...lines, word];
    }, []);
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
