/** By hand: four people, six items of three categories. */
import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import { contextOf, outcomeOf, summaryOf } from './outcome.ts';

const histories = [
  [0, 1],
  [0, 2],
  [0, 1, 3],
  [0, 1, 4],
];
const labels = buildLabels([['war'], ['war'], ['war', 'love'], ['love'], ['love'], []]);
const context = (k: number) => contextOf({ k, items: 6 }, histories, labels);
const measure = (id: string, k: number, parts: Parameters<typeof outcomeOf>[0]) =>
  metrics.get(id).measure!(outcomeOf(parts), context(k));

describe('what lists are like', () => {
  it('novelty: a bit for each halving of those who have the item; nobody counts as one', () => {
    // Item 1 is known to three of four, item 2 to one, item 5 to none.
    expect(measure('novelty', 3, { ranking: [1, 2, 5] })).toBeCloseTo((Math.log2(4 / 3) + 2 + 2) / 3, 12);
    expect(measure('novelty', 3, { ranking: [] })).toBeNaN();
  });

  it('popularity of lists: the mean share of people', () => {
    expect(measure('list-popularity', 2, { ranking: [0, 3, 1] })).toBe((1 + 1 / 4) / 2);
  });

  it('long tail: what is not among the two most popular of six', () => {
    expect(measure('tail-share', 4, { ranking: [0, 1, 2, 5] })).toBe(2 / 4);
  });

  it('diversity: by categories and by audiences', () => {
    // Cosines: war–war 1, war–(war, love) 1/√2 twice.
    expect(measure('diversity', 3, { ranking: [0, 1, 2] })).toBeCloseTo(1 - (1 + 2 / Math.SQRT2) / 3, 12);
    // An item without a category is like nothing.
    expect(measure('diversity', 2, { ranking: [0, 5] })).toBe(1);
    expect(measure('diversity', 2, { ranking: [0] })).toBeNaN();
    // Of the four who have item 0 three have item 1; nobody has both 3 and 4.
    expect(measure('audience-diversity', 2, { ranking: [0, 1] })).toBeCloseTo(1 - 3 / Math.sqrt(12), 12);
    expect(measure('audience-diversity', 2, { ranking: [3, 4] })).toBe(1);
  });

  it('diversity is undefined where nothing is known of the items', () => {
    const blank = contextOf({ k: 2, items: 6 }, histories);
    expect(metrics.get('diversity').measure!(outcomeOf({ ranking: [0, 1] }), blank)).toBeNaN();
    expect(metrics.get('calibration').measure!(outcomeOf({ ranking: [0, 1], known: [2] }), blank)).toBeNaN();
  });

  it('unexpectedness and serendipity: beyond the k most popular the person does not have', () => {
    // Who has item 0 would be shown 1 and, of the three that one person has, the first: 2.
    const shown = { ranking: [1, 3], known: [0], relevant: [1, 3] };
    expect(measure('unexpectedness', 2, shown)).toBe(1 / 2);
    expect(measure('serendipity', 2, shown)).toBe(1 / 2);
    expect(measure('serendipity', 2, { ...shown, relevant: [1] })).toBe(0);
    expect(measure('serendipity', 4, { ...shown, ranking: [5], relevant: [5] })).toBe(1 / 4);
  });

  it('miscalibration: 0 for the same shares, all bits for opposite ones', () => {
    expect(measure('calibration', 2, { ranking: [1, 4], known: [0, 3] })).toBeCloseTo(0, 12);
    expect(measure('calibration', 2, { ranking: [3, 4], known: [0, 1] })).toBeCloseTo(Math.log2(100), 12);
    // War 3/4, love 1/4 in the history; love alone in the list.
    const wanted = 0.75 * Math.log2(100) + 0.25 * Math.log2(0.25 / (0.99 + 0.0025));
    expect(measure('calibration', 1, { ranking: [3], known: [0, 2] })).toBeCloseTo(wanted, 12);
  });

  it('personalization: by shares and by cosine, over pairs of people', () => {
    const lists = [[0, 1], [1, 0], [0, 2], [3]].map((ranking, user) => outcomeOf({ user, ranking }));
    const summarize = (id: string) => summaryOf(metrics.get(id), lists, context(2));
    // Jaccard 1 for the first two, 1/3 for either and the third, 0 with the last.
    expect(summarize('personalization')).toBeCloseTo(1 - (1 + 2 / 3) / 6, 12);
    expect(summarize('list-distance')).toBeCloseTo(1 - (1 + 2 / 2) / 6, 12);
  });

  it('personalization: over all pairs of many lists, some equal and some short, in any order of people', () => {
    const rng = createRng(9);
    const lists = Array.from({ length: 120 }, (_, user) => {
      const own = rng.shuffle(Uint32Array.from({ length: 12 }, (_, item) => item)).slice(0, 3 + rng.int(3));
      return outcomeOf({ user, ranking: [...own] });
    });
    const summarize = (own: typeof lists) =>
      summaryOf(metrics.get('personalization'), own, contextOf({ k: 5, items: 12 }));
    let sum = 0;
    let pairs = 0;
    lists.forEach(({ ranking: a }, i) =>
      lists.slice(i + 1).forEach(({ ranking: b }) => {
        const both = a.filter((item) => b.includes(item)).length;
        sum += both / (a.length + b.length - both);
        pairs++;
      }),
    );
    expect(summarize(lists)).toBeCloseTo(1 - sum / pairs, 12);
    expect(summarize([...lists].reverse())).toBe(summarize(lists));
  });
});

describe('accuracy by patience and by rank', () => {
  it('RBP: a hit at place r counts (1 − p) p^(r − 1)', () => {
    const outcome = outcomeOf({ ranking: [4, 0, 2], relevant: [0, 4] });
    expect(metrics.get('rbp').measure!(outcome, context(3))).toBeCloseTo(0.2 * (1 + 0.8), 12);
    const patient = { ...context(3), params: { rbp: { p: 0.5 } } };
    expect(metrics.get('rbp').measure!(outcome, patient)).toBeCloseTo(0.5 * (1 + 0.5), 12);
    expect(() => metrics.get('rbp').measure!(outcome, { ...context(3), params: { rbp: { p: 2 } } })).toThrow(
      /from 0.01/,
    );
  });

  it('AUC: pairs in the right order, an equal score is half a pair, a silent one comes last', () => {
    // Item 1 beats 2 and 3 and ties with 0; item 4 beats none and ties with 5, both silent.
    const parts = { relevant: [1, 4], scores: [3, 3, 2, 1, NaN, NaN] };
    expect(measure('auc', 1, parts)).toBeCloseTo((3.5 + 0.5) / 8, 12);
    // What the person has is no candidate.
    expect(measure('auc', 1, { ...parts, known: [0, 5] })).toBeCloseTo(2 / 4, 12);
    expect(measure('auc', 1, { relevant: [0, 1], scores: [1, 2, 0, 0, 0, 0], known: [2, 3, 4, 5] })).toBeNaN();
  });

  it('R-precision: as many places as there are relevant items, whatever k', () => {
    expect(measure('r-precision', 1, { relevant: [1, 4], scores: [3, 4, 2, 1, 0, 0] })).toBe(1 / 2);
    // One of two equal scores gets the second place.
    expect(measure('r-precision', 1, { relevant: [1, 2], scores: [3, 4, 3, 1, 0, 0] })).toBe((1 + 1 / 2) / 2);
  });

  it('a constant score gets what chance gives, and so does one that says nothing', () => {
    for (const score of [7, NaN]) {
      const parts = { relevant: [0, 1], scores: Array.from({ length: 6 }, () => score) };
      expect(measure('auc', 1, parts)).toBe(1 / 2);
      expect(measure('r-precision', 1, parts)).toBeCloseTo(2 / 6, 12);
    }
  });
});
