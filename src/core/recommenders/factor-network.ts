/** Biased matrix factorization as a network: the prediction and its loss, stated in mf-adam.ts. */
import type { CsrMatrix } from '../data/csr.ts';
import type { Adam, Scalar, Tensor, Tensor1D, Tensor2D, Tensors, Variable } from '../tensors.ts';

/** Start values: vectors row-major, rows × factors. */
export interface FactorStart {
  readonly users: Float32Array;
  readonly items: Float32Array;
  readonly userBiases: Float32Array;
  readonly itemBiases: Float32Array;
  readonly usual: number;
}

export interface FactorChoices {
  readonly factors: number;
  readonly learningRate: number;
  readonly regularization: number;
  readonly penalty: 'touched' | 'everything';
}

export interface FactorNetwork {
  readonly parameters: Readonly<Record<keyof FactorStart, Variable>>;
  readonly optimizer: Adam;
  /** Of the chosen cells of the matrix; always computed in the shape of `size` cells, so that shaders are compiled once. */
  loss(cells: Uint32Array, size: number): Scalar;
  dispose(): void;
}

export function factorNetwork(
  tensors: Tensors,
  byUser: CsrMatrix,
  start: FactorStart,
  { factors, learningRate, regularization, penalty }: FactorChoices,
): FactorNetwork {
  const { tf } = tensors;
  const users = new Int32Array(byUser.indices.length);
  for (let user = 0; user < byUser.rows; user++) users.fill(user, byUser.indptr[user], byUser.indptr[user + 1]);

  const table = (values: Float32Array, width: number) =>
    tf.tidy(() => tf.variable(tf.tensor2d(values, [values.length / width, width])));
  const parameters = {
    users: table(start.users, factors),
    items: table(start.items, factors),
    userBiases: table(start.userBiases, 1),
    itemBiases: table(start.itemBiases, 1),
    usual: tf.tidy(() => tf.variable(tf.scalar(start.usual))),
  };
  const all = Object.values(parameters);
  const optimizer = tensors.adam(all, { learningRate });

  const look = (from: Variable, index: Tensor1D) => tf.gather(from as unknown as Tensor2D, index);

  return {
    parameters,
    optimizer,
    loss(cells, size) {
      const user = new Int32Array(size);
      const item = new Int32Array(size);
      const rating = new Float32Array(size);
      const counts = new Float32Array(size);
      cells.forEach((cell, row) => {
        user[row] = users[cell];
        item[row] = byUser.indices[cell];
        rating[row] = byUser.values[cell];
        counts[row] = 1 / cells.length;
      });
      const people = tf.tensor1d(user, 'int32');
      const things = tf.tensor1d(item, 'int32');
      const p = look(parameters.users, people);
      const q = look(parameters.items, things);
      const bu = tf.reshape(look(parameters.userBiases, people), [size]);
      const bi = tf.reshape(look(parameters.itemBiases, things), [size]);
      const meeting = tf.sum(tf.mul(p, q), 1);
      const predicted = tf.add(tf.add(meeting, tf.add(bu, bi)), parameters.usual);
      const meanOf = (each: Tensor) => tf.sum(tf.mul(each, tf.tensor1d(counts)));
      const error = meanOf(tf.square(tf.sub(tf.tensor1d(rating), predicted)));
      const held =
        penalty === 'everything'
          ? tf.mul(0.5, tf.addN(all.map((parameter) => tf.sum(tf.square(parameter)))))
          : meanOf(tf.addN([tf.square(bu), tf.square(bi), tf.sum(tf.square(p), 1), tf.sum(tf.square(q), 1)]));
      return tf.add(error, tf.mul(regularization, held)) as Scalar;
    },
    dispose() {
      optimizer.dispose();
      tf.dispose(all);
    },
  };
}
