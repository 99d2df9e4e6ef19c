import { describe, expect, it } from 'vitest';
import { dialectOf, dialects } from '../../src/core/dialects.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import { differing } from '../../src/ui/dialect-words.ts';

const all = metrics.all.map(({ id }) => id);
const accuracy = metrics.all.filter(({ kind }) => kind === 'accuracy').map(({ id }) => id);

describe('what a dialect changes, in words', () => {
  it('is said of every metric it touches, and of no other', () => {
    const touched = (id: string) => new Set(differing(dialectOf(id), all, accuracy).flatMap((one) => one.metrics));
    expect(touched('tastelab')).toEqual(new Set());
    expect(touched('recbole')).toEqual(new Set());
    expect(touched('lenskit')).toEqual(new Set(['precision', 'recall', 'f1', 'map', 'ndcg']));
    expect(touched('trec-eval')).toEqual(new Set(['map']));
    expect(touched('notebook')).toEqual(new Set(accuracy));
  });

  it('is said of metrics that are measured alone', () => {
    expect(differing(dialectOf('lenskit'), ['ndcg', 'mrr'], accuracy)).toEqual([
      {
        metrics: ['ndcg'],
        here: 'the first two places count the same',
        ours: 'each place counts less than the one before',
      },
    ]);
    expect(differing(dialectOf('trec-eval'), ['ndcg'], accuracy)).toEqual([]);
  });

  it('has different words for different definitions', () => {
    for (const dialect of dialects) {
      for (const { here, ours } of differing(dialect, all, accuracy)) expect(here).not.toBe(ours);
    }
  });
});
