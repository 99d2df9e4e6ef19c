/**
 * Two towers of one table each: a vector for every person and every item, of length 1, and for each like a few items that
 * the person is supposed not to like; stated in two-tower.ts.
 */
import type { CsrMatrix } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import type { Rng } from '../rng.ts';
import type { Adam, Scalar, Tensor2D, Tensors, Variable } from '../tensors.ts';

/** One after the other: who, what, and 1 where they like it, else 0. */
export interface PairExamples {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly labels: Float32Array;
}

export interface PairTowers {
  readonly parameters: Readonly<Record<'users' | 'items', Variable>>;
  readonly optimizer: Adam;
  /** Mean cross-entropy of examples from .. to; always in the shape of `size` of them, so that shaders are compiled once. */
  loss(examples: PairExamples, from: number, to: number, size: number): Scalar;
  dispose(): void;
}

/** Start values row-major, rows × factors. */
export function pairTowers(
  tensors: Tensors,
  start: { readonly users: Float32Array; readonly items: Float32Array },
  { factors, learningRate, temperature }: { factors: number; learningRate: number; temperature: number },
): PairTowers {
  const { tf } = tensors;
  const table = (values: Float32Array) =>
    tf.tidy(() => tf.variable(tf.tensor2d(values, [values.length / factors, factors])));
  const parameters = { users: table(start.users), items: table(start.items) };
  const all = Object.values(parameters);
  const optimizer = tensors.adam(all, { learningRate });

  function look(from: Variable, rows: Int32Array): Tensor2D {
    const found = tf.gather(from as unknown as Tensor2D, tf.tensor1d(rows, 'int32'));
    return tf.mul(found, tf.rsqrt(tf.maximum(tf.sum(tf.square(found), 1, true), 1e-12)));
  }

  return {
    parameters,
    optimizer,
    loss({ users, items, labels }, from, to, size) {
      const padded = <A extends Int32Array | Float32Array>(out: A, values: A): A => {
        out.set(values.subarray(from, to));
        return out;
      };
      const people = look(parameters.users, padded(new Int32Array(size), users));
      const things = look(parameters.items, padded(new Int32Array(size), items));
      const label = tf.tensor1d(padded(new Float32Array(size), labels));
      const weight = tf.tensor1d(new Float32Array(size).fill(1 / (to - from), 0, to - from));
      const logit = tf.div(tf.sum(tf.mul(people, things), 1), temperature);
      // −ln of the sigmoid of x is softplus(−x) = softplus(x) − x, which is finite for every x.
      const entropy = tf.sub(tf.softplus(logit), tf.mul(logit, label));
      return tf.sum(tf.mul(entropy, weight));
    },
    dispose() {
      optimizer.dispose();
      tf.dispose(all);
    },
  };
}

export interface DrawRules {
  /** Items drawn for each like. */
  readonly draws: number;
  /** What is drawn again: the like itself, or all the person has met. */
  readonly avoid: 'itself' | 'everything met';
}

/** Every like with its draws, in a new order. Whoever has met everything is compared with what is drawn, whatever it is. */
export function drawPairs(likes: CsrMatrix, met: CsrMatrix, { draws, avoid }: DrawRules, rng: Rng): PairExamples {
  const count = likes.indices.length * (draws + 1);
  const examples = { users: new Int32Array(count), items: new Int32Array(count), labels: new Float32Array(count) };
  const order = rng.shuffle(Uint32Array.from({ length: count }, (_, at) => at));
  let next = 0;
  const add = (user: number, item: number, label: number) => {
    const at = order[next++];
    examples.users[at] = user;
    examples.items[at] = item;
    examples.labels[at] = label;
  };
  const known = new Uint8Array(likes.cols);
  for (let user = 0; user < likes.rows; user++) {
    const own = rowOf(met, user).indices;
    const isFree = avoid === 'everything met' && own.length < likes.cols;
    for (const item of own) known[item] = 1;
    for (const item of rowOf(likes, user).indices) {
      add(user, item, 1);
      for (let draw = 0; draw < draws; draw++) {
        let other = rng.int(likes.cols);
        while (likes.cols > 1 && (isFree ? known[other] : other === item)) other = rng.int(likes.cols);
        add(user, other, 0);
      }
    }
    for (const item of own) known[item] = 0;
  }
  return examples;
}
