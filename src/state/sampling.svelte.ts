import type { Outcome, Run } from '../core/experiments/protocol.ts';
import type { SampledFigures } from '../core/experiments/sampled-metrics.ts';
import { largestPool, sampledMetrics, sampleSizes } from '../core/experiments/sampled-metrics.ts';
import type { InferenceApi } from '../rpc/lab-api.ts';

/** What a run would have shown with sampled candidates, at every number of them. */
export interface Sampled {
  /** Ascending; the last is all. */
  readonly sizes: readonly number[];
  /** One per outcome of `placed`. */
  readonly figures: readonly SampledFigures[];
}

/** More names than that make no picture. */
const most = 24;

/** The outcomes that kept where relevant items stand, in the run's order; where they are many, those that do best among all. */
export function placed({ outcomes }: Run): Outcome[] {
  const all = outcomes.filter(({ details }) => details?.places);
  if (all.length <= most) return all;
  const valueOf = ({ results }: Outcome) =>
    results.find(({ metric }) => sampledMetrics.some((id) => id === metric))?.value ?? 0;
  const best = new Set([...all].sort((a, b) => valueOf(b) - valueOf(a)).slice(0, most));
  return all.filter((one) => best.has(one));
}

/** Worked out behind the page, once per run. */
export class Sampling {
  #known = $state.raw<ReadonlyMap<string, Sampled>>(new Map());
  readonly #compute: InferenceApi['sampled'];
  readonly #asked = new Set<string>();

  constructor(compute: InferenceApi['sampled']) {
    this.#compute = compute;
  }

  /** Null until it is there. */
  of(run: Run): Sampled | null {
    return this.#known.get(keyOf(run)) ?? null;
  }

  async ask(run: Run): Promise<void> {
    const key = keyOf(run);
    const places = placed(run).map(({ details }) => details!.places!);
    if (this.#asked.has(key) || places.length === 0) return;
    this.#asked.add(key);
    try {
      const { k, dialect, negatives } = run.protocol;
      const sizes = sampleSizes(Math.max(...places.map(largestPool)), negatives);
      const figures = await this.#compute({ places, sizes, k, dialect }, new AbortController().signal);
      this.#known = new Map([...this.#known, [key, { sizes, figures }]]);
    } catch (error) {
      // A worker that died answers the next time somebody looks.
      this.#asked.delete(key);
      throw error;
    }
  }
}

const keyOf = (run: Run) => `${run.id} ${run.createdAt} ${placed(run).length}`;
