import type { Catalog, Labels } from '../data/catalog.ts';
import { buildLabels, labelsOf } from '../data/catalog.ts';
import { compactValues, stableOrder } from '../data/csr.ts';
import type { Dataset, RatingScale } from '../data/dataset.ts';
import { hashContents } from '../data/hash.ts';
import type { Interactions } from '../data/interactions.ts';
import { selectEvents } from '../data/interactions.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { VocabularyBuilder } from '../data/vocabulary.ts';
import { datasetId } from './assemble.ts';
import { importError } from './import-error.ts';
import { timeOrder } from './time-order.ts';

/**
 * Two data sets, one to learn from and one to be measured on, as one with its test set given: the events of both over
 * one vocabulary, the training set's users and items first, in order of time where both know it. A (user, item) pair
 * that is in both parts stays in both and is noted. Throws ImportError where one holds ratings and the other counts, or
 * where a part has sessions, several kinds of event or a split of its own.
 */
export function mergeGivenSplit(train: Dataset, test: Dataset): Dataset {
  const name = `${train.name} + ${test.name}`;
  refuseUnlike(train, test, name);
  const users = joinVocabularies(train.users, test.users);
  const items = joinVocabularies(train.items, test.items);
  const joined = joinEvents(train.interactions, test.interactions, users.position, items.position);
  const rows = orderOf(joined);
  const interactions = selectEvents(joined, rows);
  const testStart = train.interactions.user.length;
  const givenTest = Uint32Array.from(rows.keys()).filter((at) => rows[at] >= testStart);
  const catalog = joinCatalogs(train.catalog, test.catalog, items.position, items.joint.ids.length);
  const hash = hashContents(interactions, catalog, users.joint, items.joint);
  const { provenance } = train;
  return {
    ...train,
    id: `${datasetId(name, hash)}-split`,
    name,
    ratingScale: joinScales(train.ratingScale, test.ratingScale),
    users: users.joint,
    items: items.joint,
    interactions,
    catalog,
    itemFeatures: items.joint.ids.length === train.items.ids.length ? train.itemFeatures : null,
    userFeatures: users.joint.ids.length === train.users.ids.length ? train.userFeatures : null,
    provenance: {
      ...provenance,
      files: [...provenance.files, ...test.provenance.files],
      hash,
      givenTest,
      notes: [
        ...provenance.notes,
        ...test.provenance.notes,
        ...overlapNote(joined, testStart, users.joint.ids.length, items.joint.ids.length),
        ...timeNote(train, test),
      ],
    },
  };
}

function orderOf(log: Interactions): Uint32Array {
  const unchanged = () => Uint32Array.from({ length: log.user.length }, (_, row) => row);
  if (!log.timestamp) return unchanged();
  const steps = timeOrder(log.timestamp);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value ?? unchanged();
  }
}

function refuseUnlike(train: Dataset, test: Dataset, name: string): void {
  if (train.feedback !== test.feedback) {
    throw importError(
      name,
      null,
      `Expected both parts to hold the same, got ${train.feedback} feedback in the first and ${test.feedback} in the second. Import both with the same settings.`,
    );
  }
  for (const part of [train, test]) {
    const odd = part.sessions ? 'sessions' : part.kinds.length > 1 ? 'several kinds of event' : null;
    const extra = odd ?? (part.provenance.givenTest ? 'a test set of its own' : null);
    if (extra) throw importError(part.name, null, `Expected plain events in a part of a split, got ${extra}.`);
  }
}

interface JointVocabulary {
  readonly joint: Vocabulary;
  /** Where each id of the second vocabulary is in the joint one. */
  readonly position: Uint32Array;
}

function joinVocabularies(first: Vocabulary, second: Vocabulary): JointVocabulary {
  const builder = new VocabularyBuilder();
  for (const id of first.ids) builder.add(id);
  const position = Uint32Array.from(second.ids, (id) => builder.add(id));
  return { joint: builder.build(), position };
}

function joinEvents(train: Interactions, test: Interactions, user: Uint32Array, item: Uint32Array): Interactions {
  const integers = (own: Uint32Array, other: Uint32Array, position: Uint32Array) => {
    const both = new Uint32Array(own.length + other.length);
    both.set(own);
    for (let i = 0; i < other.length; i++) both[own.length + i] = position[other[i]];
    return both;
  };
  const reals = (own: ArrayLike<number>, other: ArrayLike<number>) => {
    const both = new Float64Array(own.length + other.length);
    both.set(own);
    both.set(other, own.length);
    return both;
  };
  return {
    user: integers(train.user, test.user, user),
    item: integers(train.item, test.item, item),
    value: compactValues(reals(train.value, test.value)),
    kind: null,
    timestamp: train.timestamp && test.timestamp && reals(train.timestamp, test.timestamp),
  };
}

/** What the training set says of an item counts; the test set adds the items only it has. */
function joinCatalogs(train: Catalog, test: Catalog, position: Uint32Array, items: number): Catalog {
  const known = train.titles.length;
  const source = new Int32Array(items - known);
  position.forEach((at, item) => {
    if (at >= known) source[at - known] = item;
  });
  const texts = (own: readonly string[] | null, other: readonly string[] | null) =>
    own && [...own, ...Array.from(source, (item) => other?.[item] ?? '')];
  const labels = (own: Labels | null, other: Labels | null) =>
    own &&
    buildLabels([
      ...train.titles.map((_, item) => labelsOf(own, item)),
      ...Array.from(source, (item) => labelsOf(other, item)),
    ]);
  return {
    titles: [...train.titles, ...Array.from(source, (item) => test.titles[item])],
    years: train.years && Uint16Array.from([...train.years, ...Array.from(source, (item) => test.years?.[item] ?? 0)]),
    categories: labels(train.categories, test.categories),
    details: texts(train.details, test.details),
    text: texts(train.text, test.text),
  };
}

function joinScales(first: RatingScale | null, second: RatingScale | null): RatingScale | null {
  if (!first || !second) return first;
  return {
    min: Math.min(first.min, second.min),
    max: Math.max(first.max, second.max),
    step: Math.min(first.step, second.step),
  };
}

function overlapNote(log: Interactions, testStart: number, users: number, items: number): string[] {
  const trainedBy = new Uint32Array(items);
  let both = 0;
  // A user's training events come before their test events.
  for (const row of stableOrder(log.user, users)) {
    const stamp = log.user[row] + 1;
    if (row < testStart) trainedBy[log.item[row]] = stamp;
    else if (trainedBy[log.item[row]] === stamp) both++;
  }
  if (both === 0) return [];
  return [`${both} ${both === 1 ? 'event' : 'events'} of the test set: a (user, item) pair of the training set again.`];
}

const timeNote = (train: Dataset, test: Dataset): string[] =>
  Boolean(train.interactions.timestamp) === Boolean(test.interactions.timestamp)
    ? []
    : ['Only one part has times: they were left out.'];
