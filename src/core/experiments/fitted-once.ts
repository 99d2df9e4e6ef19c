import type { ParamValues } from '../params.ts';
import { paramsThatAre } from '../params.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { FitEnv, FitRun, FittedModel, Recommender } from '../recommenders/recommender.ts';

/** A recommender that is not fitted again where only live values differ from the time before, on data of the same content. */
export class FittedOnce {
  readonly recommender: Recommender;
  readonly #origin: Recommender;
  #kept: { readonly fixed: string; readonly model: FittedModel } | null = null;

  constructor(origin: Recommender) {
    this.#origin = origin;
    this.recommender = { ...origin, fit: (train, params, env) => this.#fit(train, params, env) };
  }

  dispose(): void {
    this.#kept?.model.dispose?.();
    this.#kept = null;
  }

  async *#fit(train: TrainingSet, params: ParamValues, env: FitEnv): FitRun {
    const fixed = JSON.stringify(paramsThatAre(false, this.#origin.params, params));
    if (this.#kept?.fixed !== fixed) {
      this.dispose();
      this.#kept = { fixed, model: yield* this.#origin.fit(train, params, env) };
      return lent(this.#kept.model);
    }
    const { model } = this.#kept;
    if (!model.tune) return this.#origin.restore({ ...model.snapshot(), params }, train);
    model.tune(params);
    return lent(model);
  }
}

/** The same model, which whoever asks it cannot dispose of. */
function lent(model: FittedModel): FittedModel {
  return new Proxy(model, {
    get(target, key) {
      if (key === 'dispose') return undefined;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
    },
  });
}
