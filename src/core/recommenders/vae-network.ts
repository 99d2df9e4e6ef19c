/** The variational autoencoder as a network: its forward pass and its loss, stated in multi-vae.ts. */
import type { CsrMatrix } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import type { Rng } from '../rng.ts';
import type { Adam, Scalar, Tensor2D, Tensors, Variable } from '../tensors.ts';
import { power } from '../math/elementary.ts';

export interface VaeChoices {
  /** K, the width of the code. */
  readonly factors: number;
  /** Width of the layers between the items and the code; 0: none. */
  readonly hidden: number;
  readonly learningRate: number;
  /** λ */
  readonly regularization: number;
  /** c */
  readonly balance: number;
}

/**
 * Row-major. With hidden layers of width H: encoder items × H, middle H × 2K, decoder K × H, items items × H. Without: encoder
 * items × 2K, items items × K, and no others. Of each 2K columns the first K give μ, the others log σ².
 */
export type VaeWeights = Record<string, Float32Array>;

export interface VaeNetwork {
  readonly parameters: Readonly<Record<string, Variable>>;
  readonly optimizer: Adam;
  /**
   * Of these people, their likes being the rows' weights, with chance for what is dropped and for the code; computed in
   * the shape of `size` rows. `beta`: what the divergence counts.
   */
  loss(people: Uint32Array, size: number, chance: Chance, beta: number): Scalar;
  dispose(): void;
}

export interface Chance {
  readonly rng: Rng;
  /** Share of a history that is dropped. */
  readonly dropout: number;
}

/** Layers after Glorot & Bengio (2010), uniform; items start as liked as they are, all other biases at 0. */
export function startOfVae(
  likes: CsrMatrix,
  { factors, hidden }: Pick<VaeChoices, 'factors' | 'hidden'>,
  rng: Rng,
): VaeWeights {
  const items = likes.cols;
  const counts = new Float32Array(items);
  for (const item of likes.indices) counts[item]++;
  const draw = (inputs: number, outputs: number) => {
    const spread = Math.sqrt(6 / (inputs + outputs));
    const values = new Float32Array(inputs * outputs);
    for (let at = 0; at < values.length; at++) values[at] = spread * (2 * rng.next() - 1);
    return values;
  };
  const ends = (inner: number, outer: number) => ({
    encoder: draw(items, inner),
    encoderBiases: new Float32Array(inner),
    items: draw(items, outer),
    itemBiases: counts.map(Math.log1p),
  });
  if (hidden === 0) return ends(2 * factors, factors);
  return {
    ...ends(hidden, hidden),
    middle: draw(hidden, 2 * factors),
    middleBiases: new Float32Array(2 * factors),
    decoder: draw(factors, hidden),
    decoderBiases: new Float32Array(hidden),
  };
}

/** `likes`: users × items. */
export function vaeNetwork(tensors: Tensors, likes: CsrMatrix, start: VaeWeights, choices: VaeChoices): VaeNetwork {
  const { tf } = tensors;
  const { factors, hidden, learningRate, regularization } = choices;
  const countOf = importance(likes, choices.balance);
  const items = likes.cols;
  const shapeOf = (name: string, { length }: Float32Array): [number, number] => {
    if (name.endsWith('Biases')) return [1, length];
    const rows = name === 'decoder' ? factors : name === 'middle' ? hidden : items;
    return [rows, length / rows];
  };
  const parameters = Object.fromEntries(
    Object.entries(start).map(([name, values]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor2d(values, shapeOf(name, values)))),
    ]),
  );
  const all = Object.values(parameters);
  const optimizer = tensors.adam(all, { learningRate });
  const of = (name: string) => parameters[name] as unknown as Tensor2D;

  function encoded(bags: CsrMatrix): Tensor2D {
    const sums = tf.add(tensors.bags(of('encoder'), bags), of('encoderBiases')) as Tensor2D;
    return hidden === 0 ? sums : tf.add(tf.matMul(tf.tanh(sums), of('middle')), of('middleBiases'));
  }

  function decoded(code: Tensor2D): Tensor2D {
    const inner: Tensor2D =
      hidden === 0 ? code : tf.tanh(tf.add(tf.matMul(code, of('decoder')), of('decoderBiases')) as Tensor2D);
    return tf.add(tf.matMul(inner, of('items'), false, true), of('itemBiases'));
  }

  return {
    parameters,
    optimizer,
    loss(people, size, { rng, dropout }, beta) {
      const targets = new Float32Array(size * items);
      const shares = new Float32Array(size).fill(1 / people.length, 0, people.length);
      const counts = shares.map((share, row) => (share === 0 ? 0 : share * countOf(people[row])));
      people.forEach((person, row) => {
        const { indices, values } = rowOf(likes, person);
        for (let i = 0; i < indices.length; i++) targets[row * items + indices[i]] = values[i];
      });
      const noise = Float32Array.from({ length: size * factors }, () => rng.normal());
      const [mean, logVariance] = tf.split(encoded(thinned(likes, people, size, rng, dropout)), 2, 1);
      const spread = tf.exp(tf.mul(logVariance, 0.5));
      const code = tf.add(mean, tf.mul(spread, tf.tensor2d(noise, [size, factors]))) as Tensor2D;
      const logs = tf.logSoftmax(decoded(code));
      const missed = tf.neg(tf.sum(tf.mul(logs, tf.tensor2d(targets, [size, items])), 1));
      const apart = tf.sum(tf.sub(tf.add(tf.square(mean), tf.square(spread)), tf.add(logVariance, 1)), 1);
      const error = tf.add(tf.mul(missed, tf.tensor1d(counts)), tf.mul(apart, tf.mul(tf.tensor1d(shares), beta / 2)));
      if (regularization === 0) return tf.sum(error);
      const length = tf.addN(all.map((parameter) => tf.sum(tf.square(parameter))));
      return tf.add(tf.sum(error), tf.mul(length, regularization / 2)) as Scalar;
    },
    dispose() {
      optimizer.dispose();
      tf.dispose(all);
    },
  };
}

/** n^(c−1) of a person with n likes, scaled so that a like counts 1 on average. */
function importance({ rows, indptr, indices }: CsrMatrix, balance: number): (person: number) => number {
  const countOf = (person: number) => indptr[person + 1] - indptr[person];
  let sum = 0;
  for (let person = 0; person < rows; person++) if (countOf(person) > 0) sum += power(countOf(person), balance);
  const scale = indices.length / sum;
  return (person) => scale * power(countOf(person), balance - 1);
}

/** Rows of length 1 from which cells were then dropped by lot, what is left counting for more; empty ones up to `size`. */
function thinned(likes: CsrMatrix, people: Uint32Array, size: number, rng: Rng, dropout: number): CsrMatrix {
  const indptr = new Uint32Array(size + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let row = 0; row < size; row++) {
    if (row < people.length) {
      const own = rowOf(likes, people[row]);
      const scale = scaleOf(own.values) / (1 - dropout);
      own.indices.forEach((item, at) => {
        if (rng.next() < dropout) return;
        indices.push(item);
        values.push(own.values[at] * scale);
      });
    }
    indptr[row + 1] = indices.length;
  }
  return {
    rows: size,
    cols: likes.cols,
    indptr,
    indices: Uint32Array.from(indices),
    values: Float32Array.from(values),
  };
}

/** What makes a row of length 1; 0 for an empty one. */
export function scaleOf(values: ArrayLike<number>): number {
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += values[at] ** 2;
  return squares > 0 ? 1 / Math.sqrt(squares) : 0;
}
