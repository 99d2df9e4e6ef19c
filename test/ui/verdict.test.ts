import { describe, expect, it } from 'vitest';
import { comparable, comparePairs } from '../../src/core/experiments/compare.ts';
import type { Outcome, Run } from '../../src/core/experiments/protocol.ts';
import { createRng } from '../../src/core/rng.ts';
import { runToCsv, runToJson } from '../../src/core/experiments/run-files.ts';
import { isLevel, leadersOf, namesOf, standings } from '../../src/ui/verdict.ts';
import { endOf } from '../fixtures/generator.ts';

const outcome = (id: string, perUser: number[], params = {}): Outcome => ({
  recommender: { id, params },
  label: id.toUpperCase(),
  results: [
    {
      metric: 'ndcg',
      value: perUser.reduce((sum, value) => sum + value, 0) / perUser.length,
      interval: [0.1, 0.2],
      perUser: Float64Array.from(perUser),
    },
  ],
  fitSeconds: 1,
  scoreSeconds: 0,
  error: null,
});
const run = (outcomes: Outcome[]): Run => ({
  id: 'r',
  createdAt: 0,
  dataset: { id: 'd', name: 'D', hash: 'h' },
  protocol: { split: { id: 'holdout', params: {} }, metrics: ['ndcg'], k: 10, relevantFrom: 4, seed: 42 },
  users: Uint32Array.of(0, 1, 2, 3),
  usersWithoutTest: 0,
  outcomes,
});

describe('standings', () => {
  const judged = run([
    outcome('low', [0, 0.1, 0, 0.1, 0, 0.1, 0, 0.1]),
    outcome('top', [0.5, 0.6, 0.5, 0.7, 0.6, 0.6, 0.5, 0.7]),
    outcome('near', [0.6, 0.5, 0.7, 0.4, 0.7, 0.6, 0.4, 0.6]),
  ]);

  const pairs = endOf(
    comparePairs(
      comparable(judged, 'ndcg').map(({ perUser }) => perUser),
      createRng(1),
    ),
  );

  it('puts the best first, by the metric’s own direction', () => {
    expect(standings(judged, 'ndcg', 'higher', pairs).map(({ outcome }) => outcome.label)).toEqual([
      'TOP',
      'NEAR',
      'LOW',
    ]);
    expect(standings(judged, 'ndcg', 'lower', pairs).map(({ outcome }) => outcome.label)).toEqual([
      'LOW',
      'NEAR',
      'TOP',
    ]);
  });

  it('tells apart only what differs person by person', () => {
    const [top, near, low] = standings(judged, 'ndcg', 'higher', pairs);
    expect([top, near, low].map(isLevel)).toEqual([false, true, false]);
    expect(low.behind!.mean).toBeCloseTo(0.5375, 9);
  });

  it('says nothing of differences before they have been judged', () => {
    expect(standings(judged, 'ndcg', 'higher', null).map(isLevel)).toEqual([false, false, false]);
  });

  it('leaves out who has no value', () => {
    expect(standings(judged, 'rmse', 'lower', pairs)).toEqual([]);
  });
});

describe('a run as a file', () => {
  const twins = run([outcome('als', [0.5], { factors: 32, alpha: 5 }), outcome('als', [0.4])]);

  it('is a table whose cells survive commas and quotes', () => {
    const [head, first] = runToCsv(twins).split('\n');
    expect(head).toBe('recommender,params,metric,k,value,low,high,people,fit_seconds,between_cuts');
    expect(first).toBe('als,"{""factors"":32,""alpha"":5}",ndcg,10,0.5,0.1,0.2,4,1,');
  });

  it('is JSON with values per person', () => {
    expect(JSON.parse(runToJson(twins)).outcomes[0].results[0].perUser).toEqual([0.5]);
  });

  it('names two settings of one recommender apart', () => {
    expect(namesOf(twins, ({ recommender }) => Object.keys(recommender.params).join())).toEqual([
      'ALS, factors,alpha',
      'ALS, ',
    ]);
  });
});

describe('leaders', () => {
  const [low, high, middle] = [outcome('low', [0, 0.1]), outcome('high', [0.8, 0.9]), outcome('middle', [0.4, 0.5])];

  it('are all of a run that has few, and the run itself', () => {
    const few = run([low, high, middle]);
    expect(leadersOf(few, 'ndcg', 'higher', 3)).toBe(few);
  });

  it('are the best of many, whichever way is better, and alone are told apart', () => {
    const many = run([low, high, middle]);
    const best = leadersOf(many, 'ndcg', 'higher', 2);
    expect(best.outcomes).toEqual([high, middle]);
    expect(best.id).not.toBe(many.id);
    expect(leadersOf(many, 'ndcg', 'lower', 2).outcomes).toEqual([low, middle]);
    const columns = comparable(best, 'ndcg').map(({ perUser }) => perUser);
    const pairs = endOf(comparePairs(columns, createRng(1), 100));
    const ranked = standings(many, 'ndcg', 'higher', pairs, best);
    expect(ranked.map(({ outcome, column }) => [outcome.label, column])).toEqual([
      ['HIGH', 0],
      ['MIDDLE', 1],
      ['LOW', -1],
    ]);
    expect(ranked[1].behind).not.toBeNull();
    expect(ranked[2].behind).toBeNull();
  });
});
