import { describe, expect, it } from 'vitest';
import { keepLists } from '../../../src/core/experiments/kept-lists.ts';
import { latexTable } from '../../../src/core/experiments/latex.ts';
import type { Run } from '../../../src/core/experiments/protocol.ts';
import { readTrecRun, trecQrels, trecRun } from '../../../src/core/experiments/trec.ts';

const ids = ['i 0', 'i1', 'i#2'];
const lists = keepLists([Uint32Array.of(2, 0), new Uint32Array(0), Uint32Array.of(1)], 3);

describe('TREC files', () => {
  it('have a line per place, with scores that only say the order', () => {
    expect(trecRun(lists, ['anna', 'ben', 'anna'], ids, 'item kNN')).toBe(
      'anna Q0 i%232 1 2 item%20kNN\nanna Q0 i%200 2 1 item%20kNN\nanna#2 Q0 i1 1 1 item%20kNN\n',
    );
    expect(trecQrels(lists, ['anna', 'ben', 'carl'], ids)).toBe('anna 0 i%232 1\nanna 0 i%200 1\ncarl 0 i1 1\n');
  });

  it('are read by score, then by rank, whatever the order of the lines', () => {
    const { tag, lists: read } = readTrecRun(
      'q1 Q0 b 2 0.5 other\nq1 Q0 a 1 0.5 other\n\nq1 Q0 c 3 .9 other\nq2\tQ0 a 1 1e2 other\r\n',
    );
    expect(tag).toBe('other');
    expect(Object.fromEntries(read)).toEqual({ q1: ['c', 'a', 'b'], q2: ['a'] });
    expect(() => readTrecRun('q1 Q0 a 1 .5 x\nq1 a')).toThrow(
      /Expected "query Q0 item rank score tag" in line 2; got "q1 a"/,
    );
    expect(() => readTrecRun('q1 Q0 a 1 high x')).toThrow(expect.objectContaining({ name: 'ImportError' }));
  });

  it('survive being written and read', () => {
    const { lists: read } = readTrecRun(trecRun(lists, ['anna', 'ben', 'carl'], ids, 'x'));
    expect(read.get('anna')).toEqual(['i%232', 'i%200']);
  });
});

describe('a LaTeX table', () => {
  const outcome = (label: string, value: number, interval: [number, number] | null) => ({
    recommender: { id: label, params: {} },
    label,
    results: [
      { metric: 'ndcg', value, interval, perUser: null },
      { metric: 'rmse', value: NaN, interval: null, perUser: null },
    ],
    fitSeconds: 0,
    scoreSeconds: 0,
    error: null,
  });
  const run: Run = {
    id: 'r',
    createdAt: 0,
    dataset: { id: 'd', name: 'D', hash: 'h' },
    protocol: { split: { id: 'holdout', params: {} }, metrics: ['ndcg', 'rmse'], k: 10, relevantFrom: 4, seed: 42 },
    users: Uint32Array.of(0, 1),
    usersWithoutTest: 0,
    outcomes: [outcome('A & B_1', 0.25, [0.2, 0.3]), outcome('C', 0.1, null)],
  };

  it('is bold where it is best, says how sure it is, and leaves out what nobody has', () => {
    const labels = [
      { id: 'ndcg', label: 'NDCG@10', direction: 'higher' as const },
      { id: 'rmse', label: 'RMSE', direction: 'lower' as const },
    ];
    expect(latexTable(run, ['A & B_1', 'C'], labels).split('\n')).toEqual([
      '% D, 2 people, split holdout, k = 10, seed 42',
      '\\begin{tabular}{lr}',
      '\\toprule',
      'Recommender & NDCG@10 \\\\',
      '\\midrule',
      'A \\& B\\_1 & \\textbf{0.250} $\\pm$ 0.050 \\\\',
      'C & 0.100 \\\\',
      '\\bottomrule',
      '\\end{tabular}',
      '',
    ]);
  });
});
