import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../src/core/data/catalog.ts';
import { rowOf } from '../../../src/core/data/csr.ts';
import type { Dataset } from '../../../src/core/data/dataset.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { shop } from '../../../src/core/generators/shop.ts';
import { mostProducts, stockShelf } from '../../../src/core/generators/shop-shelf.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { createRng } from '../../../src/core/rng.ts';

const usual = shop.generate({}, 42, null);
const dense = shop.generate(shop.presets![0].params, 42, null);

/** What happened with each pair of a customer and a product: bought, viewed, and first when. */
function pairsOf({ interactions: { user, item, value, kind, timestamp } }: Dataset) {
  const pairs = new Map<string, { bought: number; views: number; firstBought: number; firstViewed: number }>();
  for (let e = 0; e < user.length; e++) {
    const key = `${user[e]} ${item[e]}`;
    const pair = pairs.get(key) ?? { bought: 0, views: 0, firstBought: Infinity, firstViewed: Infinity };
    if (kind![e] === 0) {
      pair.bought += value[e];
      pair.firstBought = Math.min(pair.firstBought, timestamp![e]);
    } else {
      pair.views += value[e];
      pair.firstViewed = Math.min(pair.firstViewed, timestamp![e]);
    }
    pairs.set(key, pair);
  }
  return [...pairs.values()];
}

describe('the shop', () => {
  const pairs = pairsOf(usual);

  it('knows purchases and views, and weighs them as the notebook does', () => {
    expect(usual.feedback).toBe('implicit');
    expect(usual.kinds.map(({ id, weight }) => [id, weight])).toEqual([
      ['purchase', 1],
      ['view', 0.3],
    ]);
    expect(usual.interactions.value.every((amount) => Number.isInteger(amount) && amount >= 1)).toBe(true);
  });

  it('lets people look before they buy, but for the few who come by a link', () => {
    const bought = pairs.filter(({ bought }) => bought > 0);
    const unseen = bought.filter(({ views }) => views === 0);
    expect(unseen.length / bought.length).toBeLessThan(0.08);
    expect(unseen.length).toBeGreaterThan(0);
    for (const { views, firstBought, firstViewed } of bought) {
      if (views > 0) expect(firstViewed).toBeLessThan(firstBought);
    }
  });

  it('sells more of what is looked at more', () => {
    const rate = (least: number, most: number) => {
      const some = pairs.filter(({ views }) => views >= least && views <= most);
      return some.filter(({ bought }) => bought > 0).length / some.length;
    };
    expect(rate(4, 20)).toBeGreaterThan(rate(1, 1) + 0.1);
  });

  it('leaves most of the table empty, and has five blockbusters', () => {
    const train = buildTrainingSet(usual);
    const density = train.byUser.indices.length / (train.users * train.items);
    expect(density).toBeGreaterThan(0.04);
    expect(density).toBeLessThan(0.08);
    const sums = Array.from({ length: train.items }, (_, item) =>
      [...rowOf(train.byItem, item).values].reduce((sum, value) => sum + value, 0),
    ).sort((a, b) => b - a);
    expect(sums[4] / sums[5]).toBeGreaterThan(1.5);
    expect(sums[5] / sums[6]).toBeLessThan(1.2);
  });

  it('has customers who keep to a few departments', () => {
    const train = buildTrainingSet(usual);
    const shares = Array.from({ length: 200 }, (_, user) => {
      const counts = new Map<string, number>();
      const { indices } = rowOf(train.byUser, user);
      for (const item of indices) {
        const [department] = labelsOf(usual.catalog.categories, item);
        counts.set(department, (counts.get(department) ?? 0) + 1);
      }
      return Math.max(...counts.values()) / indices.length;
    });
    expect(mean(shares)).toBeGreaterThan(0.3);
  });

  it('is as small and dense as the notebook’s, where asked', () => {
    const train = buildTrainingSet(dense);
    expect([train.users, train.items]).toEqual([102, 33]);
    // The notebook's: 98.96 % filled, 8,014 purchases and 3,173 views in rows.
    expect(train.byUser.indices.length / (102 * 33)).toBeCloseTo(0.99, 2);
    const rows = [0, 1].map((kind) => dense.interactions.kind!.filter((one) => one === kind).length);
    expect(Math.abs(rows[0] / 8014 - 1)).toBeLessThan(0.15);
    expect(pairsOf(dense).filter(({ bought }) => bought > 0).length / 2835).toBeCloseTo(1, 1);
  });

  it('keeps its first customers, however many come', () => {
    const of = (customers: number) => {
      const { interactions } = shop.generate({ customers, products: 80 }, 42, null);
      const rows = [...interactions.user.keys()].filter((row) => interactions.user[row] < 20);
      return rows.map((row) => [interactions.user[row], interactions.item[row], interactions.timestamp![row]]);
    };
    expect(of(40)).toEqual(of(20));
  });

  it('never sells two products under one name', () => {
    const titles = stockShelf(mostProducts, createRng(1)).map(({ title, department }) => `${department} ${title}`);
    expect(new Set(titles).size).toBe(mostProducts);
  });
});
