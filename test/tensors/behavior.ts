import { describe, expect, it } from 'vitest';
import { rowsOf } from '../fixtures/rows.ts';
import type { Tensors, Variable } from '../../src/core/tensors.ts';
import type { OpenTensors } from '../../src/tensors/open.ts';

/** What every backend must do alike; run in Node on cpu and wasm, in Chromium on WebGL too. */
export function behavesLikeTensors(tensors: () => Tensors): void {
  const table = [1, 2, 3, 4, 5, 6, 7, 8];

  describe('looking up rows', () => {
    it('sums the slopes of a row that is looked up twice', async () => {
      const { tf, read } = tensors();
      const slopes = tf.tidy(() => {
        const picked = tf.tensor1d([2, 0, 2], 'int32');
        const weights = tf.tensor2d([1, 10, 2, 20, 3, 30], [3, 2]);
        return tf.grad((x) => tf.sum(tf.mul(tf.gather(x, picked), weights)))(tf.tensor2d(table, [4, 2]));
      });
      expect([...(await read(slopes))]).toEqual([2, 20, 0, 0, 4, 40, 0, 0]);
      slopes.dispose();
    });
  });

  it('multiplies matrices, either one read transposed', async () => {
    const { tf, read } = tensors();
    const products = tf.tidy(() => {
      const [a, b] = [tf.tensor2d(table.slice(0, 6), [2, 3]), tf.tensor2d(table.slice(2), [3, 2])];
      const [at, bt] = [tf.transpose(a), tf.transpose(b)];
      return tf.stack([
        tf.matMul(a, b),
        tf.matMul(at, b, true),
        tf.matMul(a, bt, false, true),
        tf.matMul(at, bt, true, true),
      ]);
    });
    const expected = [34, 40, 79, 94];
    expect([...(await read(products))]).toEqual([...expected, ...expected, ...expected, ...expected]);
    products.dispose();
  });

  it('multiplies over an odd number of rows, of tables that were computed', async () => {
    const { tf, read } = tensors();
    // Smaller ones are not worth a device.
    const [rows, width] = [3, 80];
    const products = tf.tidy(() => {
      const table = tf.ones([rows, width]);
      const sums = tf.add(table, 1);
      const logs = tf.logSoftmax(table);
      return tf.stack([tf.matMul(sums as never, sums as never, true), tf.matMul(logs as never, sums as never, true)]);
    });
    const answer = await read(products);
    const expected = [rows * 2 * 2, rows * 2 * -Math.log(width)];
    answer.forEach((value, at) => expect(value).toBeCloseTo(expected[Math.floor(at / width ** 2)], 3));
    products.dispose();
  });

  describe('bags', () => {
    const weights = rowsOf([
      [0.5, 0, 0, 2],
      [0, 0, 0, 0],
      [0, -1, 0, 1],
    ]);

    it('are weighted sums of rows, empty ones zero', async () => {
      const { tf, bags, read } = tensors();
      const sums = tf.tidy(() => bags(tf.tensor2d(table, [4, 2]), weights));
      expect(sums.shape).toEqual([3, 2]);
      expect([...(await read(sums))]).toEqual([14.5, 17, 0, 0, 4, 4]);
      sums.dispose();
    });

    it('hand their slopes back to the rows', async () => {
      const { tf, bags, read } = tensors();
      const slopes = tf.tidy(() => {
        const scale = tf.tensor2d([1, 10, 2, 20, 3, 30], [3, 2]);
        return tf.grad((x) => tf.sum(tf.mul(bags(x as never, weights), scale)))(tf.tensor2d(table, [4, 2]));
      });
      expect([...(await read(slopes))]).toEqual([0.5, 5, -3, -30, 0, 0, 5, 50]);
      slopes.dispose();
    });
  });

  describe('Adam', () => {
    /** (θ − 3)² in two dimensions, from 1 and −1, worked in plain numbers. */
    function byHand(steps: number): number[] {
      return [1, -1].map((start) => {
        let [theta, m, v] = [start, 0, 0];
        for (let t = 1; t <= steps; t++) {
          const slope = 2 * (theta - 3);
          m = 0.9 * m + 0.1 * slope;
          v = 0.999 * v + 0.001 * slope ** 2;
          theta -= ((0.1 * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t) / (Math.sqrt(v) + 1e-7)) * m;
        }
        return theta;
      });
    }

    function problem({ tf, adam }: Tensors) {
      const theta: Variable = tf.tidy(() => tf.variable(tf.tensor1d([1, -1])));
      const optimizer = adam([theta], { learningRate: 0.1 });
      const step = () => optimizer.step(() => tf.sum(tf.square(tf.sub(theta, 3)))).dispose();
      return { theta, optimizer, step };
    }

    it('follows its formula', async () => {
      const { theta, optimizer, step } = problem(tensors());
      for (let t = 0; t < 20; t++) step();
      const reached = await tensors().read(theta);
      byHand(20).forEach((expected, at) => expect(reached[at]).toBeCloseTo(expected, 4));
      optimizer.dispose();
      theta.dispose();
    });

    it('is seen by the next product of what it moved', async () => {
      const { tf, adam, read } = tensors();
      const theta: Variable = tf.tidy(() => tf.variable(tf.tensor2d([1, -1], [2, 1])));
      const optimizer = adam([theta], { learningRate: 0.1 });
      const seen = tf.tidy(() => tf.tensor2d([1, 2], [1, 2]));
      for (let t = 0; t < 3; t++) {
        const [a, b] = await read(theta);
        const product = optimizer.step(() => tf.sum(tf.matMul(seen, theta as never)));
        expect((await read(product))[0]).toBeCloseTo(a + 2 * b, 5);
        product.dispose();
      }
      optimizer.dispose();
      tf.dispose([theta, seen]);
    });

    it('goes on from its state as if it had never stopped', async () => {
      const { tf, read } = tensors();
      const first = problem(tensors());
      for (let t = 0; t < 10; t++) first.step();
      const state = await first.optimizer.state();
      const reached = await read(first.theta);
      const second = problem(tensors());
      tf.tidy(() => second.theta.assign(tf.tensor1d(reached)));
      second.optimizer.restore(state);
      for (const { step } of [first, second]) for (let t = 0; t < 5; t++) step();
      expect([...(await read(second.theta))]).toEqual([...(await read(first.theta))]);
      for (const { theta, optimizer } of [first, second]) {
        optimizer.dispose();
        theta.dispose();
      }
    });

    it('refuses the state of another shape', async () => {
      const { theta, optimizer } = problem(tensors());
      expect(() => optimizer.restore({ steps: 1, moments: [new Float32Array(3), new Float32Array(3)] })).toThrow(
        /Expected the training state of a model of this shape/,
      );
      optimizer.dispose();
      theta.dispose();
    });
  });

  it('leaves nothing behind', async () => {
    const { tf, adam, usage, bags, read } = tensors();
    const before = usage();
    const theta = tf.tidy(() => tf.variable(tf.ones([4, 2])));
    const optimizer = adam([theta]);
    for (let t = 0; t < 3; t++) {
      optimizer.step(() => tf.sum(bags(theta as never, rowsOf([[1, 0, 0, 1]])))).dispose();
    }
    await read(theta);
    optimizer.dispose();
    theta.dispose();
    expect(usage()).toEqual(before);
  });
}

/** What one opening mended and set up must not hold the next one to the first's device or memory. */
export function opensAgain(open: () => Promise<OpenTensors>): void {
  async function products(): Promise<number[]> {
    const { tf, read, close } = await open();
    // A table computed and one read transposed: what is mended here is multiplied both as it is and turned around.
    const both = tf.tidy(() => {
      const table = tf.add(tf.ones([3, 3]), tf.tensor2d([0, 1, 2, 3, 4, 5, 6, 7, 8], [3, 3])) as never;
      const slopes = tf.grad((x) => tf.sum(tf.square(tf.gather(x, tf.tensor1d([2, 0, 2], 'int32')))))(table);
      return tf.stack([tf.matMul(table, table), tf.matMul(table, table, true), slopes as never]);
    });
    const numbers = [...(await read(both))];
    both.dispose();
    close();
    return numbers;
  }

  it('multiplies the same when opened again, and again', async () => {
    const first = await products();
    expect(first.slice(0, 9)).toEqual([30, 36, 42, 66, 81, 96, 102, 126, 150]);
    expect(first.slice(9, 18)).toEqual([66, 78, 90, 78, 93, 108, 90, 108, 126]);
    expect(first.slice(18)).toEqual([2, 4, 6, 0, 0, 0, 28, 32, 36]);
    expect(await products()).toEqual(first);
    expect(await products()).toEqual(first);
  });
}
