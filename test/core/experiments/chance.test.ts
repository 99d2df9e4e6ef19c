/**
 * What a recommender that knows nothing gets: one score for everything, chance ordering what is equal. Then the k places of
 * somebody's list are drawn without replacement from their n candidates, r of which are relevant, and what every metric
 * comes to on average follows by counting.
 */
import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import type { HeldOutUser } from '../../../src/core/experiments/held-out.ts';
import { heldOutUsers } from '../../../src/core/experiments/held-out.ts';
import type { Protocol, Run } from '../../../src/core/experiments/protocol.ts';
import { mean, standardError } from '../../../src/core/math/statistics.ts';
import type { Background } from '../../../src/core/metrics/background.ts';
import { backgroundOf } from '../../../src/core/metrics/background.ts';
import { metrics } from '../../../src/core/metrics/registry.ts';
import { createRng } from '../../../src/core/rng.ts';
import { splitters } from '../../../src/core/splits/registry.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { envOf, scoresOf, scripted } from './scripted.ts';

const [people, items, k, runs] = [80, 100, 5, 120];
const firstKnown = 20;

/** Of each person one to six of the first twenty items are held out; four to twelve of the others are known. */
function sortedCatalog() {
  const rng = createRng(11);
  const events: Event[] = [];
  const givenTest: number[] = [];
  const drawn = (from: number, to: number, count: number) =>
    rng.shuffle(Uint32Array.from({ length: to - from }, (_, at) => from + at)).slice(0, count);
  for (let user = 0; user < people; user++) {
    for (const item of drawn(firstKnown, items, 4 + rng.int(9))) events.push({ user, item, value: 1 });
    for (const item of drawn(0, firstKnown, 1 + rng.int(6))) {
      givenTest.push(events.length);
      events.push({ user, item, value: 1 });
    }
  }
  const categories = buildLabels(
    Array.from({ length: items }, (_, item) => ['a', 'b', 'c'].filter((_, at) => (item + at) % 4 < 2)),
  );
  const base = datasetOf(events, { feedback: 'implicit', catalog: { categories } }, { users: people, items });
  return { ...base, provenance: { ...base.provenance, givenTest: Uint32Array.from(givenTest) } };
}

const dataset = sortedCatalog();
const cut = splitters.get('given').split(dataset, {}, createRng(1));
const train = buildTrainingSet(dataset, cut.train);
const background = backgroundOf(train);
const asked = heldOutUsers(dataset, cut, train, null);

/** Of one person: r, n, and what there is to be listed. */
interface Drawing {
  readonly r: number;
  readonly n: number;
  readonly candidates: readonly number[];
  readonly relevant: ReadonlySet<number>;
}
const drawings = asked.map(({ query, relevant }: HeldOutUser): Drawing => {
  const known = new Set(query.history.indices);
  const candidates = Array.from({ length: items }, (_, item) => item).filter((item) => !known.has(item));
  return { r: relevant.length, n: candidates.length, candidates, relevant: new Set(relevant) };
});

const places = Array.from({ length: k }, (_, at) => at + 1);
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const perPerson = (value: (drawing: Drawing) => number) => mean(drawings.map(value));
/** None of the first `drawn` places holds a relevant item: C(n − r, drawn) / C(n, drawn). */
const nothingIn = ({ r, n }: Drawing, drawn: number) =>
  Array.from({ length: drawn }, (_, at) => (n - r - at) / (n - at)).reduce((product, factor) => product * factor, 1);
/** Every candidate is as likely as any other in every place, and every pair in every two. */
const anyItem = (value: (item: number) => number) => perPerson(({ candidates }) => mean(candidates.map(value)));
const anyPair = (value: (a: number, b: number) => number) =>
  perPerson(({ candidates }) => {
    const pairs = candidates.flatMap((a, at) => candidates.slice(0, at).map((b) => value(a, b)));
    return mean(pairs);
  });
const anyTwoPeople = (value: (a: Drawing, b: Drawing) => number) =>
  mean(drawings.flatMap((a, at) => drawings.slice(0, at).map((b) => value(a, b))));
const choose = (n: number, drawn: number) =>
  Array.from({ length: drawn }, (_, at) => (n - at) / (at + 1)).reduce((product, factor) => product * factor, 1);
/** So many of k draws from n fall among `marked` of them. */
const hypergeometric = (n: number, marked: number, found: number) =>
  found > marked || k - found > n - marked ? 0 : (choose(marked, found) * choose(n - marked, k - found)) / choose(n, k);
const common = (a: Drawing, b: Drawing) => {
  const own = new Set(a.candidates);
  return b.candidates.filter((item) => own.has(item)).length;
};
const { popularity } = background;
const gainAt = (place: number) => 1 / Math.log2(place + 1);
/** What popularity alone would list: the k most popular candidates, all of which somebody has. */
const obviousTo = ({ candidates }: Drawing, { byPopularity }: Background) =>
  new Set(byPopularity.filter((item) => candidates.includes(item)).slice(0, k));

const byChance: Record<string, () => number> = {
  precision: () => perPerson(({ r, n }) => r / n),
  recall: () => perPerson(({ n }) => k / n),
  f1: () => perPerson(({ r, n }) => (2 * k * (r / n)) / (k + r)),
  'hit-rate': () => perPerson((drawing) => 1 - nothingIn(drawing, k)),
  ndcg: () =>
    perPerson(({ r, n }) => ((r / n) * total(places.map(gainAt))) / total(places.slice(0, Math.min(r, k)).map(gainAt))),
  // A hit in this place, and how many of those before it are hits as well.
  map: () =>
    perPerson(({ r, n }) => {
      const gains = places.map((place) => ((r / n) * (1 + ((place - 1) * (r - 1)) / (n - 1))) / place);
      return total(gains) / Math.min(r, k);
    }),
  mrr: () =>
    perPerson((drawing) =>
      total(places.map((place) => (nothingIn(drawing, place - 1) - nothingIn(drawing, place)) / place)),
    ),
  rbp: () => perPerson(({ r, n }) => (r / n) * (1 - 0.8 ** k)),
  'r-precision': () => perPerson(({ r, n }) => r / n),
  auc: () => 1 / 2,
  gauc: () => 1 / 2,
  // Whoever could have been shown an item was not, one and all.
  coverage: () => {
    const missed = Array.from({ length: items }, (_, item) =>
      drawings.reduce((chance, { n, candidates }) => chance * (candidates.includes(item) ? 1 - k / n : 1), 1),
    );
    return mean(missed.map((chance) => 1 - chance));
  },
  'user-coverage': () => 1,
  novelty: () => anyItem((item) => Math.log2(background.people / Math.max(1, popularity[item]))),
  'list-popularity': () => anyItem((item) => popularity[item] / background.people),
  'tail-share': () => anyItem((item) => background.isTail[item]),
  diversity: () => 1 - anyPair(background.likeByFeatures),
  'audience-diversity': () => 1 - anyPair(background.likeByPeople),
  // k of the n of one person, some of which the other may be shown, of whose n again k are drawn.
  personalization: () =>
    1 -
    anyTwoPeople((a, b) => {
      const both = common(a, b);
      let likeness = 0;
      for (let open = 0; open <= k; open++) {
        const chance = hypergeometric(a.n, both, open);
        for (let shared = 1; shared <= open; shared++)
          likeness += (chance * hypergeometric(b.n, open, shared) * shared) / (2 * k - shared);
      }
      return likeness;
    }),
  'list-distance': () => 1 - anyTwoPeople((a, b) => (k * common(a, b)) / (a.n * b.n)),
  unexpectedness: () => perPerson(({ n }) => 1 - k / n),
  serendipity: () =>
    perPerson((drawing) => {
      const obvious = obviousTo(drawing, background);
      return Array.from(drawing.relevant).filter((item) => !obvious.has(item)).length / drawing.n;
    }),
};
/** Sums of logarithms and of sorted counts, which no counting sums up; and errors, which no order of a list changes. */
const without = ['gini', 'entropy', 'calibration', 'rmse', 'mae'];

const constant = scripted('constant', () => ({ score: scoresOf(() => 1), rate: scoresOf(() => 1) }));
const protocol: Protocol = {
  ...{ split: { id: 'given', params: {} }, metrics: Object.keys(byChance), k, relevantFrom: null, seed: 0 },
  ...{ ties: 'random', resamples: 20 },
};
const ask = (change: Partial<Protocol>): Promise<Run> =>
  drive(evaluate(dataset, [{ id: 'constant', params: {} }], { ...protocol, ...change }, envOf(constant)));
const valueOf = ({ outcomes }: Run, metric: string) =>
  outcomes[0].results.find((result) => result.metric === metric)!.value;

const drawn = Promise.all(Array.from({ length: runs }, (_, seed) => ask({ seed })));
const inOrder = ask({ ties: 'index' });
/** Where catalog order puts on top what is held out, and what nobody has; of pairs and ranks no order is asked. */
const lentByOrder = ['precision', 'recall', 'f1', 'hit-rate', 'ndcg', 'map', 'mrr', 'rbp', 'serendipity', 'novelty'];

describe('a constant score', () => {
  it('has a chance value on every metric of which one is known', () => {
    expect([...Object.keys(byChance), ...without].sort()).toEqual(metrics.all.map(({ id }) => id).sort());
  });

  it.each(Object.keys(byChance))('%s: gets what chance gives where chance orders equal scores', async (id) => {
    const values = (await drawn).map((run) => valueOf(run, id));
    const tolerance = 4 * standardError(values);
    const expected = byChance[id]();
    expect(Math.abs(mean(values) - expected)).toBeLessThan(tolerance + 1e-12);
    // And that says something: the tolerance is small beside what is measured.
    expect(tolerance).toBeLessThan(0.15 * expected);
  });

  it.each(lentByOrder)('%s: is far above chance where the order of the catalog decides', async (id) => {
    expect(valueOf(await inOrder, id)).toBeGreaterThan(1.4 * byChance[id]());
  });

  it('is warned of where the order of the catalog decides, and nowhere else', async () => {
    expect((await inOrder).warnings).toEqual([
      expect.stringMatching(/^constant: for 100 % of people the top 5 ends among equal scores/),
    ]);
    for (const run of await drawn) expect(run.warnings).toBeUndefined();
  });
});
