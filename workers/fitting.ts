import { drive } from '../src/core/experiments/drive.ts';
import type {
  Checkpoint,
  EpochReport,
  FitProgress,
  FitRun,
  FittedModel,
  Recommender,
} from '../src/core/recommenders/recommender.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import { createRng } from '../src/core/rng.ts';
import type { Tensors } from '../src/core/tensors.ts';
import type { Report } from '../src/rpc/lab-api.ts';
import type { ModelSummary } from '../src/storage/store.ts';
import { breathe } from './breathe.ts';
import type { Lab } from './lab.ts';

/** What is to be fitted, as its model will be kept. */
export interface FitJob extends Omit<ModelSummary, 'fitSeconds' | 'epochs' | 'createdAt'> {
  readonly fitter: Recommender;
  readonly train: TrainingSet;
}

/** A device that is lost this often takes the job with it. */
const mostLosses = 4;

/**
 * Fits, keeping a checkpoint at the end of each epoch and going on from the one there is. Where the tensors' device is lost
 * it goes on from the last checkpoint on the next one. Stopped or failed, the checkpoint stays; the model and the seconds
 * of all its epochs come back. Throws AbortError.
 */
export async function fitKept(
  { store, kernels, tensors }: Lab,
  job: FitJob,
  signal: AbortSignal,
  report: Report<FitProgress>,
): Promise<{ readonly model: FittedModel } & Pick<ModelSummary, 'fitSeconds' | 'epochs'>> {
  const { fitter, train, ...header } = job;
  let used: Tensors | null = null;
  const source = async () => (used = await tensors());
  for (let losses = 0; ; losses++) {
    const kept = await store.checkpoints.get(job.key);
    const from = performance.now();
    const epochs = [...(kept?.epochs ?? [])];
    const seconds = () => (kept?.fitSeconds ?? 0) + (performance.now() - from) / 1000;
    const run = fitter.fit(train, job.recommender.params, {
      rng: createRng(job.seed),
      kernels,
      tensors: source,
      ...(kept && { resume: kept.checkpoint }),
    });
    const keeping = keepCheckpoints(run, async (epoch, checkpoint) => {
      epochs.push(epoch);
      const summary = { ...header, fitSeconds: seconds(), epochs: [...epochs], createdAt: Date.now() / 1000 };
      await store.checkpoints.put({ ...summary, checkpoint });
    });
    try {
      const model = await drive(keeping, { stop: signal, report, breathe });
      return { model, fitSeconds: seconds(), ...(epochs.length > 0 && { epochs }) };
    } catch (error) {
      if (!(used as Tensors | null)?.isLost() || losses + 1 === mostLosses) throw error;
      used = null;
    }
  }
}

type Keep = (epoch: EpochReport, checkpoint: Checkpoint) => Promise<void>;

/** A progress that is passed on has been kept, and says no more how to. */
async function* keepCheckpoints(run: FitRun, keep: Keep): AsyncGenerator<FitProgress, FittedModel, void> {
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await run.next();
      if (done) {
        ended = true;
        return value;
      }
      const { checkpoint, ...progress } = value;
      if (progress.epoch && checkpoint) await keep(progress.epoch, await checkpoint());
      yield progress;
    }
  } finally {
    if (!ended) await run.return(undefined as never);
  }
}

/** Of the model at hand; the first is not counted, since it may compile programs for the device. */
const trialSteps = 2;

/** Milliseconds of a step of this job on these tensors, with nothing left behind. */
export async function timeStep({ kernels }: Lab, job: FitJob, tensors: Tensors, signal: AbortSignal): Promise<number> {
  const { fitter, train, recommender, seed } = job;
  const env = { rng: createRng(seed), kernels, tensors: async () => tensors };
  const run = fitter.fit(train, recommender.params, env);
  const moments: number[] = [];
  try {
    while (moments.length < trialSteps && !signal.aborted) {
      const { done, value } = await run.next();
      if (done) break;
      if (value.examples) moments.push(performance.now());
      await breathe();
    }
  } finally {
    await run.return(undefined as never);
  }
  return moments.length < trialSteps ? Infinity : moments[trialSteps - 1] - moments[0];
}
