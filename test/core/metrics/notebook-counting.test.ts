/** The two ways in which the notebook counts people, on its own hold-out. */
import { expect, it } from 'vitest';
import { judge } from '../../../src/core/experiments/judge.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { topN } from '../../../src/core/ranking/top-n.ts';
import { createRng } from '../../../src/core/rng.ts';
import { describeShared, readShared } from '../../shared.ts';
import { contextOf, outcomeOf } from './outcome.ts';

const file = 'oracle/als-expected.json';
interface Measured {
  readonly k: number;
  readonly users: number;
  readonly hitRate: number;
  readonly ndcg: number;
}

describeShared('hit rate and NDCG on the hold-out of the notebook', [file], () => {
  const { train, test, notebook } = readShared(file).holdOut as {
    train: number[][];
    test: number[][];
    notebook: { scores: number[][]; firstFunction: Record<string, Measured>; curve: Measured[] };
  };
  const valuesOf = (k: number, dialect: string) => {
    const outcomes = train.map((known, user) => {
      const ranking = [...topN(Float64Array.from(notebook.scores[user]), k, known)];
      return outcomeOf({ user, known, relevant: test[user], ranking });
    });
    const wanted = ['hit-rate', 'ndcg'].map((id) => metrics.get(id));
    const judging = judge(outcomes, wanted, contextOf({ k, items: 30, dialect }), createRng(1));
    for (;;) {
      const { done, value } = judging.next();
      if (done) return value;
    }
  };
  const check = (expected: Measured, dialect: string) => {
    const [hitRate, ndcg] = valuesOf(expected.k, dialect);
    expect(hitRate.value).toBeCloseTo(expected.hitRate, 9);
    expect(ndcg.value).toBeCloseTo(expected.ndcg, 9);
    expect(ndcg.perUser!.filter((value) => !Number.isNaN(value))).toHaveLength(expected.users);
  };

  it.each(Object.values(notebook.firstFunction))(
    'its first function, at $k: who has nothing hidden counts 0',
    (expected) => {
      expect(test.some((own) => own.length === 0)).toBe(true);
      check(expected, 'notebook');
    },
  );

  it.each(notebook.curve)('its second function and ours, at $k: they are left out', (expected) => {
    check(expected, 'tastelab');
  });
});
