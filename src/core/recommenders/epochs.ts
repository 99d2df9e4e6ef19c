/**
 * Learning in epochs on tensors, the same for every network: batches, validation, early stopping, checkpoints. Whoever
 * drives the generator may stop after any step; from a checkpoint it goes on as if it had never stopped, because the chance
 * of an epoch depends on the seed and the epoch's number alone.
 */
import { LabError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import type { Adam, Scalar, Tensors, Variable } from '../tensors.ts';
import type { Checkpoint, FitEnv, FitProgress, FittedModel, ModelSnapshot } from './recommender.ts';
import type { ValidationCut, ValidationMeasure } from './validation.ts';
import { isBetter, validate } from './validation.ts';

/** What a network brings along. */
export interface Learner {
  /** By the names they have in a checkpoint. */
  readonly parameters: Readonly<Record<string, Variable>>;
  readonly optimizer: Adam;
  /** Steps of an epoch, the same for all, and examples of a step. */
  readonly steps: number;
  readonly examples: number;
  /** Draws what the epoch learns from. */
  begin(rng: Rng, epoch: number): void;
  /** The loss of a step of the epoch begun, before the step is taken. */
  loss(step: number): Scalar;
  /** The model that the values of the parameters make. */
  snapshot(values: Readonly<Record<string, Float32Array>>): ModelSnapshot;
  /** The model again, from plain arrays. */
  restore(snapshot: ModelSnapshot): FittedModel;
  /** Of the parameters and the optimizer, once training has ended wherever it did. */
  dispose(): void;
}

export interface Schedule {
  readonly epochs: number;
  /** Epochs without a better validation before training ends; 0: never, and the last epoch is kept rather than the best. */
  readonly patience: number;
  readonly measure: ValidationMeasure;
  readonly cut: ValidationCut;
  readonly learningRate: number;
}

/** The best epoch's model; the learner is disposed of. Throws ParamError where the numbers run away, BackendError where the device is lost. */
export async function* learn(
  learner: Learner,
  tensors: Tensors,
  env: Pick<FitEnv, 'rng' | 'resume'>,
  schedule: Schedule,
): AsyncGenerator<FitProgress, FittedModel, void> {
  try {
    return learner.restore(yield* inEpochs(learner, tensors, env, schedule));
  } finally {
    learner.dispose();
  }
}

async function* inEpochs(
  learner: Learner,
  tensors: Tensors,
  { rng, resume }: Pick<FitEnv, 'rng' | 'resume'>,
  { epochs, patience, measure, cut, learningRate }: Schedule,
): AsyncGenerator<FitProgress, ModelSnapshot, void> {
  const { steps: perEpoch, examples, optimizer } = learner;
  const steps = epochs * perEpoch;
  const curve = learningCurve(measure, resume?.snapshot);
  let last = resume?.snapshot ?? null;
  let best = resume?.best ?? last;
  if (resume) goOnFrom(resume, learner, tensors);
  yield { step: curve.epoch * perEpoch, steps };

  while (curve.epoch < epochs && (patience === 0 || curve.epoch - curve.best < patience)) {
    const epoch = curve.epoch + 1;
    const before = (epoch - 1) * perEpoch;
    learner.begin(rng.fork(`epoch ${epoch}`), epoch);
    const meter = new LossMeter(tensors, perEpoch);
    try {
      for (let step = 1; step <= perEpoch; step++) {
        const loss = await meter.add(optimizer.step(() => learner.loss(step - 1)));
        if (loss !== null && !Number.isFinite(loss)) throw diverged(epoch, learningRate);
        const taken = before + step;
        yield { step: taken, steps, examples: taken * examples, ...(loss !== null && { loss }) };
      }
      const values = await readAll(learner, tensors);
      const snapshot = learner.snapshot(values);
      const loss = await meter.mean();
      const validation = yield* judged(learner.restore(snapshot), cut, measure, { step: before + perEpoch, steps });
      curve.add(loss, validation);
      last = curve.writeOn(snapshot);
      if (curve.best === epoch) best = last;
      const [present, leading] = [last, best === last ? null : best];
      yield {
        step: before + perEpoch,
        steps,
        loss,
        epoch: { epoch, epochs, loss, validation, measure, best: curve.best },
        checkpoint: async () => ({
          epoch,
          snapshot: present,
          best: leading,
          values,
          optimizer: await optimizer.state(),
        }),
      };
    } finally {
      meter.dispose();
    }
  }
  const learned = patience > 0 ? best : last;
  return curve.writeOn(learned ?? learner.snapshot(await readAll(learner, tensors)));
}

async function* judged(
  model: FittedModel,
  cut: ValidationCut,
  measure: ValidationMeasure,
  at: FitProgress,
): AsyncGenerator<FitProgress, number, void> {
  const judging = validate(model, cut, measure);
  for (;;) {
    const { done, value } = await judging.next();
    if (done) return value;
    yield at;
  }
}

async function readAll({ parameters }: Learner, tensors: Tensors): Promise<Record<string, Float32Array>> {
  const values: Record<string, Float32Array> = {};
  for (const [name, parameter] of Object.entries(parameters)) values[name] = await tensors.read(parameter);
  return values;
}

function goOnFrom({ values, optimizer }: Checkpoint, learner: Learner, { tf }: Tensors): void {
  for (const [name, parameter] of Object.entries(learner.parameters)) {
    if (values[name]?.length !== parameter.size) {
      throw new LabError(
        'SnapshotVersionError',
        `Expected a checkpoint with ${parameter.size} values of "${name}"; got ${values[name]?.length ?? 'none'}. Train it from the beginning.`,
      );
    }
    tf.tidy(() => parameter.assign(tf.tensor(values[name].slice(), parameter.shape)));
  }
  learner.optimizer.restore(optimizer);
}

/** Losses and validations so far, as they are written on a snapshot. */
function learningCurve(measure: ValidationMeasure, from: ModelSnapshot | undefined) {
  const losses = [...(from?.arrays.losses ?? [])];
  const validations = [...(from?.arrays.validations ?? [])];
  return {
    get epoch() {
      return losses.length;
    },
    /** The epoch with the best validation, counted from 1; the last one where there is nothing to validate on. */
    get best() {
      let best = validations.length;
      if (validations.every(Number.isNaN)) return best;
      for (let epoch = best; epoch > 0; epoch--) {
        if (!isBetter(measure, validations[best - 1], validations[epoch - 1])) best = epoch;
      }
      return best;
    },
    add(loss: number, validation: number) {
      losses.push(loss);
      validations.push(validation);
    },
    writeOn: (snapshot: ModelSnapshot): ModelSnapshot => ({
      ...snapshot,
      arrays: { ...snapshot.arrays, losses: Float64Array.from(losses), validations: Float64Array.from(validations) },
    }),
  };
}

/** What the losses of an epoch were, read from the device some twenty times an epoch: each read waits for it. */
class LossMeter {
  readonly #tensors: Tensors;
  readonly #every: number;
  #waiting: Scalar[] = [];
  #sum = 0;
  #count = 0;

  constructor(tensors: Tensors, steps: number) {
    this.#tensors = tensors;
    this.#every = Math.max(1, Math.ceil(steps / 20));
  }

  /** The mean loss of the steps since the last answer; null where it is not yet time to ask. */
  async add(loss: Scalar): Promise<number | null> {
    this.#waiting.push(loss);
    return this.#waiting.length < this.#every ? null : this.#ask();
  }

  async mean(): Promise<number> {
    if (this.#waiting.length > 0) await this.#ask();
    return this.#sum / this.#count;
  }

  dispose(): void {
    this.#tensors.tf.dispose(this.#waiting);
    this.#waiting = [];
  }

  async #ask(): Promise<number> {
    const { tf, read } = this.#tensors;
    const stacked = tf.stack(this.#waiting);
    try {
      const losses = await read(stacked);
      const sum = losses.reduce((total, loss) => total + loss, 0);
      this.#sum += sum;
      this.#count += losses.length;
      return sum / losses.length;
    } finally {
      stacked.dispose();
      this.dispose();
    }
  }
}

const diverged = (epoch: number, learningRate: number) =>
  new LabError(
    'ParamError',
    `Expected a finite loss; epoch ${epoch} with learning rate ${learningRate} gave none. Lower the learning rate.`,
  );
