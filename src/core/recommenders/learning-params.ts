import { float, int } from '../params.ts';

/** Parameters of every network that learns in epochs, with defaults of its own. */
export const learningParams = (defaults: {
  readonly epochs: number;
  readonly learningRate: number;
  readonly batch: number;
  readonly patience: number;
}) => ({
  epochs: int({
    label: 'Epochs',
    help: 'Passes over the data at most; too many learn it by heart.',
    default: defaults.epochs,
    min: 1,
    max: 1000,
    scale: 'log',
  }),
  learningRate: float({
    label: 'Learning rate',
    help: 'How far a step goes; larger is faster, until the numbers run away.',
    default: defaults.learningRate,
    min: 1e-6,
    max: 10,
    scale: 'log',
  }),
  batch: int({
    label: 'Batch',
    help: 'Examples of a step. Larger batches use a graphics card better and step less often.',
    default: defaults.batch,
    min: 1,
    max: 65536,
    scale: 'log',
  }),
  patience: int({
    label: 'Patience',
    help: 'Epochs without a better result on ratings held back before training ends and the best epoch is kept; 0 holds nothing back and never ends early.',
    default: defaults.patience,
    min: 0,
    max: 100,
  }),
});
