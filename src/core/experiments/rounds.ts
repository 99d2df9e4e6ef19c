/** One cut of the data and its questions; and several of them as one. */
import type { Dataset } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { buildTrainingSet } from '../data/training-set.ts';
import type { Sample } from '../math/statistics.ts';
import { mean, rootOf, termsOf } from '../math/statistics.ts';
import { backgroundOf } from '../metrics/background.ts';
import { dialectOf } from '../dialects.ts';
import type { Metric, MetricContext } from '../metrics/metric.ts';
import type { Rng } from '../rng.ts';
import { splitters } from '../splits/registry.ts';
import type { Split } from '../splits/splitter.ts';
import type { Questions } from './ask.ts';
import { known, sampled } from './candidates.ts';
import { longest } from './curves.ts';
import type { HeldOutUser } from './held-out.ts';
import { heldOutUsers, unaskedUsers } from './held-out.ts';
import type { Judged } from './judge.ts';
import type { Protocol } from './protocol.ts';

/** What all recommenders of a round have in common. */
export interface Round {
  readonly fold: number;
  readonly split: Split;
  readonly train: TrainingSet;
  readonly asked: readonly HeldOutUser[];
  readonly questions: Questions;
  readonly context: MetricContext;
}

export function roundOf(
  dataset: Dataset,
  protocol: Protocol,
  metrics: readonly Metric[],
  rng: Rng,
  fold: number,
): Round {
  const { split: chosen, k, relevantFrom, aboveOwnMean, negatives, ties } = protocol;
  const split = splitters.get(chosen.id).split(dataset, chosen.params, rng.fork('split'), fold);
  const train = buildTrainingSet(dataset, split.train);
  const dialect = dialectOf(protocol.dialect);
  const questioned = heldOutUsers(dataset, split, train, relevantFrom, aboveOwnMean);
  const everyone = dialect.blank === 'zero' ? withUnasked(train, questioned) : questioned;
  // Errors of rating are judged on every held-out opinion, lists only where something relevant is to be found.
  const judgesRatings = dataset.feedback === 'explicit' && metrics.some(({ needs }) => needs === 'rating');
  const asksAll = judgesRatings || dialect.blank === 'zero';
  const chance = (name: string) => rng.fork(fold === 0 ? name : `${name} ${fold}`);
  const { ids } = dataset.users;
  const tied = ties === 'random' ? chance('ties') : null;
  return {
    fold,
    split,
    train,
    asked: asksAll ? everyone : everyone.filter(({ relevant }) => relevant.length > 0),
    questions: {
      k: Math.max(k, longest),
      judged: k,
      judgesRatings,
      judgesRanks: metrics.some(({ needs }) => needs === 'ranks'),
      looksAhead: fold === 0,
      leftOut: negatives === undefined ? known : sampled(negatives, train.items, ids, chance('candidates')),
      tiesOf: tied && ((user) => tied.fork(ids[user])),
    },
    context: { k, items: train.items, dialect, background: backgroundOf(train), params: protocol.metricParams },
  };
}

function withUnasked(train: TrainingSet, asked: readonly HeldOutUser[]): HeldOutUser[] {
  return [...asked, ...unaskedUsers(train, asked)].sort((a, b) => a.user - b.user);
}

/** Everyone asked in any of the rounds, ascending. */
export const usersOf = (rounds: readonly (readonly HeldOutUser[])[]): Uint32Array =>
  Uint32Array.from(new Set(rounds.flatMap((asked) => asked.map(({ user }) => user)))).sort();

/**
 * Several rounds as one. A user counts once: with the mean of their values over the rounds that asked them (in the metric's
 * own order of mean, and weighted as the metric weighs), so that an interval over users stays one. A number of all users
 * together is the mean over rounds.
 */
export function mergeRounds(
  rounds: readonly { readonly users: Uint32Array; readonly judged: Judged }[],
  users: Uint32Array,
): Judged {
  if (rounds.length === 1) return rounds[0].judged;
  const place = new Map(Array.from(users, (user, at) => [user, at]));
  const metrics = rounds[0].judged.summaries.keys();
  return {
    samples: Array.from(metrics, (metric) => {
      const parts = rounds.flatMap(({ users: own, judged }) => {
        const sample = judged.samples[metric];
        return sample ? [{ sample, places: Array.from(own, (user) => place.get(user)!) }] : [];
      });
      return parts.length > 0 ? mergeSamples(parts, users.length) : null;
    }),
    summaries: rounds[0].judged.summaries.map((_, metric) =>
      mean(rounds.map(({ judged }) => judged.summaries[metric]).filter((value) => !Number.isNaN(value))),
    ),
  };
}

function mergeSamples(
  parts: readonly { readonly sample: Sample; readonly places: readonly number[] }[],
  users: number,
): Sample {
  const sums = new Float64Array(users);
  const weights = new Float64Array(users);
  for (const { sample, places } of parts) {
    const [ownSums, ownWeights] = termsOf(sample);
    places.forEach((user, at) => {
      sums[user] += ownSums[at];
      weights[user] += ownWeights[at];
    });
  }
  const { order, weights: weighed } = parts[0].sample;
  return { values: sums.map((sum, user) => rootOf(sum / weights[user], order)), weights: weighed && weights, order };
}
