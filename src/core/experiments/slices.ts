/**
 * Accuracy for some people or some items at a time: what one mean over everyone hides.
 *
 * People are cut into thirds, by how much they had in training and by when they first did anything. Items are cut where the
 * most popular make up a first third of all training events (head), the next a second (middle), and the rest (tail); and by
 * category. For items only the relevant ones inside the slice count, for people who have any; the lists stay as they are.
 */
import type { Dataset } from '../data/dataset.ts';
import { mean, standardError } from '../math/statistics.ts';
import type { Background } from '../metrics/background.ts';
import type { Marks } from '../metrics/hits.ts';
import { isAlongList, marksOf } from '../metrics/hits.ts';
import type { Evaluated, Metric, MetricContext } from '../metrics/metric.ts';

export interface Slice {
  readonly by: 'activity' | 'age' | 'popularity' | 'category';
  readonly label: string;
  /** People with something relevant in it. */
  readonly people: number;
  readonly scores: readonly SliceScore[];
}
export interface SliceScore {
  readonly metric: string;
  readonly value: number;
  /** 95 %, by the normal law: 1.96 standard errors (divisor n − 1) to each side, inside the metric's range. */
  readonly interval: readonly [number, number];
}

/** Categories with the most relevant items. */
const mostCategories = 8;

interface Cut {
  readonly by: Slice['by'];
  readonly label: string;
  /** Whom it is about; null: everybody with something relevant left. */
  readonly holds: ((outcome: Evaluated) => boolean) | null;
  /** 1 for each item whose relevance counts; null: all. */
  readonly items: Uint8Array | null;
}

/** People between two yields. */
const stride = 512;

/** O(slices · people · metrics · k). Yields the share done. */
export function* slicesOf(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  context: MetricContext,
  dataset: Dataset,
): Generator<number, Slice[], void> {
  const judged = outcomes.filter(({ relevant }) => relevant.length > 0);
  const sliced = metrics.filter(isAlongList);
  const cuts = [
    ...activityCuts(judged),
    ...ageCuts(judged, dataset),
    ...popularityCuts(context.background),
    ...categoryCuts(judged, dataset),
  ];
  const marks: Marks[] = [];
  for (const outcome of judged) {
    marks.push(marksOf(outcome, context.k));
    if (marks.length % stride === 0) yield 0;
  }
  const values = sliced.map(() => new Float64Array(judged.length));
  const along = new Float64Array(context.k);
  const left = new Uint8Array(context.k);
  const slices: Slice[] = [];
  for (const [done, { by, label, holds, items }] of cuts.entries()) {
    let people = 0;
    for (let at = 0; at < judged.length; at++) {
      if (at % stride === stride - 1) yield (done + at / judged.length) / cuts.length;
      if (holds && !holds(judged[at])) continue;
      const own = items ? within(items, marks[at], judged[at], left) : marks[at];
      if (own.relevant === 0) continue;
      for (let m = 0; m < sliced.length; m++) {
        sliced[m].along(own, context, along);
        values[m][people] = along[context.k - 1];
      }
      people++;
    }
    const scores = sliced.map((metric, m) => scoreOf(metric, values[m].subarray(0, people)));
    if (people > 0) slices.push({ by, label, people, scores });
    yield (done + 1) / cuts.length;
  }
  return slices;
}

function scoreOf({ id, range: [low, high] }: Metric, values: Float64Array): SliceScore {
  const value = mean(values);
  const half = 1.96 * standardError(values);
  return { metric: id, value, interval: [Math.max(low, value - half), Math.min(high, value + half)] };
}

/** The same list where only some items can be relevant; `left` is written over. */
function within(items: Uint8Array, whole: Marks, { ranking, relevant }: Evaluated, left: Uint8Array): Marks {
  let count = 0;
  for (let at = 0; at < relevant.length; at++) count += items[relevant[at]];
  for (let place = 0; place < left.length; place++) left[place] = whole.hits[place] && items[ranking[place]];
  return { hits: left, returned: whole.returned, relevant: count };
}

function activityCuts(outcomes: readonly Evaluated[]): Cut[] {
  return thirds(
    outcomes,
    ({ known }) => known.length,
    (low, high) => `${low === high ? low : `${low}–${high}`} known`,
    'activity',
  );
}

function ageCuts(outcomes: readonly Evaluated[], { interactions, users }: Dataset): Cut[] {
  const { user, timestamp } = interactions;
  if (!timestamp) return [];
  const first = new Float64Array(users.ids.length).fill(Infinity);
  for (let row = 0; row < user.length; row++) first[user[row]] = Math.min(first[user[row]], timestamp[row]);
  const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);
  return thirds(
    outcomes,
    (outcome) => first[outcome.user],
    (low, high) => (day(low) === day(high) ? `since ${day(low)}` : `since ${day(low)} to ${day(high)}`),
    'age',
  );
}

/** Three parts of about equal size; equal people stay together, so there may be fewer. */
function thirds(
  outcomes: readonly Evaluated[],
  key: (outcome: Evaluated) => number,
  label: (low: number, high: number) => string,
  by: Slice['by'],
): Cut[] {
  const ascending = Float64Array.from(outcomes, key).sort();
  const ends = [1 / 3, 2 / 3, 1].map((share) => ascending[Math.ceil(share * ascending.length) - 1]);
  return [...new Set(ends)].flatMap((end, at, all) => {
    const above = at > 0 ? all[at - 1] : -Infinity;
    const own = ascending.filter((value) => value > above && value <= end);
    const holds = (outcome: Evaluated) => key(outcome) > above && key(outcome) <= end;
    return own.length ? [{ by, label: label(own[0], own[own.length - 1]), holds, items: null }] : [];
  });
}

function popularityCuts({ popularity, byPopularity }: Background): Cut[] {
  const all = popularity.reduce((sum, one) => sum + one, 0);
  const part = new Uint8Array(popularity.length);
  let seen = 0;
  for (const item of byPopularity) {
    part[item] = Math.min(2, Math.floor((3 * seen) / all));
    seen += popularity[item];
  }
  return ['head', 'middle', 'tail'].map((label, at) => ({
    by: 'popularity',
    label: `${label}: ${part.reduce((sum, one) => sum + (one === at ? 1 : 0), 0)} of ${part.length} items`,
    holds: null,
    items: part.map((one) => (one === at ? 1 : 0)),
  }));
}

function categoryCuts(outcomes: readonly Evaluated[], { catalog: { categories } }: Dataset): Cut[] {
  if (!categories) return [];
  const { names, indptr, indices } = categories;
  const counts = new Float64Array(names.length);
  for (const { relevant } of outcomes) {
    for (const item of relevant) for (let i = indptr[item]; i < indptr[item + 1]; i++) counts[indices[i]]++;
  }
  const most = [...counts.keys()].filter((one) => counts[one] > 0).sort((a, b) => counts[b] - counts[a] || a - b);
  return most.slice(0, mostCategories).map((category) => {
    const items = new Uint8Array(indptr.length - 1);
    for (let item = 0; item < items.length; item++) {
      for (let i = indptr[item]; i < indptr[item + 1]; i++) if (indices[i] === category) items[item] = 1;
    }
    return { by: 'category', label: names[category], holds: null, items };
  });
}
