import type { ValuesOf } from '../params.ts';
import { choice, flag, float, int } from '../params.ts';
import { learningParams } from './learning-params.ts';

export const params = {
  learns: choice({
    label: 'Learns from',
    help: 'Likes against items drawn by lot, which makes lists; or ratings alone, which makes predictions.',
    default: 'likes',
    options: [
      { id: 'likes', label: 'likes, and ratings beside them' },
      { id: 'ratings', label: 'ratings alone, where there are any' },
    ],
  }),
  network: choice({
    label: 'Network',
    help: 'How a person’s numbers meet an item’s.',
    default: 'neumf',
    options: [
      { id: 'gmf', label: 'products (GMF)' },
      { id: 'mlp', label: 'layers (MLP)' },
      { id: 'neumf', label: 'both (NeuMF)' },
    ],
  }),
  people: choice({
    label: 'People are',
    help: 'Their history, or a vector learned for each, which newcomers are then given by a map.',
    default: 'history',
    options: [
      { id: 'history', label: 'their history' },
      { id: 'own', label: 'a vector each' },
    ],
  }),
  factors: int({
    label: 'Factors',
    help: 'Numbers learned of each person and item, for products and for layers each; more tell finer tastes apart.',
    default: 32,
    min: 1,
    max: 256,
    scale: 'log',
  }),
  ...learningParams({ epochs: 20, learningRate: 0.01, batch: 512, patience: 8 }),
  regularization: float({
    label: 'Regularization',
    help: 'Pulls the numbers of people and items towards zero; more relies on what is common.',
    default: 0.00004,
    min: 0,
    max: 1,
  }),
  negatives: int({
    label: 'Drawn per like',
    help: 'How many items somebody has not are compared with each like.',
    default: 4,
    min: 1,
    max: 50,
  }),
  dropout: float({
    label: 'Dropout',
    help: 'Share of each layer’s outputs left out while learning.',
    advanced: true,
    default: 0.2,
    min: 0,
    max: 0.9,
  }),
  first: int({ label: 'First layer', help: 'Its width.', advanced: true, default: 64, min: 1, max: 512 }),
  second: int({ label: 'Second layer', help: 'Its width.', advanced: true, default: 32, min: 1, max: 512 }),
  biases: flag({
    label: 'Item biases',
    help: 'Lets an item be liked by all kinds of people.',
    advanced: true,
    default: true,
  }),
  validation: choice({
    label: 'Held back',
    help: 'What patience and the learning curve look at.',
    advanced: true,
    default: 'people',
    options: [
      { id: 'people', label: 'a fifth of some people’s; nothing without patience' },
      { id: 'last', label: 'the last fifth of all, as in the notebook' },
    ],
  }),
};

export type CfParams = ValuesOf<typeof params>;
