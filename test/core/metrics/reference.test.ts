/** Every definition against numbers computed elsewhere. */
import { expect, it } from 'vitest';
import { judge } from '../../../src/core/experiments/judge.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import { describeShared, readShared } from '../../shared.ts';
import { outcomeOf } from './outcome.ts';

const file = 'oracle/metrics-expected.json';
const theirNames = {
  precision: 'precision',
  recall: 'recall',
  'hit-rate': 'hitRate',
  ndcg: 'ndcg',
  mrr: 'reciprocalRank',
  map: 'averagePrecision',
} as const;
const ids = Object.keys(theirNames) as (keyof typeof theirNames)[];

interface Case extends Record<(typeof theirNames)[keyof typeof theirNames], number> {
  readonly name?: string;
  readonly recommended: number[];
  readonly relevant: number[];
  readonly k: number;
  readonly userCounts?: boolean;
}

/** Our lists come out of one ranking and cannot repeat an item; the reference drops repeats first. */
const outcomeOfCase = ({ recommended, relevant }: Case) => outcomeOf({ ranking: [...new Set(recommended)], relevant });

describeShared('metrics against the reference', [file], () => {
  const expected = readShared(file);

  it.each(ids)('%s of every case', (id) => {
    for (const one of expected.cases as Case[]) {
      const value = metrics.get(id).measure!(outcomeOfCase(one), { k: one.k, items: 30 });
      expect(value, JSON.stringify(one)).toBeCloseTo(one[theirNames[id]], 9);
    }
  });

  it('the mean of every case', () => {
    for (const id of ids) {
      const values = (expected.cases as Case[]).map((one) =>
        metrics.get(id).measure!(outcomeOfCase(one), { k: one.k, items: 30 }),
      );
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean, id).toBeCloseTo(expected.meansOverCases[theirNames[id]], 9);
    }
  });

  it.each(expected.edgeCases as Case[])('edge case: $name', (one) => {
    const [outcome, context] = [outcomeOfCase(one), { k: one.k, items: 30 }];
    const results = finish(
      judge(
        [outcome],
        ids.map((id) => metrics.get(id)),
        context,
        createRng(1),
      ),
    );
    for (const { metric, value } of results) {
      if (one.userCounts) expect(value, metric).toBeCloseTo(one[theirNames[metric as (typeof ids)[number]]], 9);
      else expect(value, metric).toBeNaN();
    }
  });

  it.each(expected.listSets as { name: string; lists: number[][]; catalogueCoverage: number; userCoverage: number }[])(
    'coverage of the set of lists: $name',
    ({ lists, catalogueCoverage, userCoverage }) => {
      const outcomes = lists.map((ranking, user) => outcomeOf({ user, ranking, relevant: [0] }));
      const wanted = [metrics.get('coverage'), metrics.get('user-coverage')];
      const results = finish(judge(outcomes, wanted, { k: 10, items: 20 }, createRng(1)));
      expect(results[0].value).toBeCloseTo(catalogueCoverage, 9);
      expect(results[1].value).toBeCloseTo(userCoverage, 9);
    },
  );
});

function finish<R>(run: Generator<unknown, R, void>): R {
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}
