/**
 * Looks for the setting of a recommender that does best on validation data: the training part of the protocol's split is
 * cut once more, and the test part is not there to be looked at. So what is found can still be tested honestly.
 */
import type { Dataset } from '../data/dataset.ts';
import type { Selection } from '../entry.ts';
import { registry } from '../entry.ts';
import { LabError } from '../errors.ts';
import { metrics } from '../metrics/registry.ts';
import type { ParamSpecs, ParamValues } from '../params.ts';
import { checkParams } from '../params.ts';
import { recommenders } from '../recommenders/registry.ts';
import { createRng } from '../rng.ts';
import type { EvaluateEnv } from './evaluate.ts';
import { evaluate } from './evaluate.ts';
import { FittedOnce } from './fitted-once.ts';
import type { EvaluateProgress, Protocol } from './protocol.ts';
import type { Space } from './search-space.ts';
import { axesOf, changesOf, patience } from './search-space.ts';
import type { Course, Proposal, WayId } from './search-ways.ts';
import { bestFirst, courseOf, searchWays } from './search-ways.ts';
import { someUsers, trainingPart, validationProtocol } from './training-part.ts';
import { ln } from '../math/elementary.ts';

/** JSON: what to look for, where and how long. */
export interface SearchPlan {
  /** The setting one begins with; parameters that are not searched keep its values. */
  readonly recommender: Selection;
  readonly space: Space;
  readonly way: WayId;
  /** What is to become best, by its metric's direction. */
  readonly metric: string;
  readonly protocol: Protocol;
  /** Tries at most, the setting one begins with included. */
  readonly tries: number;
  /** No try begins after this many seconds of trying; null = however long it takes. */
  readonly seconds: number | null;
}

export interface Try {
  /** Every parameter with its value. */
  readonly params: ParamValues;
  /** Of what a whole try costs: epochs where the model has them, else people. Only tries of 1 can be compared with it. */
  readonly share: number;
  /** On validation data; NaN where it failed. */
  readonly value: number;
  readonly interval: readonly [number, number] | null;
  readonly seconds: number;
  readonly error: string | null;
}

export interface SearchProgress {
  readonly tried: readonly Try[];
  /** Place among the tries of the best whole one; null before there is one. */
  readonly best: number | null;
  /** Tries to come at most. */
  readonly remaining: number;
  /** Of the try under way; null right after one. */
  readonly running: EvaluateProgress | null;
}

export interface SearchResult extends Omit<SearchProgress, 'running' | 'remaining'> {
  /** What the best setting changes of the one begun with; empty where that is the best. */
  readonly changes: ParamValues;
  /** Why it ended. */
  readonly ended: 'tries' | 'seconds';
}

/**
 * Yields while a try is under way, and after each. `tried`: what was tried before it was left, of an equal plan; it goes on
 * from there as if it had never stopped. Throws ParamError for a plan that cannot be followed, EmptyDatasetError where
 * nothing is left to learn or to judge by.
 */
export async function* search(
  dataset: Dataset,
  plan: SearchPlan,
  env: EvaluateEnv,
  tried: readonly Try[] = [],
): AsyncGenerator<SearchProgress, SearchResult, void> {
  const recommender = (env.recommenders ?? recommenders).get(plan.recommender.id);
  const metric = metrics.get(plan.metric);
  const start = checkParams(recommender.params, plan.recommender.params, recommender.id);
  const isBetter = (a: number, b: number) => (metric.direction === 'higher' ? a > b : a < b);
  const spent = patienceOf(recommender.params, plan.space);
  const course = plannedCourse(plan, recommender.params, start, spent, isBetter);
  const protocol = validationProtocol(plan.protocol, metric.id);
  const part = trainingPart(dataset, plan.protocol);

  const all = [...tried];
  const bestOf = () => {
    const best = bestFirst(
      all.filter(({ share, value }) => share === 1 && !Number.isNaN(value)),
      isBetter,
    ).at(0);
    return best ? all.indexOf(best) : null;
  };
  const standing = (running: EvaluateProgress | null): SearchProgress => ({
    tried: [...all],
    best: bestOf(),
    remaining: course.total - all.length,
    running,
  });
  const isOver = () => plan.seconds !== null && all.reduce((sum, { seconds }) => sum + seconds, 0) >= plan.seconds;

  let kept = null as Kept | null;
  try {
    for (let proposal = course.next(all); proposal && !isOver(); proposal = course.next(all)) {
      const share = spent === null ? proposal.share : 1;
      if (kept?.share !== share) {
        kept?.once.dispose();
        kept = { share, data: someUsers(part, share, protocol.seed), once: new FittedOnce(recommender) };
      }
      const params = settingOf(proposal, start, spent);
      const from = env.clock();
      const own = { ...env, recommenders: registry('recommender', [kept.once.recommender]) };
      const steps = evaluate(kept.data, [{ id: recommender.id, params }], protocol, own);
      try {
        for (;;) {
          const { done, value } = await steps.next();
          if (!done) {
            yield standing(value);
            continue;
          }
          const [{ results, error }] = value.outcomes;
          all.push({
            params: spent === null ? params : { ...params, [spent]: start[spent] },
            share: proposal.share,
            value: results[0]?.value ?? NaN,
            interval: results[0]?.interval ?? null,
            seconds: (env.clock() - from) / 1000,
            error: error ?? (Number.isNaN(results[0]?.value) ? `${recommender.label} has no ${metric.label}.` : null),
          });
          break;
        }
      } finally {
        await steps.return(undefined as never);
      }
      yield standing(null);
    }
  } finally {
    kept?.once.dispose();
  }
  const best = bestOf();
  const ended = all.length < course.total ? 'seconds' : 'tries';
  return { tried: all, best, changes: best === null ? {} : changesOf(all[best].params, start), ended };
}

/** What tries of one share have in common. */
interface Kept {
  readonly share: number;
  readonly data: Dataset;
  readonly once: FittedOnce;
}

function plannedCourse(
  { recommender, space, way, tries, seconds, protocol }: SearchPlan,
  specs: ParamSpecs,
  start: ParamValues,
  spent: string | null,
  isBetter: (a: number, b: number) => boolean,
): Course {
  if (!searchWays.some(({ id }) => id === way)) {
    throw wrong(`Expected a way to search (${searchWays.map(({ id }) => id).join(', ')}); got "${String(way)}".`);
  }
  if (!Number.isSafeInteger(tries) || tries < 2) throw wrong(`Expected 2 tries or more; got ${String(tries)}.`);
  if (seconds !== null && !(seconds > 0)) throw wrong(`Expected a number of seconds above 0; got ${String(seconds)}.`);
  const rng = createRng(protocol.seed).fork('search');
  // A ninth of the people, or the twenty-seventh part of the epochs, is the least that still says something.
  const thirds = spent === null ? 2 : Math.min(3, Math.floor(ln(Number(start[spent])) / ln(3) + 1e-9));
  return courseOf(way, { axes: axesOf(space, specs, recommender.id), start, tries, rng, isBetter, thirds });
}

/** The parameter that says how long the model learns, unless that is what is searched. */
const patienceOf = (specs: ParamSpecs, space: Space): string | null =>
  patience.find((key) => Object.hasOwn(specs, key) && specs[key].type === 'int' && !Object.hasOwn(space, key)) ?? null;

function settingOf({ values, share }: Proposal, start: ParamValues, spent: string | null): ParamValues {
  const setting = { ...start, ...values };
  return spent === null ? setting : { ...setting, [spent]: Math.max(1, Math.round(Number(start[spent]) * share)) };
}

const wrong = (sentence: string) => new LabError('ParamError', sentence);
