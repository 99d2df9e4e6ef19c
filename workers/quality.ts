import type { TrainingSet } from '../src/core/data/training-set.ts';
import { LabError } from '../src/core/errors.ts';
import { drive } from '../src/core/experiments/drive.ts';
import type { SimilarityQuality } from '../src/core/experiments/similarity-quality.ts';
import { similarityQuality } from '../src/core/experiments/similarity-quality.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import type { ModelStore } from '../src/storage/store.ts';
import { breathe } from './breathe.ts';

/**
 * The numbers of a stored model, with what it was stored with. A model of its own, so that thousands of lists push nobody's
 * answers out of the cache. Throws ParamError where there is no such model or it does not compare items.
 */
export async function qualityOf(
  models: ModelStore,
  key: string,
  train: TrainingSet,
  stop: AbortSignal,
): Promise<SimilarityQuality> {
  const record = await models.get(key);
  const recommender = record && recommenders.get(record.recommender.id);
  if (!recommender?.traits.includes('similar')) {
    throw new LabError(
      'ParamError',
      `Expected a fitted model that compares items; "${key}" is none. Ask one with the trait "similar".`,
    );
  }
  const model = recommender.restore(record!.snapshot, train);
  try {
    return await drive(similarityQuality(model, train), { stop, breathe });
  } finally {
    model.dispose?.();
  }
}
