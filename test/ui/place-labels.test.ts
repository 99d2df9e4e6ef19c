import { describe, expect, it } from 'vitest';
import type { Label } from '../../src/ui/charts/place-labels.ts';
import { placeLabels } from '../../src/ui/charts/place-labels.ts';

/** About what the charts' type takes. */
const boxOf = ({ name, x, y, anchor }: Label) => {
  const long = name.length * 6.2;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - long : x - long / 2;
  return { left, right: left + long, top: y - 10, bottom: y + 2 };
};
const overlapping = (labels: readonly Label[]) =>
  labels.flatMap((one, at) =>
    labels.slice(at + 1).flatMap((other) => {
      const [a, b] = [boxOf(one), boxOf(other)];
      const meet = a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      return meet ? [`${one.name} on ${other.name}`] : [];
    }),
  );

describe('placeLabels', () => {
  it('prefers the right, and takes the left at the right edge', () => {
    const [free, edge] = placeLabels(
      [
        { name: 'ALS', x: 100, y: 50 },
        { name: 'Item neighbors', x: 390, y: 150 },
      ],
      400,
    );
    expect(free).toMatchObject({ anchor: 'start', x: 110, leader: null });
    expect(edge).toMatchObject({ anchor: 'end', x: 380, leader: null });
  });

  it('keeps three dots in a row apart', () => {
    const labels = placeLabels(
      [
        { name: 'User neighbors', x: 190, y: 60 },
        { name: 'Item neighbors', x: 204, y: 61 },
        { name: 'ALS', x: 224, y: 58 },
      ],
      500,
    );
    expect(overlapping(labels)).toEqual([]);
  });

  it('finds every name of a crowd a place of its own inside the frame, with a line to it where it is far', () => {
    const names = ['Weighted hybrid', 'BPR', 'Multi-VAE', 'ALS', 'User neighbors', 'Item neighbors', 'EASE', 'LightFM'];
    const crowd = names.map((name, at) => ({ name, x: 300 + (at % 3) * 7, y: 60 + at * 3 }));
    const labels = placeLabels(crowd, 500, 260);
    expect(labels.map(({ name }) => name)).toEqual(names);
    expect(overlapping(labels)).toEqual([]);
    for (const label of labels) {
      const { left, right, top, bottom } = boxOf(label);
      expect(left >= 0 && right <= 500 && top >= 0 && bottom <= 260, label.name).toBe(true);
      const dot = crowd.find(({ name }) => name === label.name)!;
      const far = Math.hypot(label.x - dot.x, label.y - dot.y) > 30;
      if (far) expect(label.leader, label.name).not.toBeNull();
    }
  });
});
