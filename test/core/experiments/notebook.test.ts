/** The notebook's community, cut and settings must give the figures it printed, or the note must say why not. */
import { describe, expect, it } from 'vitest';
import { reproduceNotebook } from '../../../src/core/experiments/notebook.ts';
import { plainCompute } from '../../fixtures/compute.ts';
import { toyPaths } from '../../fixtures/toy.ts';
import { describeShared, readShared } from '../../shared.ts';

const theirs = {
  popularity: 'popularity',
  'tf-idf': 'contentTfidf',
  'co-visitation': 'coVisitation',
  'user-knn': 'userKnn',
  'item-knn': 'itemKnn',
};

describe('the notebook’s table', async () => {
  const { rows, people, k } = await reproduceNotebook(plainCompute);
  const row = (id: string) => rows.find(({ recommender }) => recommender === id)!;

  it('has every method the notebook compares, and a figure for each', () => {
    expect([people, k, rows.length]).toEqual([30, 10, 7]);
    for (const { measured } of rows) expect(measured).not.toBeNull();
  });

  it.each(['tf-idf', 'co-visitation', 'user-knn', 'item-knn'])('%s gives what was printed', (id) => {
    const { printed, measured } = row(id);
    expect(measured!.recall).toBeCloseTo(printed.recall, 3);
    expect(measured!.precision).toBeCloseTo(printed.precision, 3);
  });

  it('popularity gives a figure of the same range, and says that ties decide', () => {
    const { printed, measured, note } = row('popularity');
    const [least, most] = measured!.anyOrder;
    expect(printed.recall).toBeGreaterThan(least);
    expect(printed.recall).toBeLessThan(most);
    expect(note).toMatch(/Equal scores decide: .* \.267 to \.467/);
  });

  it('co-visitation says what the leak is worth', () => {
    expect(row('co-visitation').note).toMatch(/13 people.* \.400\./);
  });

  it.each(['mf-adam', 'two-tower'])(
    '%s, which nobody seeded, comes out in the range of its reruns, and says so',
    (id) => {
      const { measured, note } = row(id);
      const [, least, most] = /gave (\.\d+) to (\.\d+), mean/.exec(note)!.map(Number);
      expect(measured!.recall).toBeGreaterThan(least);
      expect(measured!.recall).toBeLessThan(most);
      expect(measured!.precision).toBeCloseTo(measured!.recall / 10, 9);
      expect(note).toMatch(/the mean of 5, from \.\d{3} to \.\d{3}/);
    },
  );

  it('stops when told to', async () => {
    const stopped = reproduceNotebook(plainCompute, { stop: { aborted: true } });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  describeShared('beside the reference', toyPaths, () => {
    const expected = readShared(toyPaths[1]);

    it.each(Object.entries(theirs))('%s: printed, measured and every order of ties', (id, name) => {
      const { printed, canonicalOrder, hitsOverAllTieOrders } = expected[name];
      const { measured, printed: shown } = row(id);
      expect(shown).toEqual({ recall: printed.recall, precision: printed.precision });
      expect(measured!.recall).toBeCloseTo(canonicalOrder.recall, 9);
      expect(measured!.precision).toBeCloseTo(canonicalOrder.precision, 9);
      const hits = measured!.anyOrder.map((share) => Math.round(share * people));
      expect(hits).toEqual([hitsOverAllTieOrders.min, hitsOverAllTieOrders.max]);
    });

    it.each([
      ['Matrix factorization', 'matrixFactorisation'],
      ['Two-tower', 'twoTower'],
    ])('%s: what was printed, and what its reruns gave', (method, name) => {
      const { printed, recallAt10 = expected[name].asDescribed.recallAt10 } = expected[name];
      const { recall, precision } = printed;
      expect(rows.find((one) => one.method === method)!.note).toContain(
        `gave ${share(recallAt10.min)} to ${share(recallAt10.max)}, mean ${share(recallAt10.mean)}`,
      );
      expect(rows.find((one) => one.method === method)!.printed).toEqual({ recall, precision });
    });
  });
});

const share = (value: number) => value.toFixed(3).replace(/^0/, '');
