import { describe, expect, it } from 'vitest';
import { reportOf } from '../../src/cli/report.ts';
import { tableOf } from '../../src/cli/table.ts';
import type { Run } from '../../src/core/experiments/protocol.ts';

const perUser = Float64Array.of(0.25, NaN, 0.75);
const run: Run = {
  id: '0123456789abcdef',
  createdAt: 86_400,
  dataset: { id: 'd', name: 'Data', hash: 'abc' },
  protocol: {
    split: { id: 'holdout', params: {} },
    metrics: ['ndcg', 'coverage', 'rmse'],
    k: 5,
    relevantFrom: 4,
    seed: 1,
  },
  users: Uint32Array.of(0, 2, 3),
  usersWithoutTest: 4,
  outcomes: [
    {
      recommender: { id: 'popularity', params: {} },
      label: 'Popularity',
      results: [
        { metric: 'ndcg', value: 0.5, interval: [0.4, 0.65], perUser },
        { metric: 'coverage', value: 1 / 3, interval: null, perUser: null },
        { metric: 'rmse', value: NaN, interval: null, perUser: null },
      ],
      fitSeconds: 1.234,
      scoreSeconds: 0.056,
      error: null,
    },
    {
      recommender: { id: 'tf-idf', params: {} },
      label: 'Text',
      results: [],
      fitSeconds: 0,
      scoreSeconds: 0,
      error: 'Expected texts; got none.',
    },
  ],
};

describe('table', () => {
  it('aligns numbers with their intervals, drops columns nobody has, and says why one failed', () => {
    expect(tableOf(run).split('\n')).toEqual([
      '                   NDCG@5  Catalog coverage@5  fit s  score s',
      'Popularity  0.5000 ±.1250              0.3333   1.23     0.06',
      'Text                    –                   –      –        –',
      '',
      'Text: Expected texts; got none.',
    ]);
  });
});

describe('report', () => {
  const report = JSON.parse(reportOf(run));

  it('counts the users behind each number and has null for what is undefined', () => {
    expect(report.outcomes[0].metrics).toEqual({
      ndcg: { value: 0.5, interval: [0.4, 0.65], users: 2 },
      coverage: { value: 1 / 3, interval: null, users: null },
      rmse: { value: null, interval: null, users: null },
    });
  });

  it('leaves lists to their own files', () => {
    const lists = { indptr: Uint32Array.of(0, 1), items: Uint16Array.of(3) };
    expect(JSON.parse(reportOf({ ...run, userIds: ['a'], relevant: lists }))).toEqual(report);
  });

  it('has everyone’s values and the pairs where they are asked for', () => {
    const pair = { a: 0, b: 1, mean: 0.1, interval: [0, 0.2], people: 2, p: 0.5, corrected: 0.5, wilcoxon: 1 } as const;
    const pairs = { ndcg: [{ ...pair, effect: 0.2, rankBiserial: 0 }] };
    const full = JSON.parse(reportOf({ ...run, userIds: ['a', 'b', 'c'] }, { perUser: true, pairs }));
    expect(full).toMatchObject({ people: ['a', 'b', 'c'], pairs });
    expect(full.outcomes[0].metrics.ndcg.perUser).toEqual([0.25, null, 0.75]);
    expect(full.outcomes[0].metrics.coverage.perUser).toBeNull();
  });

  it('keeps protocol, sizes, times and errors', () => {
    expect(report).toMatchObject({
      id: run.id,
      createdAt: '1970-01-02T00:00:00.000Z',
      dataset: run.dataset,
      protocol: run.protocol,
      users: 3,
      usersWithoutTest: 4,
    });
    expect(report.outcomes[0]).toMatchObject({ fitSeconds: 1.234, scoreSeconds: 0.056, error: null });
    expect(report.outcomes[1].error).toBe('Expected texts; got none.');
  });
});
