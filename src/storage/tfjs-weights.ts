/**
 * The weights format of TensorFlow.js: a model.json that names the weights and says how they lie in weights.bin, both in one
 * zip. It knows 32-bit floats and integers and bytes as booleans; what has another kind stays in model.json, in full.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { LabError } from '../core/errors.ts';
import type { NamedTensor } from './safetensors.ts';

const format = 'tastelab-weights';

interface ModelJson {
  readonly format: string;
  readonly userDefinedMetadata: { readonly words: Readonly<Record<string, string>>; readonly others: readonly Other[] };
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
  }[];
}

interface Other {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: keyof typeof others;
  readonly values: readonly (number | string)[];
}

const others = { Float64Array, Uint32Array, Uint8Array } as const;
const carried = (tensor: NamedTensor) => tensor.values instanceof Float32Array || tensor.values instanceof Int32Array;

export interface TfjsWeights {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

export function writeTfjsWeights({ tensors, metadata }: TfjsWeights): Uint8Array<ArrayBuffer> {
  const weights = tensors.filter(carried);
  const bytes = new Uint8Array(weights.reduce((sum, { values }) => sum + values.byteLength, 0));
  let at = 0;
  for (const { values } of weights) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  const model: ModelJson = {
    format,
    userDefinedMetadata: {
      words: metadata,
      others: tensors
        .filter((tensor) => !carried(tensor))
        .map(({ name, shape, values }) => ({
          ...{ name, shape },
          type: values.constructor.name as Other['type'],
          values: Array.from(values, (value) => (Number.isFinite(value) ? value : String(value))),
        })),
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: weights.map(({ name, shape, values }) => ({
          ...{ name, shape },
          dtype: values instanceof Float32Array ? 'float32' : 'int32',
        })),
      },
    ],
  };
  const files = { 'model.json': strToU8(JSON.stringify(model)), 'weights.bin': bytes };
  return zipSync(files, { level: 0 }) as Uint8Array<ArrayBuffer>;
}

/** Throws ImportError for anything but what was written here. */
export function readTfjsWeights(file: Uint8Array, name = 'The file'): TfjsWeights {
  const fail = (message: string) => new LabError('ImportError', `${name}: ${message} Save it again.`);
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(file);
  } catch {
    throw fail('Expected a whole zip, got one that is cut off or another file.');
  }
  const bytes = files['weights.bin'];
  if (!files['model.json'] || !bytes) throw fail('Expected model.json and weights.bin in it, got other files.');
  let model: ModelJson;
  try {
    model = JSON.parse(strFromU8(files['model.json'])) as ModelJson;
  } catch {
    throw fail('Expected model.json to be JSON.');
  }
  if (model.format !== format) throw fail('Expected weights saved by Tastelab, got another model.');
  let at = 0;
  const weights = model.weightsManifest[0].weights.map(({ name: tensor, shape, dtype }): NamedTensor => {
    const count = shape.reduce((product, side) => product * side, 1);
    if (at + 4 * count > bytes.length) throw fail(`Expected ${count} numbers of "${tensor}", got fewer.`);
    const { buffer } = bytes.slice(at, at + 4 * count);
    at += 4 * count;
    return { name: tensor, shape, values: dtype === 'float32' ? new Float32Array(buffer) : new Int32Array(buffer) };
  });
  const rest = model.userDefinedMetadata.others.map(({ name: tensor, shape, type, values }): NamedTensor => ({
    ...{ name: tensor, shape },
    values: others[type].from(values.map(Number)),
  }));
  return { tensors: [...weights, ...rest], metadata: model.userDefinedMetadata.words };
}
