import type { Outcome, Run } from '../core/experiments/protocol.ts';
import type { RecommenderOffer } from '../state/columns.svelte.ts';
import { describeParams } from './describe.ts';
import { namesOf } from './verdict.ts';

/** How an outcome is called and colored, wherever it is shown. */
export interface OutcomeFace {
  readonly name: string;
  readonly family: string;
}

export function outcomeFaces(run: Run, offer: readonly RecommenderOffer[]): ReadonlyMap<Outcome, OutcomeFace> {
  const entryOf = ({ recommender }: Outcome) => offer.find(({ id }) => id === recommender.id);
  const names = namesOf(run, (outcome) =>
    describeParams(entryOf(outcome)?.params ?? {}, outcome.recommender.params, 1),
  );
  return new Map(
    run.outcomes.map((outcome, at) => [outcome, { name: names[at], family: entryOf(outcome)?.family ?? 'baseline' }]),
  );
}
