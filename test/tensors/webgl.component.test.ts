import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadTensors } from '../../src/tensors/load.ts';
import type { OpenTensors } from '../../src/tensors/open.ts';
import { behavesLikeTensors, opensAgain } from './behavior.ts';

describe.each(['webgl', 'wasm'] as const)('tensors on %s in a browser', (backend) => {
  let tensors: OpenTensors;
  beforeAll(async () => void (tensors = await loadTensors(backend)));
  afterAll(() => tensors.close());

  behavesLikeTensors(() => tensors);

  it('say what they run on', () => {
    expect(tensors.info()).toMatchObject({ backend, precision: 32 });
  });
});

describe.each(['webgl', 'wasm'] as const)('%s in a browser', (backend) => {
  opensAgain(() => loadTensors(backend));
});

describe('a lost WebGL context', () => {
  it('rejects what is being read and what is read later, and can be opened anew', async () => {
    const tensors = await loadTensors('webgl');
    const { tf } = tensors;
    const table = tf.ones([64, 64]);
    const gl = (tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu.gl;
    gl.getExtension('WEBGL_lose_context')!.loseContext();
    await expect(tensors.lost).rejects.toMatchObject({ name: 'BackendError' });
    await expect(tensors.read(table)).rejects.toMatchObject({ name: 'BackendError' });
    tensors.close();

    const again = await loadTensors('webgl');
    const sum = again.tf.tidy(() => again.tf.sum(again.tf.ones([8, 8])));
    expect([...(await again.read(sum))]).toEqual([64]);
    again.close();
  });
});
