import type { ValuesOf } from '../params.ts';
import { choice, flag, float, int } from '../params.ts';
import { learningParams } from './learning-params.ts';

export const params = {
  factors: int({
    label: 'Factors',
    help: 'How many numbers a person or an item becomes; more tell finer tastes apart and need more data.',
    default: 64,
    min: 1,
    max: 256,
    scale: 'log',
  }),
  ...learningParams({ epochs: 20, learningRate: 0.005, batch: 128, patience: 4 }),
  temperature: float({
    label: 'Temperature',
    help: 'What scores are divided by. A low one learns from the hardest comparisons above all.',
    default: 0.2,
    min: 0.01,
    max: 10,
    scale: 'log',
  }),
  negatives: int({
    label: 'Negatives drawn',
    help: 'Items drawn for each batch, besides what others in it like, for likes to be told from.',
    default: 1024,
    min: 1,
    max: 16_384,
    scale: 'log',
  }),
  content: choice({
    label: 'Items are known by',
    help: 'What the item tower reads besides who likes an item; what it reads also places items nobody has met.',
    default: 'everything',
    options: [
      { id: 'everything', label: 'themselves, categories and words' },
      { id: 'categories', label: 'themselves and categories' },
      { id: 'none', label: 'themselves alone' },
    ],
  }),
  userLayer: int({
    label: 'Hidden units, people',
    help: 'Size of a layer in the user tower, beside the plain sum over the history; 0: none.',
    default: 0,
    min: 0,
    max: 512,
  }),
  itemLayer: int({
    label: 'Hidden units, items',
    help: 'Size of a layer in the item tower, beside the plain sum over what is known of an item; 0: none.',
    default: 0,
    min: 0,
    max: 512,
  }),
  users: choice({
    label: 'People are known by',
    help: 'Their history, so that anyone can be answered; or a vector each, learned from a few drawn items for each like, as in the notebook.',
    advanced: true,
    default: 'history',
    options: [
      { id: 'history', label: 'their history' },
      { id: 'own', label: 'a vector of their own' },
    ],
  }),
  normalize: flag({
    label: 'Vectors of length 1',
    help: 'Compares directions alone; without it long vectors win.',
    advanced: true,
    default: true,
  }),
  targets: int({
    label: 'Likes to be found',
    help: 'How many likes of a person are to be found at once, at most.',
    advanced: true,
    default: 16,
    min: 1,
    max: 256,
    scale: 'log',
  }),
  held: float({
    label: 'Kept out of the history',
    help: 'Share of the likes that a person’s vector does not see while the others are to be found.',
    advanced: true,
    default: 0.5,
    min: 0.01,
    max: 0.99,
  }),
  unknown: float({
    label: 'Shown as unknown',
    help: 'Share of candidates known by their content alone while learning, so that new items can be placed.',
    advanced: true,
    default: 0.1,
    min: 0,
    max: 0.9,
  }),
  words: int({
    label: 'Most words',
    help: 'How many different words to read, the most frequent first.',
    advanced: true,
    default: 1000,
    min: 10,
    max: 20_000,
    scale: 'log',
  }),
  examples: choice({
    label: 'Examples',
    help: 'What counts as a like, and how much.',
    advanced: true,
    default: 'equal',
    options: [
      { id: 'equal', label: 'ratings above the middle, all the same' },
      { id: 'preference', label: 'ratings above the middle by how far, counts by their logarithm' },
      { id: 'everything', label: 'every rating, all the same' },
    ],
  }),
  draws: int({
    label: 'Draws for each like',
    help: 'Items that a person with a vector of their own is supposed not to like.',
    advanced: true,
    default: 3,
    min: 1,
    max: 100,
    scale: 'log',
  }),
  avoid: choice({
    label: 'Draws avoid',
    help: 'What is drawn again, for people with vectors of their own: without it some draws are likes.',
    advanced: true,
    default: 'everything met',
    options: [
      { id: 'everything met', label: 'everything the person has met' },
      { id: 'itself', label: 'only the like itself, as in the notebook' },
    ],
  }),
};

export type TwoTowerParams = ValuesOf<typeof params>;
