import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import type { TrainingSet } from '../../src/core/data/training-set.ts';
import { isError } from '../../src/core/errors.ts';
import { powerLaw } from '../../src/core/generators/power-law.ts';
import type { ParamValues } from '../../src/core/params.ts';
import { checkParams } from '../../src/core/params.ts';
import type { Recommender } from '../../src/core/recommenders/recommender.ts';
import { createRng } from '../../src/core/rng.ts';
import type { TensorBackend } from '../../src/core/tensors.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { loadTensors } from '../../src/tensors/load.ts';
import type { OpenTensors } from '../../src/tensors/open.ts';
import { networks } from '../fixtures/networks.ts';
import type { Bench, BenchContext } from './bench.ts';
import { median } from './bench.ts';

const backends: readonly TensorBackend[] = ['webgl', 'wasm', 'cpu'];
/** Milliseconds given to each network on each backend, and steps at most. */
const patience = 3000;
const most = 40;

/** Steps of every network, with its defaults, on every backend there is, at the size of the film club. */
export const bench: Bench = {
  name: 'training: steps of networks, 2,000 people, 1,415 items, 178,000 ratings',
  run: (context) => stepsOf(communityOf({ users: 2000, items: 1415, events: 178_000 }), context),
};

/** Ratings by chance: what they say makes no step longer or shorter. */
export function communityOf(size: ParamValues): TrainingSet {
  const dataset = powerLaw.generate(size, 1, null);
  const rng = createRng(7);
  const value = Float32Array.from(dataset.interactions.value, () => 1 + rng.int(5));
  return buildTrainingSet({
    ...dataset,
    feedback: 'explicit',
    ratingScale: { min: 1, max: 5, step: 1 },
    kinds: [{ id: 'rating', weight: 1, rated: true }],
    interactions: { ...dataset.interactions, value },
  });
}

export async function stepsOf(train: TrainingSet, { row }: BenchContext): Promise<void> {
  for (const backend of backends) {
    const tensors = await opened(backend);
    if (!tensors) continue;
    try {
      for (const network of networks) {
        const { first, steps, examples } = await timed(network, train, tensors);
        const steady = median(steps);
        row({
          name: `${network.id}, ${backend}`,
          median: steady,
          unit: 'ms',
          quality: `first step ${first.toFixed(0)} ms, ${Math.round((1000 * examples) / steady)} examples a second`,
        });
      }
    } finally {
      tensors.close();
    }
  }
}

/** Null where the machine has no such backend, or only pretends to. */
async function opened(backend: TensorBackend): Promise<OpenTensors | null> {
  try {
    const tensors = await loadTensors(backend);
    if (!/swiftshader|llvmpipe/i.test(tensors.info().renderer)) return tensors;
    tensors.close();
  } catch (error) {
    if (!isError(error, 'BackendError')) throw error;
  }
  return null;
}

/** Steps end when what they computed can be read; examples of one step. */
async function timed(network: Recommender, train: TrainingSet, tensors: OpenTensors) {
  const kernels = await createKernels({ threads: 1 });
  const env = { rng: createRng(1), kernels, tensors: async () => tensors };
  const run = network.fit(train, checkParams(network.params, {}, network.id), env);
  const moments: number[] = [];
  let examples = 0;
  try {
    for (let before = NaN; moments.length <= most && !(moments.at(-1)! - moments[0] > patience);) {
      const { done, value } = await run.next();
      if (done || value.epoch) break;
      if (value.examples !== undefined) {
        // On a graphics device a step has only been asked for until something is read.
        const probe = tensors.tf.scalar(0);
        await tensors.read(probe);
        probe.dispose();
        examples = value.examples / (moments.length || 1);
      }
      if (value.examples !== undefined || Number.isNaN(before)) moments.push(performance.now());
      before = moments.at(-1)!;
    }
  } finally {
    await run.return(undefined as never);
  }
  const steps = moments.slice(1).map((moment, at) => moment - moments[at]);
  return { first: steps[0], steps: steps.slice(1), examples };
}
