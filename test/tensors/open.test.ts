import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensors } from '../../src/tensors/load-node.ts';
import type { OpenTensors } from '../../src/tensors/open.ts';
import { behavesLikeTensors } from './behavior.ts';

describe.each(['cpu', 'wasm'] as const)('tensors on %s', (backend) => {
  let tensors: OpenTensors;
  beforeAll(async () => void (tensors = await loadTensors(backend)));
  afterAll(() => tensors.close());

  behavesLikeTensors(() => tensors);

  it('say what they run on', () => {
    expect(tensors.info()).toMatchObject({ backend, renderer: '', precision: 32 });
  });
});

describe('opening', () => {
  it('says so where there is no such device', async () => {
    await expect(loadTensors('webgl')).rejects.toMatchObject({ name: 'BackendError' });
  });

  it('opens again what was closed', async () => {
    (await loadTensors('cpu')).close();
    const again = await loadTensors('cpu');
    expect(again.tf.getBackend()).toBe('cpu');
    again.close();
  });
});
