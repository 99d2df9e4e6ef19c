/**
 * The file format of Hugging Face's safetensors, which NumPy, PyTorch and JAX read: eight bytes with the length of a header,
 * the header as JSON, then the numbers as they lie in memory, little-endian. There is nothing in it that could run.
 * https://huggingface.co/docs/safetensors
 */
import { LabError } from '../core/errors.ts';
import type { SnapshotArray } from '../core/recommenders/recommender.ts';

const dtypes = { F32: Float32Array, F64: Float64Array, U32: Uint32Array, I32: Int32Array, U8: Uint8Array } as const;
type Dtype = keyof typeof dtypes;

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: SnapshotArray;
}

export interface Safetensors {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const from = end;
    end += values.byteLength;
    return [name, { dtype: dtypeOf(values), shape, data_offsets: [from, end] }] as const;
  });
  const words = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  // Readers may map the file, and want numbers to lie at multiples of eight.
  const length = Math.ceil(words.length / 8) * 8;
  const file = new Uint8Array(8 + length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(words, 8);
  file.fill(32, 8 + words.length, 8 + length);
  tensors.forEach(({ values }, at) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    file.set(bytes, 8 + length + entries[at][1].data_offsets[0]);
  });
  return file;
}

/** Throws ImportError for anything but a whole file of numbers in the five kinds we have. */
export function readSafetensors(file: Uint8Array, name = 'The file'): Safetensors {
  const fail = (message: string) => new LabError('ImportError', `${name}: ${message} Save it again.`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length >= 8 ? Number(view.getBigUint64(0, true)) : Infinity;
  if (8 + length > file.length)
    throw fail('Expected a whole safetensors file, got one that is cut off or another one.');
  let header: Record<string, { dtype?: string; shape?: number[]; data_offsets?: [number, number] }>;
  try {
    header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as typeof header;
  } catch {
    throw fail('Expected a safetensors header, got something that is no JSON.');
  }
  const { __metadata__: metadata = {}, ...rest } = header;
  const tensors = Object.entries(rest).map(([tensor, { dtype, shape, data_offsets: offsets }]): NamedTensor => {
    if (!dtype || !Object.hasOwn(dtypes, dtype) || !shape || !offsets) {
      throw fail(`Expected "${tensor}" as one of ${Object.keys(dtypes).join(', ')}, got ${dtype}.`);
    }
    const kind = dtypes[dtype as Dtype];
    const [from, to] = offsets.map((offset) => 8 + length + offset);
    const count = shape.reduce((product, side) => product * side, 1);
    if (to > file.length || to - from !== count * kind.BYTES_PER_ELEMENT) {
      throw fail(`Expected ${count} numbers of "${tensor}", got ${(to - from) / kind.BYTES_PER_ELEMENT} or less.`);
    }
    return { name: tensor, shape, values: new kind(file.slice(from, to).buffer) };
  });
  return { tensors, metadata: metadata as Record<string, string> };
}

function dtypeOf(values: SnapshotArray): Dtype {
  return (Object.keys(dtypes) as Dtype[]).find((dtype) => values instanceof dtypes[dtype])!;
}
