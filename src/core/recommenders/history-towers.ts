/** Two towers, one over a history and one over an item, and what they are taught by; stated in two-tower.ts. */
import type { CsrMatrix } from '../data/csr.ts';
import { rowsOf } from '../data/csr.ts';
import type { Adam, Scalar, Tensor, Tensor2D, TensorFlow, Tensors, Variable } from '../tensors.ts';
import { averaged } from './averaged.ts';
import type { PeopleBatch } from './people-batches.ts';

type GradSaver = (tensors: Tensor[]) => void;

/** Start values by name, row-major. A layer is there where its tower has one. */
export interface TowerValues {
  /** Items × factors: what an item says of whoever likes it. */
  readonly history: Float32Array;
  /** 1 × factors: what is so of everyone. */
  readonly everyone: Float32Array;
  /** (Items + 1) × (factors + 1), the bias last; the last row stands for an item nobody has met. */
  readonly items: Float32Array;
  /** Features × (factors + 1). */
  readonly content?: Float32Array;
  readonly userInto?: Float32Array;
  readonly userOffsets?: Float32Array;
  readonly userBack?: Float32Array;
  readonly itemInto?: Float32Array;
  readonly itemOffsets?: Float32Array;
  readonly itemBack?: Float32Array;
}

export interface TowerChoices {
  readonly factors: number;
  readonly learningRate: number;
  readonly temperature: number;
  readonly normalize: boolean;
}

export interface HistoryTowers {
  readonly parameters: Readonly<Record<keyof TowerValues, Variable>>;
  /** Of the parameters along the way: what a model is made of. */
  readonly means: Readonly<Record<keyof TowerValues, Variable>>;
  readonly optimizer: Adam;
  loss(batch: PeopleBatch): Scalar;
  dispose(): void;
}

/** `content`: items × features. */
export function historyTowers(
  tensors: Tensors,
  start: TowerValues,
  content: CsrMatrix,
  { factors, learningRate, temperature, normalize }: TowerChoices,
): HistoryTowers {
  const { tf } = tensors;
  const widths: Record<keyof TowerValues, number> = {
    ...{ history: factors, everyone: factors, items: factors + 1, content: factors + 1 },
    ...{ userInto: start.userOffsets?.length ?? 0, userOffsets: start.userOffsets?.length ?? 0, userBack: factors },
    ...{ itemInto: start.itemOffsets?.length ?? 0, itemOffsets: start.itemOffsets?.length ?? 0, itemBack: factors },
  };
  const parameters = Object.fromEntries(
    Object.entries(start).map(([name, values]) => {
      const width = widths[name as keyof TowerValues];
      return [name, tf.tidy(() => tf.variable(tf.tensor2d(values, [values.length / width, width])))];
    }),
  ) as Record<keyof TowerValues, Variable>;
  const table = (name: keyof TowerValues) => parameters[name] as unknown as Tensor2D;
  const all = Object.values(parameters);
  const { means, optimizer } = averaged(tf, parameters, tensors.adam(all, { learningRate }));

  function finish(x: Tensor2D, side: 'user' | 'item'): Tensor2D {
    const layer = start[`${side}Into`] && {
      hidden: tf.relu(tf.add(tf.matMul(x, table(`${side}Into`)), table(`${side}Offsets`))) as Tensor2D,
    };
    const y = layer ? tf.add<Tensor2D>(x, tf.matMul(layer.hidden, table(`${side}Back`))) : x;
    if (!normalize) return y;
    return tf.mul(y, tf.rsqrt(tf.maximum(tf.sum(tf.square(y), 1, true), 1e-12)));
  }

  return {
    parameters,
    means,
    optimizer,
    loss({ histories, candidates, identities, corrections, places, weights }) {
      const people = histories.rows;
      const width = candidates.length;
      const targets = places.length / people;
      const summed = tf.add<Tensor2D>(tensors.bags(table('history'), histories), table('everyone'));
      const tastes = tf.div<Tensor2D>(finish(summed, 'user'), temperature);

      const own = tf.gather(table('items'), tf.tensor1d(identities, 'int32'));
      const things = start.content
        ? tf.add<Tensor2D>(own, tensors.bags(table('content'), rowsOf(content, candidates)))
        : own;
      const vectors = finish(tf.slice(things, [0, 0], [width, factors]), 'item');

      // The bias comes along as one more factor, of which everyone has 1.
      const asked = tf.concat([tastes, tf.ones([people, 1])], 1) as Tensor2D;
      const tops = tf.concat([vectors, tf.slice(things, [0, factors], [width, 1])], 1) as Tensor2D;
      const scores = tf.matMul(asked, tops, false, true);
      const others = logSumExp(tf, tf.add(scores, tf.tensor2d(corrections, [people, width])));

      const sought = tf.reshape(tf.gather(tops, tf.tensor1d(places, 'int32')), [people, targets, factors + 1]);
      const found = tf.matMul(sought, tf.reshape(asked, [people, factors + 1, 1]));
      const missed = tf.softplus(tf.sub(others, tf.reshape(found, [people, targets])));
      return tf.sum(tf.mul(missed, tf.tensor2d(weights, [people, targets])));
    },
    dispose() {
      optimizer.dispose();
      tf.dispose(all);
    },
  };
}

/** Of each row, in a column. TensorFlow's own asks for its gradient where the maximum lies, slowly and for nothing. */
function logSumExp(tf: TensorFlow, rows: Tensor2D): Tensor2D {
  const found = tf.customGrad((given, save) => {
    const x = given as Tensor2D;
    const most = tf.max(x, 1, true);
    const powers = tf.exp(tf.sub(x, most));
    const sum = tf.sum(powers, 1, true);
    (save as GradSaver)([powers, sum]);
    const gradFunc = (slope: Tensor, [shares, total]: Tensor[]) => tf.mul<Tensor2D>(shares, tf.div(slope, total));
    return { value: tf.add<Tensor2D>(most, tf.log(sum)), gradFunc };
  });
  return found(rows) as Tensor2D;
}
