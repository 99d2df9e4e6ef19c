import { describe, expect, it } from 'vitest';
import type { ModelFile } from '../../src/storage/model-file.ts';
import { readModelFile, writeModelFile } from '../../src/storage/model-file.ts';

const file: ModelFile = {
  record: {
    ...{ key: 'item-cf.1//seed=42/f00d', dataset: 'shop', datasetHash: 'f00d', seed: 42, fitSeconds: 0.5, createdAt: 1.5 },
    recommender: { id: 'item-cf', params: { least: 5, fill: true } },
    snapshot: {
      ...{ recommender: 'item-cf', version: 1, params: { least: 5 }, numbers: { mean: 0.1 }, words: { terms: ['a', 'ä'] } },
      arrays: {
        indptr: Uint32Array.of(0, 2, 2),
        values: Float64Array.of(1 / 3, NaN, Infinity, -0, 5e-324),
        narrow: Float32Array.of(0.1, -1e30),
        bytes: Uint8Array.of(0, 255),
        signed: Int32Array.of(-1),
      },
    },
  },
  facts: {
    ...{ dataset: 'Shop', users: 2, items: 3, interactions: 4, weights: { purchase: 1, view: 0.3 } },
    probes: [{ user: null, items: [2, 1], scores: [0.5, 0.25] }],
  },
}; // prettier-ignore
const text = writeModelFile(file);

describe('a model file', () => {
  it('brings a model back to the last bit', () => {
    expect(readModelFile(text)).toEqual(file);
    expect(Object.is((readModelFile(text).record.snapshot.arrays.values as Float64Array)[3], -0)).toBe(true);
  });

  it('says at its beginning what it is', () => {
    expect(text).toMatch(/^\{"format":"tastelab-model","version":1,"checksum":"[0-9a-f]{16}","model":/);
  });

  it('may be laid out otherwise', () => {
    expect(readModelFile(JSON.stringify(JSON.parse(text), null, 2))).toEqual(file);
  });

  it.each([
    ['cut off', text.slice(0, -20), 'no JSON'],
    ['another file', '{"rows":[]}', 'another file'],
    ['no object', 'null', 'another file'],
    ['a later version', text.replace('"version":1', '"version":2'), 'version 1'],
    ['one digit changed', text.replace('0.25', '0.26'), 'checksum'],
    ['without a model', text.replace(/"model":.*/s, '"model":null}'), 'checksum'],
  ])('is refused: %s', (_, damaged, message) => {
    expect(() => readModelFile(damaged, 'mine.json')).toThrow(
      expect.objectContaining({ name: 'ImportError', message: expect.stringMatching(`^mine\\.json: .*${message}`) }),
    );
  });
});
