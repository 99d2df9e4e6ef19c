import type { TrainingSet } from '../src/core/data/training-set.ts';
import type { ParamValues } from '../src/core/params.ts';
import type { FittedModel, Recommender } from '../src/core/recommenders/recommender.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import type { ModelRecord } from '../src/storage/store.ts';

/** A few columns may show one model with different live values. */
const versionsKept = 4;

/** A stored model with any live values: tuned where it can be, else restored with them. Nothing is fitted. */
export class RestoredModel {
  readonly recommender: Recommender;
  readonly #record: ModelRecord;
  readonly #train: TrainingSet;
  /** By their live values, least recently used first. Those that can be tuned need only one. */
  readonly #versions = new Map<string, FittedModel>();

  /** Throws SnapshotVersionError where the model was stored by another version. */
  constructor(record: ModelRecord, train: TrainingSet) {
    this.recommender = recommenders.get(record.recommender.id);
    this.#record = record;
    this.#train = train;
    this.#versions.set('', this.#restore({}));
  }

  /** Ask it at once: where it is tuned, the next call may tune it otherwise. */
  with(live: ParamValues | null): FittedModel {
    const spelled = live ? JSON.stringify(live) : '';
    const [[oldest, model]] = this.#versions;
    const known = this.#versions.get(spelled);
    if (known) {
      this.#versions.delete(spelled);
      this.#versions.set(spelled, known);
      return known;
    }
    if (model.tune) {
      model.tune({ ...this.#record.snapshot.params, ...live });
      this.#versions.delete(oldest);
      this.#versions.set(spelled, model);
      return model;
    }
    if (this.#versions.size === versionsKept) {
      model.dispose?.();
      this.#versions.delete(oldest);
    }
    const restored = this.#restore(live ?? {});
    this.#versions.set(spelled, restored);
    return restored;
  }

  dispose(): void {
    for (const model of this.#versions.values()) model.dispose?.();
  }

  #restore(live: ParamValues): FittedModel {
    const { snapshot } = this.#record;
    return this.recommender.restore({ ...snapshot, params: { ...snapshot.params, ...live } }, this.#train);
  }
}
