import type { Pair } from '../core/experiments/compare.ts';
import { comparable } from '../core/experiments/compare.ts';
import type { Run } from '../core/experiments/protocol.ts';
import type { InferenceApi } from '../rpc/lab-api.ts';

/** Who can be told apart from whom, worked out behind the page, once per run and metric. */
export class Certainty {
  #known = $state.raw<ReadonlyMap<string, readonly Pair[]>>(new Map());
  readonly #compare: InferenceApi['compare'];
  readonly #asked = new Map<string, Promise<readonly Pair[]>>();

  constructor(compare: InferenceApi['compare']) {
    this.#compare = compare;
  }

  /** Pairs count the columns of `comparable`; null until they are there. */
  of(run: Run, metric: string): readonly Pair[] | null {
    return this.#known.get(keyOf(run, metric)) ?? null;
  }

  /** Resolves to them; asked again, the answer is the first one. */
  ask(run: Run, metric: string): Promise<readonly Pair[]> {
    const key = keyOf(run, metric);
    const asked = this.#asked.get(key) ?? this.#settle(run, metric, key);
    this.#asked.set(key, asked);
    return asked;
  }

  async #settle(run: Run, metric: string, key: string): Promise<readonly Pair[]> {
    const { seed, resamples } = run.protocol;
    try {
      const columns = comparable(run, metric).map(({ perUser }) => perUser);
      const pairs = await this.#compare(columns, seed, new AbortController().signal, resamples);
      this.#known = new Map([...this.#known, [key, pairs]]);
      return pairs;
    } catch (error) {
      // A worker that died answers the next time somebody looks.
      this.#asked.delete(key);
      throw error;
    }
  }
}

const keyOf = ({ id, createdAt, outcomes }: Run, metric: string) =>
  [id, createdAt, ...outcomes.flatMap(({ elsewhere }) => elsewhere?.hash ?? []), metric].join(' ');
