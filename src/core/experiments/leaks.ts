/**
 * What recommenders learn from must not give away what is asked for. Three things can: sessions that hold somebody's held-out
 * item; what is known of people, where a feature stands for the very item ("last film: Alien"); what is known of items, where a
 * feature was written down with the test set at hand.
 *
 * A feature is suspected only where chance would hardly ever make it look so. By Hoeffding's inequality (1963, theorem 1) a share
 * s of n independent draws, of mean probability q < s, comes about with at most
 *
 *   P ≤ exp(−n (s ln(s / q) + (1 − s) ln((1 − s) / (1 − q))))
 *
 * times as many as are looked at (Bonferroni). And the feature must nearly decide: that those who like films like films is no leak.
 */
import type { Dataset } from '../data/dataset.ts';
import type { Interactions } from '../data/interactions.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { ln } from '../math/elementary.ts';
import type { Split } from '../splits/splitter.ts';
import type { HeldOutUser } from './held-out.ts';

/** A false alarm in a thousand evaluations, at most, for each kind of leak. */
const doubt = 0.001;
/** Of those who have a feature, how many must have the same item held out; and how much more often than everyone. */
const share = 0.8;
const lift = 4;

/** One sentence for each leak found; none, as a rule. */
export function leaksOf(dataset: Dataset, split: Split, train: TrainingSet, asked: readonly HeldOutUser[]): string[] {
  if (asked.length === 0) return [];
  return [...sessionLeaks(train, asked), ...memberLeaks(train, asked), ...itemLeaks(dataset, split, train)];
}

function sessionLeaks({ sessions }: TrainingSet, asked: readonly HeldOutUser[]): string[] {
  if (!sessions) return [];
  const hidden = new Map(asked.map(({ user, items }) => [user, new Set(items)]));
  const leaking = new Set<number>();
  sessions.user.forEach((user, s) => {
    const own = hidden.get(user);
    if (!own) return;
    for (let at = sessions.indptr[s]; at < sessions.indptr[s + 1]; at++) {
      if (own.has(sessions.items[at])) leaking.add(user);
    }
  });
  if (leaking.size === 0) return [];
  return [
    `Sessions to learn from hold an item that is held out, for ${percent(leaking.size / asked.length)} of people: whoever reads sessions has seen the answer.`,
  ];
}

/**
 * Whoever shares a value with others is foretold what most of the others have held out. Fields by the names of their columns:
 * "last film: Alien" and "last film=Aliens" are values of "last film".
 */
function memberLeaks({ userFeatures }: TrainingSet, asked: readonly HeldOutUser[]): string[] {
  if (!userFeatures) return [];
  const people = Uint32Array.from(asked, ({ user }) => user);
  const times = new Map<number, number>();
  for (const { items } of asked) for (const item of items) times.set(item, (times.get(item) ?? 0) + 1);
  const fields = new Map<string, { foretold: number; right: number; byChance: number }>();
  for (const { name, places } of standing(userFeatures.names, userFeatures.rows, people)) {
    if (places.length < 2) continue;
    const own = new Map<number, number>();
    for (const place of places) for (const item of asked[place].items) own.set(item, (own.get(item) ?? 0) + 1);
    const best = [...own].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const field = name.split(/\s*[:=]/)[0];
    const record = fields.get(field) ?? { foretold: 0, right: 0, byChance: 0 };
    fields.set(field, record);
    for (const place of places) {
      const { items } = asked[place];
      const item = mostOfOthers(best, items);
      record.foretold++;
      if (items.includes(item)) record.right++;
      record.byChance += times.get(item)! / asked.length;
    }
  }
  return Array.from(fields).flatMap(([field, { foretold, right, byChance }]) =>
    isBeyondChance(right, foretold, byChance / foretold, fields.size)
      ? `Member feature “${field}” says which item is held out for ${percent(right / foretold)} of the people who share a value of it (${foretold} of ${asked.length}). Leave it out, or write it from what came before.`
      : [],
  );
}

/** The commonest item once one person's own are taken off. */
function mostOfOthers(best: readonly (readonly [item: number, times: number])[], own: Uint32Array): number {
  let [most, item] = [-1, best[0][0]];
  for (const [one, times] of best) {
    if (times <= most) break;
    const others = own.includes(one) ? times - 1 : times;
    if (others > most) [most, item] = [others, one];
  }
  return item;
}

/** Features and categories that stand only on items nobody has in the training part, though chance chose what is held out. */
function itemLeaks({ interactions, catalog, itemFeatures }: Dataset, split: Split, train: TrainingSet): string[] {
  // Where what came later is held out, new items rightly differ from old ones.
  if (isByTime(interactions, split)) return [];
  const isLearned = (item: number) => train.byItem.indptr[item + 1] > train.byItem.indptr[item];
  const tested = new Uint8Array(train.items);
  for (const row of split.test) tested[interactions.item[row]] = 1;
  const present = Uint32Array.from(tested.keys()).filter((item) => tested[item] === 1 || isLearned(item));
  const fresh = Array.from(present, (item) => !isLearned(item));
  // Of an item with a single event chance hides all there is as often as any event; of others more seldom.
  const ofEvents = split.test.length / (split.test.length + split.train.length);
  const usual = Math.max(ofEvents, fresh.filter(Boolean).length / present.length);
  const found = (kind: string, names: readonly string[], rows: Rows) => {
    const features = standing(names, rows, present);
    return features
      .filter(({ places }) => places.every((place) => fresh[place]))
      .filter(({ places }) => isBeyondChance(places.length, places.length, usual, features.length))
      .map(({ name }) => `${kind} “${name}” stands only on items that are held out. Was it written with them at hand?`);
  };
  return [
    ...(itemFeatures ? found('Item feature', itemFeatures.names, itemFeatures.rows) : []),
    ...(catalog.categories ? found('Category', catalog.categories.names, catalog.categories) : []),
  ];
}

function isByTime({ user, timestamp }: Interactions, { train, test }: Split): boolean {
  if (!timestamp) return false;
  const latest = new Map<number, number>();
  for (const row of train) latest.set(user[row], Math.max(latest.get(user[row]) ?? -Infinity, timestamp[row]));
  const later = test.filter((row) => timestamp[row] >= (latest.get(user[row]) ?? -Infinity));
  return later.length > 0.9 * test.length;
}

interface Rows {
  readonly indptr: Uint32Array;
  readonly indices: Uint32Array;
  readonly values?: ArrayLike<number>;
}

interface Standing {
  readonly name: string;
  readonly places: readonly number[];
}

/** Who has what: the places among `who` of those that have a feature, or one of its values where it has several. */
function standing(names: readonly string[], { indptr, indices, values }: Rows, who: Uint32Array): Standing[] {
  const byFeature = new Map<number, Map<number, number[]>>();
  who.forEach((row, place) => {
    for (let at = indptr[row]; at < indptr[row + 1]; at++) {
      const value = values ? values[at] : 1;
      if (value === 0) continue;
      const byValue = byFeature.get(indices[at]) ?? new Map<number, number[]>();
      byFeature.set(indices[at], byValue);
      const places = byValue.get(value) ?? [];
      byValue.set(value, places);
      places.push(place);
    }
  });
  return Array.from(byFeature, ([feature, byValue]) =>
    Array.from(byValue.values(), (places) => ({ name: names[feature], places })),
  ).flat();
}

function isBeyondChance(count: number, of: number, usual: number, looks: number): boolean {
  const found = count / of;
  if (found < share || usual * lift > found) return false;
  const rest = found < 1 ? (1 - found) * ln((1 - found) / (1 - usual)) : 0;
  return -of * (found * ln(found / usual) + rest) + ln(looks) < ln(doubt);
}

const percent = (part: number) => `${Math.round(100 * part)} %`;
