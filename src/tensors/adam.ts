import { LabError } from '../core/errors.ts';
import type { Adam, AdamOptions, AdamState, Tensor, TensorFlow, Variable } from '../core/tensors.ts';
import { changedInPlace, hostValues } from './host-values.ts';

type Read = (tensor: Tensor) => Promise<Float32Array>;

/** TensorFlow.js has an Adam of its own, with ε elsewhere, about twelve passes over memory a step, and no way to keep its state. */
export function adam(tf: TensorFlow, read: Read, parameters: readonly Variable[], options: AdamOptions = {}): Adam {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
  const zeros = (like: Variable) => tf.tidy(() => tf.variable(tf.zerosLike(like), false));
  // Of each parameter the mean of its slopes, then the mean of their squares.
  const moments = parameters.flatMap((parameter) => [zeros(parameter), zeros(parameter)]);
  let steps = 0;

  function move(parameter: Variable, slope: Tensor, m: Variable, v: Variable, rate: number): void {
    const inPlace = hostValues(tf, parameter);
    if (inPlace) {
      changedInPlace.add(parameter.dataId);
      const [slopes, means, squares] = [slope, m, v].map((tensor) => hostValues(tf, tensor)!);
      for (let i = 0; i < inPlace.length; i++) {
        const g = slopes[i];
        const mean = (means[i] = beta1 * means[i] + (1 - beta1) * g);
        const square = (squares[i] = beta2 * squares[i] + (1 - beta2) * g * g);
        inPlace[i] -= (rate * mean) / (Math.sqrt(square) + epsilon);
      }
      return;
    }
    const mean = tf.add(tf.mul(m, beta1), tf.mul(slope, 1 - beta1));
    const square = tf.add(tf.mul(v, beta2), tf.mul(tf.square(slope), 1 - beta2));
    m.assign(mean);
    v.assign(square);
    parameter.assign(tf.sub(parameter, tf.div(tf.mul(mean, rate), tf.add(tf.sqrt(square), epsilon))));
  }

  return {
    step: (loss) =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(loss, [...parameters]);
        steps++;
        const rate = (learningRate * Math.sqrt(1 - beta2 ** steps)) / (1 - beta1 ** steps);
        parameters.forEach((parameter, at) => {
          move(parameter, grads[parameter.name], moments[2 * at], moments[2 * at + 1], rate);
        });
        return value;
      }),
    async state(): Promise<AdamState> {
      const copies: Float32Array[] = [];
      for (const moment of moments) copies.push(await read(moment));
      return { steps, moments: copies };
    },
    restore(state) {
      if (
        state.moments.length !== moments.length ||
        state.moments.some((kept, at) => kept.length !== moments[at].size)
      ) {
        throw new LabError(
          'SnapshotVersionError',
          'Expected the training state of a model of this shape; got another. Train it from the beginning.',
        );
      }
      steps = state.steps;
      state.moments.forEach((kept, at) =>
        tf.tidy(() => moments[at].assign(tf.tensor(kept.slice(), moments[at].shape))),
      );
    },
    dispose: () => tf.dispose(moments),
  };
}
