import type { LabApi } from '../rpc/lab-api.ts';
import { epochKey } from '../rpc/epoch-key.ts';
import type { ModelSummary, Store } from '../storage/store.ts';
import type { Column } from './columns.svelte.ts';
import type { Learned, LearningDesk } from './trainer.svelte.ts';

export interface LearningParts {
  readonly store: Store;
  readonly training: LabApi;
  readonly inference: LabApi;
  /** Every model is fitted with this seed. */
  readonly seed: number;
  /** Of the open data set. */
  readonly dataset: () => string;
  readonly keyOf: (column: Column) => string;
}

/** Trains in one worker, asks in the other; what passes between them lies in the store. */
export function learningDesk({ store, training, inference, seed, dataset, keyOf }: LearningParts): LearningDesk {
  const among = async (list: Promise<ModelSummary[]>, key: string) => (await list).find((model) => model.key === key);

  async function opened(
    model: string,
    { fitSeconds, epochs = [] }: ModelSummary,
    isFinished: boolean,
  ): Promise<Learned> {
    await inference.openModel(model);
    return { model, fitSeconds, epochs, isFinished };
  }

  return {
    async find(column) {
      const key = keyOf(column);
      const finished = await among(store.models.list(dataset()), key);
      if (finished) return opened(key, finished, true);
      const begun = await among(store.checkpoints.list(dataset()), key);
      return begun ? opened(epochKey(key, begun.epochs!.length), begun, false) : null;
    },
    async train(column, signal, report) {
      const model = await training.fit(dataset(), column.selection, seed, signal, report);
      return opened(model.key, model, true);
    },
    async openEpoch(column, epoch) {
      const model = epochKey(keyOf(column), epoch);
      await inference.openModel(model);
      return model;
    },
    close: (model) => void inference.closeModel(model),
    forget: (column) => store.checkpoints.delete(keyOf(column)),
  };
}
