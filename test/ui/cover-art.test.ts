import { describe, expect, it } from 'vitest';
import { compositions, drawCover, hashOf } from '../../src/ui/controls/cover-art.ts';

const ids = Array.from({ length: 2000 }, (_, i) => `Q${i}`);
const hueOf = (color: string) => Number(/ (\d+)\)$/.exec(color)![1]);

describe('drawn covers', () => {
  it('are the same for the same id, always', () => {
    expect(drawCover('Q47703', 'Crime')).toEqual(drawCover('Q47703', 'Crime'));
  });

  it('hardly ever repeat: neighboring ids look different', () => {
    const drawn = new Set(ids.map((id) => JSON.stringify(drawCover(id, 'Drama'))));
    expect(drawn.size).toBeGreaterThan(1900);
  });

  it('use at least eight compositions, and every one of them', () => {
    const known = Object.values(compositions);
    expect(known.length).toBeGreaterThanOrEqual(8);
    // Numbers aside, each composition writes its paths in its own way.
    const outline = (id: string) =>
      drawCover(id, 'Drama')
        .shapes.map(({ d }) => d.replace(/[-\d.]+/g, ''))
        .join('|');
    expect(new Set(ids.map(outline)).size).toBeGreaterThanOrEqual(known.length);
  });

  it('say the category by their hue', () => {
    const spread = (category: string) => ids.slice(0, 200).map((id) => hueOf(drawCover(id, category).tones.mid));
    const away = (hue: number, from: number) => Math.abs(((hue - from + 540) % 360) - 180);
    for (const hue of spread('Sci-Fi')) expect(away(hue, 235)).toBeLessThanOrEqual(26);
    for (const hue of spread('Some Unheard Genre'))
      expect(away(hue, hashOf('Some Unheard Genre') % 360)).toBeLessThanOrEqual(26);
  });

  it('are drawn without a number that is none', () => {
    for (const id of ids)
      for (const { d } of drawCover(id, null).shapes) expect(d).not.toMatch(/NaN|undefined|Infinity/);
  });
});
