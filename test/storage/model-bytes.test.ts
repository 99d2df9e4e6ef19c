import * as tf from '@tensorflow/tfjs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ModelFile } from '../../src/storage/model-file.ts';
import { readModel, writeModel } from '../../src/storage/model-bytes.ts';
import { modelFormats } from '../../src/storage/model-format.ts';
import { readSafetensors } from '../../src/storage/safetensors.ts';

const file: ModelFile = {
  record: {
    key: 'two-tower.1//seed=42/f00d',
    ...{ dataset: 'films', datasetHash: 'f00d', seed: 42, fitSeconds: 0.5, createdAt: 1.5 },
    recommender: { id: 'two-tower', params: { factors: 2 } },
    snapshot: {
      ...{ recommender: 'two-tower', version: 1, params: { factors: 2 }, numbers: { mean: 0.1 } },
      words: { terms: ['a', 'ä'] },
      arrays: {
        items: Float32Array.of(1, 2, 3, 4, 5, 6),
        exact: Float64Array.of(1 / 3, NaN, Infinity, 5e-324),
        indptr: Uint32Array.of(0, 2, 2 ** 32 - 1),
        bytes: Uint8Array.of(0, 255, 7),
        signed: Int32Array.of(-1),
        none: new Float32Array(0),
      },
    },
  },
  facts: {
    ...{ dataset: 'Films', users: 2, items: 3, interactions: 4, weights: { rating: 1 } },
    probes: [{ user: null, items: [2, 1], scores: [0.5, 0.25] }],
  },
};

describe.each(modelFormats)('a model as %s', (format) => {
  const bytes = writeModel(file, format);

  it('comes back to the last bit', () => {
    expect(readModel(bytes)).toEqual(file);
  });

  it.each([
    ['cut off', bytes.slice(0, bytes.length - 30)],
    ['another file', new TextEncoder().encode('title,year\nAlien,1979\n')],
    ['empty', new Uint8Array(0)],
  ])('is refused: %s', (_, damaged) => {
    expect(() => readModel(damaged, 'mine')).toThrow(
      expect.objectContaining({ name: 'ImportError', message: expect.stringMatching(/^mine: Expected/) }),
    );
  });
});

describe('safetensors', () => {
  const bytes = writeModel(file, 'safetensors');

  it('says to other programs what it is, with a row for each item', () => {
    const { tensors, metadata } = readSafetensors(bytes);
    expect(metadata).toMatchObject({ algorithm: 'two-tower', seed: '42', datasetHash: 'f00d' });
    expect(JSON.parse(metadata.parameters)).toEqual({ factors: 2 });
    expect(tensors.find(({ name }) => name === 'items')!.shape).toEqual([3, 2]);
  });

  it('lays numbers at multiples of eight', () => {
    expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
  });

  it('is refused where a number was changed', () => {
    const damaged = bytes.slice();
    damaged[damaged.length - 1] ^= 1;
    expect(() => readModel(damaged, 'mine')).toThrow(/checksum/);
  });
});

describe('TensorFlow.js weights', () => {
  it('are read by TensorFlow.js', () => {
    const files = unzipSync(writeModel(file, 'tfjs'));
    const { weightsManifest } = JSON.parse(new TextDecoder().decode(files['model.json']));
    const decoded = tf.io.decodeWeights(files['weights.bin'].slice().buffer, weightsManifest[0].weights);
    expect(decoded.items.shape).toEqual([3, 2]);
    expect([...decoded.items.dataSync()]).toEqual([1, 2, 3, 4, 5, 6]);
    tf.dispose(decoded);
  });
});
