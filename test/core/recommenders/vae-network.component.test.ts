/** Batches of an odd number of people: WebGL packs rows in pairs, and the half that is left must not be learned from. */
import { describe, expect, it } from 'vitest';
import { startOfVae, vaeNetwork } from '../../../src/core/recommenders/vae-network.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { TensorBackend } from '../../../src/core/tensors.ts';
import { loadTensors } from '../../../src/tensors/load.ts';
import { rowsOf } from '../../fixtures/rows.ts';

const likes = rowsOf(
  Array.from({ length: 5 }, (_, person) => Array.from({ length: 60 }, (_, item) => Number((item * person) % 7 < 3))),
);

/** Losses and weights after a few steps. */
async function learned(backend: TensorBackend, size: number): Promise<number[]> {
  const tensors = await loadTensors(backend);
  const choices = { factors: 3, hidden: 0, learningRate: 0.01, regularization: 0.01, balance: 0.5 };
  const network = vaeNetwork(tensors, likes, startOfVae(likes, choices, createRng(1)), choices);
  const people = Uint32Array.from({ length: size }, (_, person) => person);
  const chance = { rng: createRng(2), dropout: 0.5 };
  const found: number[] = [];
  for (let step = 0; step < 4; step++) {
    const loss = network.optimizer.step(() => network.loss(people, size, chance, 0.5));
    found.push(...(await tensors.read(loss)));
    loss.dispose();
  }
  for (const parameter of Object.values(network.parameters)) found.push(...(await tensors.read(parameter)));
  network.dispose();
  tensors.close();
  return found;
}

describe.each([3, 5])('a batch of %i people', (size) => {
  it('is learned from on WebGL as in plain JavaScript', async () => {
    const [device, plain] = [await learned('webgl', size), await learned('cpu', size)];
    expect(device).toHaveLength(plain.length);
    device.forEach((value, at) => expect(Math.abs(value - plain[at])).toBeLessThan(1e-4));
  });
});
