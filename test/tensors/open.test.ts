import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensors } from '../../src/tensors/load-node.ts';
import type { OpenTensors } from '../../src/tensors/open.ts';
import { behavesLikeTensors, opensAgain } from './behavior.ts';

describe.each(['cpu', 'wasm'] as const)('tensors on %s', (backend) => {
  let tensors: OpenTensors;
  beforeAll(async () => void (tensors = await loadTensors(backend)));
  afterAll(() => tensors.close());

  behavesLikeTensors(() => tensors);

  it('say what they run on', () => {
    expect(tensors.info()).toMatchObject({ backend, renderer: '', precision: 32 });
  });
});

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  opensAgain(() => loadTensors(backend));
});

describe('opening', () => {
  it('says so where there is no such device', async () => {
    await expect(loadTensors('webgl')).rejects.toMatchObject({ name: 'BackendError' });
  });
});
