import type { EvaluateProgress } from '../core/experiments/protocol.ts';
import type { EpochReport } from '../core/recommenders/recommender.ts';

/** How the recommender of the moment has been learning, for a curve. */
export interface Losses {
  readonly recommender: string;
  /** Epochs as reported; of those that tell of no epochs, one for every loss heard. */
  readonly epochs: readonly EpochReport[];
  readonly inEpochs: boolean;
}

/** With one more report. Another recommender, or another fold of the same, begins anew. */
export function withLoss(before: Losses | null, { recommender, epoch, loss }: EvaluateProgress): Losses {
  const so = before?.recommender === recommender ? before : { recommender, epochs: [], inEpochs: false };
  if (epoch) {
    const goesOn = so.inEpochs && (so.epochs.at(-1)?.epoch ?? 0) < epoch.epoch;
    return { recommender, epochs: [...(goesOn ? so.epochs : []), epoch], inEpochs: true };
  }
  if (loss === undefined || so.inEpochs) return so;
  const at = so.epochs.length + 1;
  const heard: EpochReport = { epoch: at, epochs: at, loss, validation: NaN, measure: 'rmse', best: at };
  return { ...so, epochs: [...so.epochs, heard] };
}
