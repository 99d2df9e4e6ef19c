import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../src/ui/charts/place-labels.ts';

describe('placeLabels', () => {
  it('prefers the right, and takes the left at the right edge', () => {
    const [free, edge] = placeLabels(
      [
        { name: 'ALS', x: 100, y: 50 },
        { name: 'Item neighbors', x: 390, y: 150 },
      ],
      400,
    );
    expect(free).toMatchObject({ anchor: 'start', x: 110 });
    expect(edge).toMatchObject({ anchor: 'end', x: 380 });
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
    expect(new Set(labels.map(({ anchor, y }) => `${anchor} ${Math.round(y / 8)}`)).size).toBe(3);
    expect(labels[0].anchor).toBe('end');
  });
});
