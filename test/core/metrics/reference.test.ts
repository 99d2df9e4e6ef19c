/** Every definition against numbers computed elsewhere. */
import { expect, it } from 'vitest';
import { csrFromRows } from '../../../src/core/data/csr.ts';
import { judge } from '../../../src/core/experiments/judge.ts';
import { pairCosine } from '../../../src/core/math/pair-cosine.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import { describeShared, readShared } from '../../shared.ts';
import { contextOf, outcomeOf, withBackground } from './outcome.ts';

const file = 'oracle/metrics-expected.json';
const theirNames = {
  precision: 'precision',
  f1: 'f1',
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
  readonly averagePrecisionOverAllRelevant: number;
  readonly precisionOverReturned: number;
}

const namesOfSets = {
  coverage: 'catalogueCoverage',
  'user-coverage': 'userCoverage',
  diversity: 'intraListDiversity',
  personalization: 'personalisationJaccard',
  'list-distance': 'personalisationCosine',
  novelty: 'novelty',
  gini: 'gini',
  entropy: 'exposureEntropyBits',
} as const;
interface ListSet extends Record<(typeof namesOfSets)[keyof typeof namesOfSets], number | null> {
  readonly name: string;
  readonly lists: number[][];
  readonly intraListDiversityPerList: (number | null)[];
  readonly noveltyPerList: (number | null)[];
}
const near = (value: number, wanted: number | null, what: string) =>
  wanted === null ? expect(value, what).toBeNaN() : expect(value, what).toBeCloseTo(wanted, 9);

/** Our lists come out of one ranking and cannot repeat an item; the reference drops repeats first. */
const outcomeOfCase = ({ recommended, relevant }: Case) => outcomeOf({ ranking: [...new Set(recommended)], relevant });

describeShared('metrics against the reference', [file], () => {
  const expected = readShared(file);

  it.each(ids)('%s of every case', (id) => {
    for (const one of expected.cases as Case[]) {
      const value = metrics.get(id).measure!(outcomeOfCase(one), contextOf({ k: one.k, items: 30 }));
      expect(value, JSON.stringify(one)).toBeCloseTo(one[theirNames[id]], 9);
    }
  });

  it('the mean of every case', () => {
    for (const id of ids.filter((one) => expected.meansOverCases[theirNames[one]] !== undefined)) {
      const values = (expected.cases as Case[]).map((one) =>
        metrics.get(id).measure!(outcomeOfCase(one), contextOf({ k: one.k, items: 30 })),
      );
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean, id).toBeCloseTo(expected.meansOverCases[theirNames[id]], 9);
    }
  });

  it.each(expected.edgeCases as Case[])('edge case: $name', (one) => {
    const [outcome, context] = [outcomeOfCase(one), contextOf({ k: one.k, items: 30 })];
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

  it.each(expected.listSets as ListSet[])('the set of lists: $name', (set) => {
    const outcomes = set.lists.map((ranking, user) => outcomeOf({ user, ranking, relevant: [0] }));
    const { items, users, features, interactionCounts } = expected.catalogue;
    const rows = csrFromRows(
      (features as number[][]).map((values) => ({
        indices: Uint32Array.from(values.keys()),
        values: Float64Array.from(values),
      })),
      features[0].length,
    );
    const context = withBackground(contextOf({ k: 10, items }), {
      people: users,
      popularity: Uint32Array.from(interactionCounts as number[]),
      features: rows,
      likeByFeatures: pairCosine(rows),
    });
    const wanted = Object.keys(namesOfSets) as (keyof typeof namesOfSets)[];
    const results = finish(
      judge(
        outcomes,
        wanted.map((id) => metrics.get(id)),
        context,
        createRng(1),
      ),
    );
    wanted.forEach((id, at) => near(results[at].value, set[namesOfSets[id]], id));
    const perUser = { diversity: set.intraListDiversityPerList, novelty: set.noveltyPerList };
    for (const [id, values] of Object.entries(perUser)) {
      const own = results[wanted.indexOf(id as 'novelty')].perUser!;
      values.forEach((value, user) => near(own[user], value, `${id} of ${user}`));
    }
  });

  it('MAP as trec_eval has it, precision as LensKit has it', () => {
    for (const one of [...expected.cases, ...expected.edgeCases] as Case[]) {
      if (one.relevant.length === 0) continue;
      const valueOf = (id: string, dialect: string) =>
        metrics.get(id).measure!(outcomeOfCase(one), contextOf({ k: one.k, items: 30, dialect }));
      near(valueOf('map', 'trec-eval'), one.averagePrecisionOverAllRelevant, 'MAP');
      near(valueOf('precision', 'lenskit'), one.precisionOverReturned, 'precision');
    }
  });
});

function finish<R>(run: Generator<unknown, R, void>): R {
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}
