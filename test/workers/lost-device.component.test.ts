/** Graphics devices that are lost, refused or too weak, met by the desk that training gets its tensors from. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import { drive } from '../../src/core/experiments/drive.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';
import type { EpochReport } from '../../src/core/recommenders/recommender.ts';
import { createRng } from '../../src/core/rng.ts';
import type { TensorBackend } from '../../src/core/tensors.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { loadTensors } from '../../src/tensors/load.ts';
import type { OpenTensors } from '../../src/tensors/open.ts';
import { TensorDesk } from '../../workers/tensors.ts';
import { training } from '../../workers/training.ts';
import type { Stage } from '../fixtures/networks.ts';
import { smallest, stageOf, stages } from '../fixtures/networks.ts';
import { parity } from '../fixtures/parity.ts';
import { plainKernels } from '../kernels/plain-kernels.ts';

const { dataset } = parity('explicit');
const never = new AbortController().signal;
const network = recommenders.get('mf-adam');
const selection = { id: network.id, params: smallest(network) };

let store: Store;
let desk: TensorDesk;
/** What was opened, in order; the last is in use. */
let opened: OpenTensors[];
/** Called with every tensor that is about to be read. */
let beforeReading: () => void;

async function prepare(backend: TensorBackend) {
  store = memoryStore();
  await store.datasets.put(dataset);
  opened = [];
  beforeReading = () => {};
  desk = new TensorDesk(store.settings, async (backend) => {
    const tensors = await loadTensors(backend);
    const read: OpenTensors['read'] = (tensor) => {
      const values = tensors.read(tensor);
      beforeReading();
      return values;
    };
    opened.push({ ...tensors, read });
    return opened.at(-1)!;
  });
  await desk.choose(backend);
}
beforeEach(() => prepare('webgl'));
afterEach(() => {
  vi.restoreAllMocks();
  opened.at(-1)?.close();
});

function loseDevice(): void {
  const { tf } = opened.at(-1)!;
  const { gl } = (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu;
  gl.getExtension('WEBGL_lose_context')!.loseContext();
}

const backends = () => opened.map(({ backend }) => backend);

/** Trains to the end, losing the device at a stage, that often. */
async function train(at: { readonly stage: Stage | null; readonly times: number }) {
  const compute = { backend: 'wasm', threads: 1, simd: 'baseline', isolated: false } as const;
  const lab = { store, kernels: plainKernels, tensors: desk.source, compute, base: 'http://lab.test/' };
  const epochs: EpochReport[] = [];
  let losses = 0;
  let steps = 0;
  await training(lab, desk).fit(dataset.id, selection, 1, never, (progress) => {
    if (progress.epoch) epochs.push(progress.epoch);
    const stage = stageOf(progress, steps);
    if (progress.examples !== undefined) steps++;
    if (stage !== at.stage || losses === at.times) return;
    losses++;
    steps = 0;
    loseDevice();
  });
  return epochs;
}

/** What comes of it where nothing is lost. */
let whole: readonly EpochReport[];
beforeAll(async () => {
  await prepare('wasm');
  whole = await train({ stage: null, times: 0 });
  opened.at(-1)!.close();
});

function expectWhole(epochs: readonly EpochReport[]): void {
  expect(epochs.map(({ epoch }) => epoch)).toEqual(whole.map(({ epoch }) => epoch));
  epochs.forEach(({ loss }, at) => expect(loss).toBeCloseTo(whole[at].loss, 4));
}

describe('a context lost', () => {
  it.each(stages)('%s is opened anew', async (stage) => {
    expectWhole(await train({ stage, times: 1 }));
    expect(backends()).toEqual(['webgl', 'webgl']);
    expect(opened.at(-1)!.usage()).toEqual({ tensors: 0, bytes: 0 });
  });

  it('while numbers are read back is opened anew', async () => {
    let isLost = false;
    beforeReading = () => {
      if (isLost) return;
      isLost = true;
      loseDevice();
    };
    expectWhole(await train({ stage: null, times: 0 }));
    expect(backends()).toEqual(['webgl', 'webgl']);
  });

  it('twice makes room for the next backend', async () => {
    expectWhole(await train({ stage: 'between steps', times: 2 }));
    expect(backends()).toEqual(['webgl', 'webgl', 'wasm']);
  });

  it('where nobody opens it anew, ends in an error that says so', async () => {
    const tensors = await desk.source();
    const env = { rng: createRng(1), kernels: plainKernels, tensors: async () => tensors };
    const run = network.fit(buildTrainingSet(dataset), selection.params, env);
    await run.next();
    await run.next();
    loseDevice();
    await expect(drive(run)).rejects.toMatchObject({ name: 'BackendError' });
  });
});

describe('a device that will not do', () => {
  const trained = async (expected: TensorBackend) => {
    expectWhole(await train({ stage: null, times: 0 }));
    expect((await desk.report()).open?.backend).toBe(expected);
  };

  it('has no WebGL', async () => {
    vi.spyOn(OffscreenCanvas.prototype, 'getContext').mockReturnValue(null);
    await expect(loadTensors('webgl')).rejects.toMatchObject({ name: 'BackendError' });
    await trained('wasm');
  });

  it('draws floats of 16 bits only', async () => {
    vi.spyOn(WebGL2RenderingContext.prototype, 'getExtension').mockReturnValue(null);
    await expect(loadTensors('webgl')).rejects.toThrow(/16 bits, too few for training/);
    await trained('wasm');
  });
});
