/**
 * The same name means different numbers elsewhere. A dialect says which definition holds, so that a run can be laid beside
 * published figures. Where a list is full, nobody has more than k relevant items and everybody has one, all dialects agree
 * but for the discount of NDCG.
 */
import { LabError } from './errors.ts';
import { log2 } from './math/elementary.ts';

export interface Dialect {
  readonly id: string;
  readonly label: string;
  /** What differs from ours, and why; "" for ours. */
  readonly summary: string;
  /** What the hits are divided by. returned: as many items as were listed, at most k. */
  readonly precision: 'k' | 'returned';
  /** reachable: min(relevant, k), so that a perfect list gets 1. */
  readonly recall: 'relevant' | 'reachable';
  /** listed: min(relevant, returned). */
  readonly map: 'relevant' | 'reachable' | 'listed';
  /** What a hit at a place counts in NDCG. next: 1 / log2(place + 1). place: 1 / max(1, log2(place)). */
  readonly discount: 'next' | 'place';
  /** Somebody of whom nothing relevant is hidden. zero: counts 0 in every measure of accuracy. */
  readonly blank: 'left out' | 'zero';
}

const ours: Dialect = {
  id: 'tastelab',
  label: 'Tastelab',
  summary: '',
  precision: 'k',
  recall: 'relevant',
  map: 'reachable',
  discount: 'next',
  blank: 'left out',
};

/** In the order in which they are offered; the first unless another is chosen. */
export const dialects: readonly [Dialect, ...Dialect[]] = [
  ours,
  {
    ...ours,
    id: 'lenskit',
    label: 'LensKit',
    summary:
      'Short lists are divided by their own length, recall by what k places can hold; the first two places of NDCG count the same, as in the paper that introduced it.',
    precision: 'returned',
    recall: 'reachable',
    map: 'listed',
    discount: 'place',
  },
  {
    ...ours,
    id: 'recbole',
    label: 'RecBole',
    summary: 'The same definitions as ours, under its name.',
  },
  {
    ...ours,
    id: 'trec-eval',
    label: 'trec_eval, ranx',
    summary:
      'MAP is divided by all relevant items, so that who has more than k of them cannot reach 1: a search engine should find them all.',
    map: 'relevant',
  },
  {
    ...ours,
    id: 'notebook',
    label: 'as in the notebook',
    summary:
      'Who has nothing relevant hidden stays in the mean and counts 0, which lowers every number by the share of such people.',
    blank: 'zero',
  },
];

/** Ours where none is named. Throws ParamError naming the known ids. */
export function dialectOf(id: string = ours.id): Dialect {
  const found = dialects.find((one) => one.id === id);
  if (found) return found;
  throw new LabError('ParamError', `There is no dialect "${id}". Known: ${dialects.map((one) => one.id).join(', ')}.`);
}

interface Sizes {
  readonly returned: number;
  readonly relevant: number;
  readonly k: number;
}

export const precisionOver = ({ precision }: Dialect, { returned, k }: Sizes): number =>
  precision === 'k' ? k : Math.min(returned, k);

export const recallOver = ({ recall }: Dialect, { relevant, k }: Sizes): number =>
  recall === 'relevant' ? relevant : Math.min(relevant, k);

export function mapOver({ map }: Dialect, { returned, relevant, k }: Sizes): number {
  if (map === 'relevant') return relevant;
  return Math.min(relevant, map === 'reachable' ? k : Math.min(returned, k));
}

/** `place` from 0. */
export const discountOf = ({ discount }: Dialect, place: number): number =>
  1 / (discount === 'next' ? log2(place + 2) : Math.max(1, log2(place + 1)));
