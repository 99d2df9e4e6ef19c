import type { CsrMatrix } from '../data/csr.ts';
import { indexIn } from '../data/csr.ts';
import { namedFeatures } from '../data/feature-rows.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { pairCosine } from '../math/pair-cosine.ts';

/** What metrics beyond accuracy know of items: from the training part alone, and of no recommender. */
export interface Background {
  /** People with anything in training. */
  readonly people: number;
  /** How many of them have each item. */
  readonly popularity: Uint32Array;
  /** All items, the most popular first; on a tie the lower index. */
  readonly byPopularity: Uint32Array;
  /** 1 for all but the most popular fifth of the catalog. */
  readonly isTail: Uint8Array;
  /** Items × categories, else the features that came with the data; no columns where there is neither. */
  readonly features: CsrMatrix;
  /** The cosine of two items by their features, and by the people who have them. */
  readonly likeByFeatures: (a: number, b: number) => number;
  readonly likeByPeople: (a: number, b: number) => number;
}

export function backgroundOf(train: TrainingSet): Background {
  const { byUser, byItem } = train;
  let people = 0;
  for (let user = 0; user < byUser.rows; user++) if (byUser.indptr[user] < byUser.indptr[user + 1]) people++;
  const popularity = Uint32Array.from(
    { length: byItem.rows },
    (_, item) => byItem.indptr[item + 1] - byItem.indptr[item],
  );
  const byPopularity = Uint32Array.from(popularity.keys()).sort((a, b) => popularity[b] - popularity[a] || a - b);
  const isTail = new Uint8Array(popularity.length);
  for (const item of byPopularity.subarray(Math.ceil(popularity.length / 5))) isTail[item] = 1;
  const features = namedFeatures(train).rows;
  const ones = new Float32Array(byItem.indices.length).fill(1);
  return {
    people,
    popularity,
    byPopularity,
    isTail,
    features,
    likeByFeatures: pairCosine(features),
    likeByPeople: pairCosine({ ...byItem, values: ones }),
  };
}

/** The n most popular items that somebody does not have: what anyone would recommend. `known` ascends. */
export function obvious({ byPopularity }: Background, known: Uint32Array, n: number): Set<number> {
  const found = new Set<number>();
  for (let at = 0; at < byPopularity.length && found.size < n; at++) {
    if (indexIn(known, byPopularity[at]) < 0) found.add(byPopularity[at]);
  }
  return found;
}
