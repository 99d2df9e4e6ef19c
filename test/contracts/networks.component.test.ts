/** What every network promises on every backend a browser has, whichever network it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import { drive } from '../../src/core/experiments/drive.ts';
import type { Checkpoint, EpochReport, FitEnv, FittedModel } from '../../src/core/recommenders/recommender.ts';
import { createRng } from '../../src/core/rng.ts';
import type { TensorBackend } from '../../src/core/tensors.ts';
import { loadTensors } from '../../src/tensors/load.ts';
import type { OpenTensors } from '../../src/tensors/open.ts';
import { answersOf, networks, smallest, stages, until } from '../fixtures/networks.ts';
import { parity } from '../fixtures/parity.ts';
import { plainKernels } from '../kernels/plain-kernels.ts';

const train = buildTrainingSet(parity('explicit').dataset);
const backends: readonly TensorBackend[] = ['webgl', 'wasm', 'cpu'];

interface Learned {
  readonly epochs: readonly EpochReport[];
  readonly checkpoint: Checkpoint;
  readonly model: FittedModel;
  readonly answers: Float64Array;
}

/** What was learned where, to be compared. */
const learned = new Map<string, Learned>();

describe.each(backends)('on %s', (backend) => {
  let tensors: OpenTensors;
  beforeAll(async () => void (tensors = await loadTensors(backend)));
  afterAll(() => tensors.close());
  const env = (): FitEnv => ({ rng: createRng(1), kernels: plainKernels, tensors: async () => tensors });

  describe.each(networks.map((network) => ({ id: network.id, network })))('$id', ({ id, network }) => {
    it('learns, and leaves no tensor behind', async () => {
      const before = tensors.usage();
      const epochs: EpochReport[] = [];
      let first: Checkpoint | undefined;
      const run = network.fit(train, smallest(network), env());
      for (;;) {
        const { done, value } = await run.next();
        if (done) {
          learned.set(`${id} on ${backend}`, {
            ...{ epochs, checkpoint: first!, model: value, answers: await answersOf(value, train) },
          });
          break;
        }
        if (value.epoch) epochs.push(value.epoch);
        first ??= await value.checkpoint?.();
      }
      expect(epochs).toHaveLength(2);
      for (const { loss } of epochs) expect(loss).toBeGreaterThan(0);
      expect(tensors.usage()).toEqual(before);
    });

    it.each(stages)('leaves no tensor behind when it is stopped %s', async (stage) => {
      const before = tensors.usage();
      const run = network.fit(train, smallest(network), env());
      expect(await until(run, stage)).not.toBeNull();
      await run.return(undefined as never);
      expect(tensors.usage()).toEqual(before);
    });

    it('goes on from a checkpoint as if it had never stopped', async () => {
      const { checkpoint, model } = learned.get(`${id} on ${backend}`)!;
      const before = tensors.usage();
      const resumed = await drive(network.fit(train, smallest(network), { ...env(), resume: checkpoint }));
      expect(resumed.snapshot()).toEqual(model.snapshot());
      expect(tensors.usage()).toEqual(before);
    });

    it.skipIf(backend === 'webgl')('learns the same as on WebGL', () => {
      const [here, there] = [backend, 'webgl'].map((name) => learned.get(`${id} on ${name}`)!);
      here.epochs.forEach(({ loss, validation }, at) => {
        expect(relative(loss, there.epochs[at].loss)).toBeLessThan(1e-4);
        expect(relative(validation, there.epochs[at].validation)).toBeLessThan(1e-4);
      });
      const largest = Math.max(...there.answers.map(Math.abs).filter((score) => score < Infinity));
      here.answers.forEach((score, at) => {
        expect(Number.isNaN(score)).toBe(Number.isNaN(there.answers[at]));
        if (!Number.isNaN(score)) expect(Math.abs(score - there.answers[at]) / largest).toBeLessThan(1e-4);
      });
    });
  });
});

const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(Math.abs(b), Number.MIN_VALUE);
