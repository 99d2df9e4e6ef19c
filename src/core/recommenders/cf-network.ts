/** Neural collaborative filtering as a network: its forward pass and its loss, stated in neural-cf.ts. */
import type { CsrMatrix } from '../data/csr.ts';
import { drawSeed, xorshift } from '../math/xorshift.ts';
import type { Rng } from '../rng.ts';
import type { Adam, Scalar, Tensor, Tensor2D, Tensors, Variable } from '../tensors.ts';

export interface CfShape {
  /** Numbers of an embedding that are multiplied with the other's, and numbers that go through the layers after these. */
  readonly products: number;
  readonly layered: number;
  /** Widths of the two layers. */
  readonly first: number;
  readonly second: number;
  /** Numbers that come out: whether it would be chosen, how it would be rated, or both. */
  readonly outputs: number;
}

/**
 * Row-major, with F = products + layered. users (users × F) or histories (items × F) with middle (1 × F), items (items × F),
 * itemBiases (items × 1, where there are any, of the first output); where `layered` is not 0 first (2 layered × first: the
 * person's rows, then the item's) and second (first × second) with their biases; out ((products + second) × outputs) and
 * outBiases.
 */
export type CfWeights = Record<string, Float32Array>;

/** Examples of equal shape: `people` persons with `things / people` items each. */
export interface CfBatch {
  /** Who they are, or their histories, weighted. */
  readonly people: Int32Array | CsrMatrix;
  /** The items of the first person, then those of the second and so on. */
  readonly things: Int32Array;
  /** Examples × outputs: what should come out, from 0 to 1, and how much it counts. */
  readonly targets: Float32Array;
  readonly counts: Float32Array;
}

export interface CfChoices {
  readonly learningRate: number;
  /** λ in λ/2 |θ|² over all embeddings. */
  readonly regularization: number;
  /** Share of each layer's outputs that are dropped. */
  readonly dropout: number;
}

export interface CfNetwork {
  readonly parameters: Readonly<Record<string, Variable>>;
  readonly optimizer: Adam;
  /** Before they are squeezed between 0 and 1: examples × outputs. Without chance nothing is dropped. */
  logits(batch: Pick<CfBatch, 'people' | 'things'>, chance?: Rng): Tensor2D;
  /** The sum over the examples of count × cross-entropy, and the penalty. */
  loss(batch: CfBatch, chance?: Rng): Scalar;
  dispose(): void;
}

const resolution = 2 ** 24;

export function cfNetwork(tensors: Tensors, start: CfWeights, shape: CfShape, choices: CfChoices): CfNetwork {
  const { tf } = tensors;
  const { products, layered, first, second, outputs } = shape;
  const widths: Record<string, number> = { itemBiases: 1, first, second, out: outputs };
  const parameters = Object.fromEntries(
    Object.entries(start).map(([name, values]) => {
      const isRow = name === 'middle' || (name.endsWith('Biases') && name !== 'itemBiases');
      const width = isRow ? values.length : (widths[name] ?? products + layered);
      return [name, tf.tidy(() => tf.variable(tf.tensor2d(values, [values.length / width, width])))];
    }),
  );
  const all = Object.values(parameters);
  const embeddings = ['users', 'histories', 'items'].flatMap((name) => parameters[name] ?? []);
  const optimizer = tensors.adam(all, { learningRate: choices.learningRate });
  const of = (name: string) => parameters[name] as unknown as Tensor2D;

  const lookUp = (people: CfBatch['people']): Tensor2D =>
    people instanceof Int32Array
      ? tf.gather(of('users'), tf.tensor1d(people, 'int32'))
      : tf.add(tensors.bags(of('histories'), people), of('middle'));
  const columns = (table: Tensor2D, from: number, count: number) => tf.slice(table, [0, from], [table.shape[0], count]);
  const rows = (table: Tensor2D, from: number, count: number) => tf.slice(table, [from, 0], [count, table.shape[1]]);

  function thinned<T extends Tensor>(values: T, chance: Rng | undefined): T {
    const { dropout } = choices;
    if (!chance || dropout === 0) return values;
    // Hundreds of thousands of draws a step: the quick stream.
    const { below } = xorshift(drawSeed(chance));
    const kept = new Float32Array(values.size).fill(1 / (1 - dropout));
    for (let at = 0; at < kept.length; at++) if (below(resolution) < dropout * resolution) kept[at] = 0;
    return tf.mul(values, tf.tensor(kept, values.shape));
  }

  /** Persons × 1 × width against persons × items of each × width, so that what a person brings is computed once. */
  function forward(persons: Tensor2D, items: Tensor2D, things: Int32Array, chance?: Rng): Tensor2D {
    const count = persons.shape[0];
    const examples = things.length;
    const meet = (person: Tensor2D, item: Tensor2D, how: (a: Tensor, b: Tensor) => Tensor) => {
      const width = item.shape[1];
      const met = how(tf.reshape(person, [count, 1, width]), tf.reshape(item, [count, examples / count, width]));
      return tf.reshape(met, [examples, width]) as Tensor2D;
    };
    const seen: Tensor2D[] = [];
    if (products > 0) seen.push(meet(columns(persons, 0, products), columns(items, 0, products), tf.mul));
    if (layered > 0) {
      const person = tf.add(
        tf.matMul(columns(persons, products, layered), rows(of('first'), 0, layered)),
        of('firstBiases'),
      ) as Tensor2D;
      const item = tf.matMul(columns(items, products, layered), rows(of('first'), layered, layered)) as Tensor2D;
      const early = thinned(tf.relu(meet(person, item, tf.add)), chance);
      seen.push(thinned(tf.relu(tf.add(tf.matMul(early, of('second')), of('secondBiases'))) as Tensor2D, chance));
    }
    const logits = tf.add(tf.matMul(tf.concat(seen, 1), of('out')), of('outBiases')) as Tensor2D;
    if (!('itemBiases' in parameters)) return logits;
    const biases = tf.gather(of('itemBiases'), tf.tensor1d(things, 'int32'));
    return tf.add(logits, outputs === 1 ? biases : tf.pad(biases, [[0, 0], [0, outputs - 1]])); // prettier-ignore
  }

  const itemsOf = (things: Int32Array): Tensor2D => tf.gather(of('items'), tf.tensor1d(things, 'int32'));

  return {
    parameters,
    optimizer,
    logits: ({ people, things }, chance) => forward(lookUp(people), itemsOf(things), things, chance),
    loss({ people, things, targets, counts }, chance) {
      const persons = lookUp(people);
      const items = itemsOf(things);
      const logits = forward(persons, items, things, chance);
      const shaped = (values: Float32Array) => tf.tensor2d(values, [things.length, outputs]);
      const missed = tf.sub(tf.softplus(logits), tf.mul(logits, shaped(targets)));
      const error = tf.sum(tf.mul(missed, shaped(counts)));
      if (choices.regularization === 0) return error as Scalar;
      const length = tf.addN(embeddings.map((table) => tf.sum(tf.square(table))));
      return tf.add(error, tf.mul(length, choices.regularization / 2)) as Scalar;
    },
    dispose() {
      optimizer.dispose();
      tf.dispose(all);
    },
  };
}

/**
 * Embeddings uniform, within 0.05 as Keras starts them where they go through layers and within 0.2 where they are multiplied,
 * or nothing would move; layers after Glorot & Bengio (2010), but products count 1, as in a factorization; biases 0.
 */
export function startOfCf(
  sizes: {
    readonly people: 'history' | 'own';
    readonly users: number;
    readonly items: number;
    readonly biases: boolean;
  },
  { products, layered, first, second, outputs }: CfShape,
  rng: Rng,
): CfWeights {
  const draw = (length: number, spread: number) => Float32Array.from({ length }, () => spread * (2 * rng.next() - 1));
  const dense = (inputs: number, width: number) => draw(inputs * width, Math.sqrt(6 / (inputs + width)));
  const width = products + layered;
  const table = (rows: number) =>
    draw(rows * width, 1).map((value, at) => value * (at % width < products ? 0.2 : 0.05));
  const out = dense(products + (layered > 0 ? second : 0), outputs).fill(1, 0, products * outputs);
  return {
    ...(sizes.people === 'own'
      ? { users: table(sizes.users) }
      : { histories: table(sizes.items), middle: new Float32Array(width) }),
    items: table(sizes.items),
    ...(sizes.biases && { itemBiases: new Float32Array(sizes.items) }),
    ...(layered > 0 && {
      first: dense(2 * layered, first),
      firstBiases: new Float32Array(first),
      second: dense(first, second),
      secondBiases: new Float32Array(second),
    }),
    out,
    outBiases: new Float32Array(outputs),
  };
}
