/**
 * The ways to write a model file: JSON for reading, safetensors for other programs, or weights as TensorFlow.js keeps them.
 * All hold the same and come back to the last bit.
 */
import { LabError } from '../core/errors.ts';
import { crc32 } from '../core/importers/crc32.ts';
import type { SnapshotArray } from '../core/recommenders/recommender.ts';
import type { ModelFormat } from './model-format.ts';
import type { ModelFile } from './model-file.ts';
import { readModelFile, writeModelFile } from './model-file.ts';
import type { NamedTensor, Safetensors } from './safetensors.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { readTfjsWeights, writeTfjsWeights } from './tfjs-weights.ts';

export function writeModel(file: ModelFile, format: ModelFormat): Uint8Array<ArrayBuffer> {
  if (format === 'json') return new TextEncoder().encode(writeModelFile(file));
  return format === 'safetensors' ? writeSafetensors(apart(file)) : writeTfjsWeights(apart(file));
}

/** Tells the format by the first bytes. Throws ImportError for anything but an undamaged file. */
export function readModel(bytes: Uint8Array, name = 'The model file'): ModelFile {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return together(readTfjsWeights(bytes, name), name);
  // Of a safetensors file the ninth byte opens its header; the eight before are its length.
  if (bytes[8] === 0x7b && bytes[7] === 0) return together(readSafetensors(bytes, name), name);
  return readModelFile(new TextDecoder().decode(bytes), name);
}

/** Numbers as tensors, the rest as words: what concerns others plainly, all of it as one JSON text. */
function apart({ record, facts }: ModelFile): Safetensors {
  const { arrays, ...snapshot } = record.snapshot;
  const tensors = Object.entries(arrays).map(([name, values]): NamedTensor => {
    return { name, shape: shapeOf(values, facts), values };
  });
  return {
    tensors,
    metadata: {
      format: 'tastelab-model',
      algorithm: record.recommender.id,
      parameters: JSON.stringify(record.recommender.params),
      seed: String(record.seed),
      dataset: facts.dataset,
      datasetHash: record.datasetHash,
      checksum: checksum(tensors),
      model: JSON.stringify({ facts, record: { ...record, snapshot } }),
    },
  };
}

function together({ tensors, metadata }: Safetensors, name: string): ModelFile {
  if (metadata.format !== 'tastelab-model') {
    throw new LabError('ImportError', `${name}: Expected a model saved by Tastelab, got another one. Choose one that a column was saved to.`); // prettier-ignore
  }
  if (metadata.checksum !== checksum(tensors)) {
    throw new LabError('ImportError', `${name}: Expected what was saved, got something else: its checksum is another one. Save it again.`); // prettier-ignore
  }
  const { facts, record } = JSON.parse(metadata.model) as ModelFile;
  const arrays = Object.fromEntries(tensors.map(({ name: array, values }) => [array, values]));
  return { facts, record: { ...record, snapshot: { ...record.snapshot, arrays } } };
}

/** A row for each item or user, where there is the same number of each; else a list. */
function shapeOf(values: SnapshotArray, { users, items }: ModelFile['facts']): number[] {
  const rows = [items, users].find((count) => count > 1 && values.length > count && values.length % count === 0);
  return rows ? [rows, values.length / rows] : [values.length];
}

/** Against damage, not against intent; of the names too, in their order. */
function checksum(tensors: readonly NamedTensor[]): string {
  let sum = 0;
  for (const { name, values } of tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    sum = crc32(new TextEncoder().encode(name), sum);
    sum = crc32(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), sum);
  }
  return (sum >>> 0).toString(16).padStart(8, '0');
}
