import { describe, expect, it } from 'vitest';
import { reweighed } from '../../../src/core/data/reweigh.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { datasetOf } from '../../fixtures/dataset.ts';

const shop = datasetOf(
  [
    { user: 0, item: 0, value: 2, kind: 0 },
    { user: 0, item: 0, value: 5, kind: 1 },
    { user: 0, item: 1, value: 3, kind: 1 },
  ],
  {
    feedback: 'implicit',
    kinds: [
      { id: 'purchase', weight: 1, rated: false },
      { id: 'view', weight: 0.3, rated: false },
    ],
  },
);
const cells = (weights: Record<string, number>) => [...buildTrainingSet(reweighed(shop, weights)).byUser.values];

describe('reweighed', () => {
  it('counts the same events otherwise', () => {
    expect(cells({})).toEqual([3.5, 0.8999999999999999]);
    expect(cells({ view: 1 })).toEqual([7, 3]);
    expect(cells({ purchase: 2, view: 0 })).toEqual([4]);
  });

  it('has another hash for other weights, and the first one again for the first ones', () => {
    const other = reweighed(shop, { view: 0.5 });
    expect(other.provenance.hash).toBe('small+view=0.5');
    expect(reweighed(other, { purchase: 2 }).provenance.hash).toBe('small+purchase=2+view=0.5');
    expect(reweighed(other, { view: 0.3 })).toEqual(reweighed(shop, {}));
    expect(reweighed(shop, {}).provenance.hash).toBe(shop.provenance.hash);
  });

  it('remembers the weights the data came with', () => {
    const twice = reweighed(reweighed(shop, { view: 0.5 }), { view: 0.7 });
    expect(twice.kinds[1]).toEqual({ id: 'view', weight: 0.7, usual: 0.3, rated: false });
  });

  it.each([
    [{ gift: 1 }, 'purchase, view'],
    [{ view: -1 }, 'from 0 to 10'],
    [{ view: NaN }, 'from 0 to 10'],
    [{ purchase: 0, view: 0 }, 'at least one kind'],
  ])('refuses %o', (weights, message) => {
    expect(() => reweighed(shop, weights as Record<string, number>)).toThrow(
      expect.objectContaining({ name: 'ParamError', message: expect.stringContaining(message) }),
    );
  });
});
