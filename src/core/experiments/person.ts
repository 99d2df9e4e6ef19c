/** One person of a run: what was known of them and what was held out, cut again by the run's protocol and seed. */
import type { Dataset } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import { createRng } from '../rng.ts';
import { splitters } from '../splits/registry.ts';
import type { Split } from '../splits/splitter.ts';
import type { HeldOutUser } from './held-out.ts';
import { heldOutUsers } from './held-out.ts';
import type { Protocol } from './protocol.ts';

export interface PersonEvent {
  readonly item: number;
  /** As models read it: the latest opinion, or the weighted sum of acts. */
  readonly value: number;
  /** Seconds since 1970 of the latest such act; null where the data have no times. */
  readonly time: number | null;
}

export interface HeldOutEvent extends PersonEvent {
  readonly relevant: boolean;
}

export interface PersonCut {
  readonly id: string;
  /** What every recommender was asked with; the newest first, or the highest value where there are no times. */
  readonly known: readonly PersonEvent[];
  /** The relevant first, each part in the same order. */
  readonly heldOut: readonly HeldOutEvent[];
  /** Seconds since 1970 of their first act in the data, held out or not; null where there are no times. */
  readonly since: number | null;
  /** Whether they are in nobody's training data, and were asked for like the person at the keyboard. */
  readonly isStranger: boolean;
}

/** A data set cut as a run cut it, for any number of people. */
export interface Cut {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly train: TrainingSet;
  readonly asked: ReadonlyMap<number, HeldOutUser>;
}

/**
 * The very cut of a run on one split. Throws ParamError where the data are no longer those the run was made on (`hash`), or
 * where its protocol cuts them more than once: there a person has no single known part.
 */
export function cutAgain(dataset: Dataset, hash: string, protocol: Protocol): Cut {
  if (dataset.provenance.hash !== hash) {
    throw new LabError(
      'ParamError',
      `Expected "${dataset.name}" as it was in this run; it has been imported or weighed anew since. Repeat the run, and look at its people then.`,
    );
  }
  const { split: chosen, seed, relevantFrom, aboveOwnMean, repeats = 1 } = protocol;
  const splitter = splitters.get(chosen.id);
  if (repeats > 1 || (splitter.folds?.(chosen.params) ?? 1) > 1) {
    throw new LabError(
      'ParamError',
      `Expected a run on one cut of the data; this one has several (${splitter.label}${repeats > 1 ? `, ${repeats} times` : ''}), each with other lists. Run a protocol with a single cut, and look at its people.`,
    );
  }
  const split = splitter.split(dataset, chosen.params, createRng(seed).fork('split'));
  const train = buildTrainingSet(dataset, split.train);
  const asked = heldOutUsers(dataset, split, train, relevantFrom, aboveOwnMean);
  return { dataset, split, train, asked: new Map(asked.map((one) => [one.user, one])) };
}

/** Throws ParamError where the data do not have that person. */
export function personIn({ dataset, split, train, asked }: Cut, id: string): PersonCut {
  const user = dataset.users.ids.indexOf(id);
  if (user < 0)
    throw new LabError('ParamError', `Expected a person of "${dataset.name}"; got "${id}". Choose another.`);
  const one = asked.get(user);
  const query = one?.query ?? queryOfUser(train, user);
  const isStranger = train.byUser.indptr[user] === train.byUser.indptr[user + 1];
  const told = timesOf(dataset, isStranger && split.known ? split.known : split.train, user);
  const tested = timesOf(dataset, split.test, user);
  const { indices, values } = query.history;
  const known = Array.from(indices, (item, at): PersonEvent => event(item, values[at], told));
  const relevant = new Set(one?.relevant);
  const heldOut = Array.from(one?.items ?? [], (item, at): HeldOutEvent => {
    return { ...event(item, one!.values[at], tested), relevant: relevant.has(item) };
  });
  return {
    id,
    known: known.sort(newestFirst),
    heldOut: heldOut.sort((a, b) => Number(b.relevant) - Number(a.relevant) || newestFirst(a, b)),
    since: firstTime(dataset, user),
    isStranger,
  };
}

const event = (item: number, value: number, times: ReadonlyMap<number, number>): PersonEvent => ({
  item,
  value,
  time: times.get(item) ?? null,
});

const newestFirst = (a: PersonEvent, b: PersonEvent) =>
  (b.time ?? 0) - (a.time ?? 0) || b.value - a.value || a.item - b.item;

/** The latest time of each of the user's items in those rows; empty where the data have no times. */
function timesOf({ interactions }: Dataset, rows: Uint32Array, user: number): Map<number, number> {
  const { timestamp } = interactions;
  const times = new Map<number, number>();
  if (!timestamp) return times;
  for (const row of rows) {
    if (interactions.user[row] !== user) continue;
    const item = interactions.item[row];
    times.set(item, Math.max(times.get(item) ?? -Infinity, timestamp[row]));
  }
  return times;
}

function firstTime({ interactions: { user: users, timestamp } }: Dataset, user: number): number | null {
  if (!timestamp) return null;
  let first = Infinity;
  for (let row = 0; row < users.length; row++) if (users[row] === user) first = Math.min(first, timestamp[row]);
  return first;
}
