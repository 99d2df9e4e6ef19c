/** The ways to choose what to ask a newcomer, each with what it needs computed once. */
import type { TrainingSet } from '../data/training-set.ts';
import type { Asked, Asking } from './asking.ts';
import type { Opinions } from './elicit.ts';
import { leaningOf, proposeNext } from './elicit.ts';
import { entropies, entropiesWithUnknown } from './entropy.ts';
import type { Representatives } from './representatives.ts';
import { proposeRepresentatives, representativesOf } from './representatives.ts';

export interface QuestionsWanted {
  readonly rated: ReadonlySet<number>;
  readonly skipped: ReadonlySet<number>;
  readonly n: number;
}

/** A function that proposes at most n items to rate. What a way needs is computed when it is first asked for. */
export function createElicitor(train: TrainingSet, opinions: Opinions) {
  const { categories } = train.catalog;
  const known = new Map<Asking, Float64Array>();
  let representatives: Representatives | null = null;

  function gainsOf(by: 'entropy' | 'entropy0'): Float64Array {
    let gains = known.get(by);
    if (!gains) known.set(by, (gains = by === 'entropy' ? entropies(train) : entropiesWithUnknown(train)));
    return gains;
  }

  return (wanted: QuestionsWanted, { by, liked, disliked }: Asked): number[] => {
    const leaning = leaningOf(categories, liked, disliked);
    const input = { ...opinions, categories, ...wanted, leaning, spread: by === 'spread' };
    if (by === 'entropy' || by === 'entropy0') return proposeNext({ ...input, gains: gainsOf(by) });
    if (by !== 'coverage') return proposeNext(input);
    representatives ??= representativesOf(train, opinions.popularity);
    const chosen = proposeRepresentatives(representatives, { ...wanted, leaning });
    if (chosen.length === wanted.n) return chosen;
    // Beyond the well known nobody stands for many others.
    const rated = new Set([...wanted.rated, ...chosen]);
    return [...chosen, ...proposeNext({ ...input, rated, n: wanted.n - chosen.length })];
  };
}
