/**
 * Parameters averaged along the way. Late in training they wander about what is best; their mean is nearer to it than where
 * they happen to be (B. Polyak, A. Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control Optim.
 * 30, 1992; here older steps count less, as is usual for networks).
 */
import type { Adam, TensorFlow, Variable } from '../tensors.ts';

/** What a mean keeps of itself at a step, once it is some fifty steps old. */
const memory = 0.98;

export interface Averaged<Name extends string> {
  /** Steps as the optimizer does, and takes the means along. Disposing it leaves the parameters alone. */
  readonly optimizer: Adam;
  /** By the names of their parameters. */
  readonly means: Readonly<Record<Name, Variable>>;
}

export function averaged<Name extends string>(
  tf: TensorFlow,
  parameters: Readonly<Record<Name, Variable>>,
  inner: Adam,
): Averaged<Name> {
  const names = Object.keys(parameters) as Name[];
  const copy = (name: Name) => tf.tidy(() => tf.variable(tf.clone(parameters[name]), false));
  const means = Object.fromEntries(names.map((name) => [name, copy(name)])) as Record<Name, Variable>;
  let steps = 0;
  function follow(): void {
    steps++;
    const kept = Math.min(memory, (1 + steps) / (10 + steps));
    tf.tidy(() => {
      for (const name of names) {
        means[name].assign(tf.add(tf.mul(means[name], kept), tf.mul(parameters[name], 1 - kept)));
      }
    });
  }
  return {
    means,
    optimizer: {
      step(loss) {
        const value = inner.step(loss);
        follow();
        return value;
      },
      state: () => inner.state(),
      restore(state) {
        inner.restore(state);
        steps = state.steps;
      },
      dispose() {
        inner.dispose();
        tf.dispose(Object.values(means));
      },
    },
  };
}
