import { describe, expect, it } from 'vitest';
import type { EvaluateProgress } from '../../src/core/experiments/protocol.ts';
import type { EpochReport } from '../../src/core/recommenders/recommender.ts';
import type { Losses } from '../../src/state/losses.ts';
import { withLoss } from '../../src/state/losses.ts';

const epochAt = (epoch: number): EpochReport => ({
  epoch,
  epochs: 9,
  loss: 1 / epoch,
  validation: 0.1 * epoch,
  measure: 'ndcg@10',
  best: epoch,
});
const said = (recommender: string, more: Partial<EvaluateProgress> = {}): EvaluateProgress => ({
  recommender,
  phase: 'fit',
  done: 0.1,
  ...more,
});
const after = (...reports: EvaluateProgress[]) => reports.reduce<Losses | null>(withLoss, null)!;

describe('losses heard while an evaluation runs', () => {
  it('are those of whole epochs where a network tells of them, and not of its batches', () => {
    const { epochs } = after(
      said('net', { loss: 3 }),
      said('net', { loss: 1, epoch: epochAt(1) }),
      said('net', { loss: 0.7 }),
      said('net', { epoch: epochAt(2) }),
      said('net'),
    );
    expect(epochs).toEqual([epochAt(1), epochAt(2)]);
  });

  it('are one for each report of those without epochs', () => {
    const { epochs } = after(said('bpr', { loss: 0.7 }), said('bpr'), said('bpr', { loss: 0.5 }));
    expect(epochs.map(({ epoch, loss }) => [epoch, loss])).toEqual([
      [1, 0.7],
      [2, 0.5],
    ]);
  });

  it('begin anew with the next recommender, and with the next fold', () => {
    expect(after(said('net', { epoch: epochAt(1) }), said('als')).epochs).toEqual([]);
    const folds = after(
      said('net', { epoch: epochAt(1) }),
      said('net', { epoch: epochAt(2) }),
      said('net', { epoch: epochAt(1) }),
    );
    expect(folds.epochs).toEqual([epochAt(1)]);
  });
});
