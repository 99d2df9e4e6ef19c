import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/core/data/dataset.ts';
import { profileOf } from '../../../src/core/data/profile.ts';

const dataset = (value: number[], user: number[], more: Partial<Dataset> = {}): Dataset =>
  ({
    feedback: 'explicit',
    kinds: [{ id: 'rating', weight: 1, rated: true }],
    users: { ids: ['u', 'v', 'w'] },
    interactions: {
      user: Uint32Array.from(user),
      item: new Uint32Array(user.length),
      value: Float32Array.from(value),
      kind: null,
      timestamp: null,
    },
    ...more,
  }) as unknown as Dataset;

describe('profileOf', () => {
  it('counts each value and each person', () => {
    const { values, counts, activity } = profileOf(dataset([4, 5, 4, 0.5], [0, 0, 2, 2]));
    expect([...values]).toEqual([0.5, 4, 5]);
    expect([...counts]).toEqual([1, 2, 1]);
    expect([...activity]).toEqual([2, 0, 2]);
  });

  it('leaves out what is no opinion', () => {
    const views = dataset([4, 1], [0, 0], {
      kinds: [
        { id: 'rating', weight: 1, rated: true },
        { id: 'view', weight: 0.3, rated: false },
      ],
    });
    const mixed = { ...views, interactions: { ...views.interactions, kind: Uint8Array.of(0, 1) } };
    expect([...profileOf(mixed).counts]).toEqual([1]);
  });

  it('puts a long scale into even bins that lose nothing', () => {
    const plays = Array.from({ length: 500 }, (_, i) => i);
    const { values, counts } = profileOf(
      dataset(
        plays,
        plays.map(() => 0),
        { feedback: 'implicit' },
      ),
    );
    expect(values).toHaveLength(40);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(500);
  });

  it('counts events of each kind', () => {
    const kinds = [
      { id: 'purchase', weight: 1, rated: false },
      { id: 'view', weight: 0.3, rated: false },
    ];
    const shop = dataset([2, 1, 4], [0, 0, 2], { feedback: 'implicit', kinds });
    const mixed = { ...shop, interactions: { ...shop.interactions, kind: Uint8Array.of(1, 0, 1) } };
    expect([...profileOf(mixed).kinds]).toEqual([1, 2]);
    expect([...profileOf(dataset([4, 5], [0, 1])).kinds]).toEqual([2]);
  });
});
