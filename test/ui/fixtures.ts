import { buildLabels } from '../../src/core/data/catalog.ts';
import { withoutFunctions } from '../../src/core/entry.ts';
import { comparePairs } from '../../src/core/experiments/compare.ts';
import { keepLists } from '../../src/core/experiments/kept-lists.ts';
import type { Run } from '../../src/core/experiments/protocol.ts';
import type { MetricResult } from '../../src/core/metrics/metric.ts';
import { clusterByWpgma, cosineDistances, leafOrder } from '../../src/core/math/clustering.ts';
import { dialectOf } from '../../src/core/dialects.ts';
import { sampledFigures } from '../../src/core/experiments/sampled-metrics.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import type { Family } from '../../src/core/recommenders/recommender.ts';
import { createRng } from '../../src/core/rng.ts';
import { splitters } from '../../src/core/splits/registry.ts';
import type { DatasetView, LabApi, Offer, Rating, ScoredItem } from '../../src/rpc/lab-api.ts';
import { Address } from '../../src/state/address.svelte.ts';
import type { RecommenderOffer } from '../../src/state/columns.svelte.ts';
import { formatSelection } from '../../src/state/link.ts';
import { Lab } from '../../src/state/lab.svelte.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { endOf } from '../fixtures/generator.ts';

/** A lab without workers, for looking at the page: films of the imagination and recommenders that hash. */
const films: readonly (readonly [string, number, string])[] = [
  ['The Long Harbor', 1995, 'Crime'],
  ['Ninth Moon', 1979, 'Sci-fi'],
  ['Amélie’s Sister', 2001, 'Romance'],
  ['The Paper Fox', 2001, 'Animation'],
  ['Stairs', 2019, 'Thriller'],
  ['Brass Knuckle Waltz', 1990, 'Crime'],
  ['A Signal from Europa', 1982, 'Sci-fi'],
  ['Snow on the Interstate', 1996, 'Crime'],
  ['Last Train to Lisbon', 1942, 'Romance'],
  ['The Quiet Sins', 1995, 'Thriller'],
  ['Boulevard of Mirrors', 2001, 'Mystery'],
  ['Green Rain', 1999, 'Sci-fi'],
  ['Twelve Circles', 2016, 'Sci-fi'],
  ['The Vanishing Trick', 2006, 'Mystery'],
  ['Cipher Letters', 2007, 'Mystery'],
  ['The Colonel’s Road', 1957, 'War'],
  ['Blue Shore', 2016, 'Drama'],
  ['The Magnificent Hotel at the End of the Line', 2014, 'Comedy'],
  ['Night Fare', 2004, 'Thriller'],
  ['The Witness Stand', 1999, 'Drama'],
  ['Getaway', 2011, 'Crime'],
  ['Orange Grove', 1974, 'Mystery'],
  ['The Zone', 1979, 'Sci-fi'],
  ['Outpost 31', 1982, 'Horror'],
  ['My Friend the Forest', 1988, 'Animation'],
  ['The Family', 1972, 'Crime'],
  ['A Hole in the Wall', 1994, 'Drama'],
  ['Diner at Dawn', 1994, 'Crime'],
  ['The Runner', 1994, 'Drama'],
  ['Sleepers’ Maze', 2010, 'Sci-fi'],
  ['City of Capes', 2008, 'Crime'],
  ['Teeth', 1975, 'Horror'],
  ['The Visitor', 1982, 'Fantasy'],
  ['Balloons', 2009, 'Animation'],
  ['The Mole', 2011, 'Thriller'],
  ['Border Dust', 2015, 'Crime'],
];
export const items = films.length;

export const view: DatasetView = {
  summary: {
    id: 'film-club',
    name: 'Film club',
    users: 2000,
    items,
    events: 41_873,
    feedback: 'explicit',
    synthetic: true,
    hash: 'f00d',
  },
  itemIds: films.map((_, i) => `film-${i}`),
  catalog: {
    titles: films.map(([title]) => title),
    years: Uint16Array.from(films.map(([, year]) => year)),
    categories: buildLabels(films.map(([, , genre]) => [genre])),
    details: films.map((_, i) => `directed by A. N. Other ${i}`),
  },
  ratingScale: { min: 0.5, max: 5, step: 0.5 },
  kinds: [{ id: 'rating', weight: 1, rated: true }],
  popularity: Uint32Array.from(films.map((_, i) => Math.round(1200 / (i + 1)))),
  meanValue: Float32Array.from(films.map((_, i) => 2.5 + ((i * 7) % 20) / 10)),
  profile: {
    values: Float64Array.from({ length: 10 }, (_, i) => (i + 1) / 2),
    counts: Uint32Array.of(620, 1480, 1390, 3650, 3100, 8600, 6900, 9200, 4100, 2833),
    kinds: Uint32Array.of(41_873),
    activity: Uint32Array.from({ length: 2000 }, (_, i) => 4 + Math.round(160 / (1 + (i % 97) / 6))),
  },
  provenance: { files: [], hash: 'f00d', licence: 'made up', synthetic: true, givenTest: null, notes: [] },
};

const recommender = (
  id: string,
  label: string,
  family: Family,
  more: Partial<RecommenderOffer> = {},
): RecommenderOffer => ({
  id,
  label,
  family,
  summary: `What ${label} does, in one sentence for someone who has never heard of it.`,
  reference: 'A. Author & B. Author (2008). A paper about it. Proceedings of a conference.',
  version: 1,
  needs: [],
  traits: ['personalized', 'new-user', 'explain', 'similar'],
  params: {},
  ...more,
});

export const recommenders: readonly RecommenderOffer[] = [
  recommender('popularity', 'Most popular', 'baseline', { traits: ['new-user'] }),
  recommender('tf-idf', 'Text TF-IDF', 'content', {
    params: { bigrams: { type: 'flag', label: 'Word pairs', help: 'Counts pairs of words as words.', default: true } },
  }),
  recommender('user-knn', 'User kNN', 'neighborhood', {
    params: {
      neighbors: {
        type: 'int',
        label: 'Neighbors',
        help: 'More smooths, fewer sharpen.',
        default: 40,
        min: 1,
        max: 500,
        scale: 'log',
      },
    },
  }),
  recommender('item-knn', 'Item kNN', 'neighborhood', {
    params: {
      neighbors: {
        type: 'int',
        label: 'Neighbors',
        help: 'More smooths, fewer sharpen.',
        default: 80,
        min: 1,
        max: 500,
        scale: 'log',
      },
      similarity: {
        type: 'choice',
        label: 'Similarity',
        help: 'How two columns are compared.',
        default: 'cosine',
        options: [
          { id: 'cosine', label: 'Cosine' },
          { id: 'pearson', label: 'Pearson' },
        ],
      },
    },
    presets: [{ id: 'sharp', label: 'sharp', params: { neighbors: 10 } }],
  }),
  recommender('als', 'ALS', 'factorization', {
    params: {
      factors: {
        type: 'int',
        label: 'Factors',
        help: 'More factors tell tastes apart more finely.',
        default: 64,
        min: 2,
        max: 256,
        scale: 'log',
      },
      alpha: {
        type: 'float',
        label: 'Alpha',
        help: 'How much surer a stronger sign makes it.',
        default: 5,
        min: 0,
        max: 100,
        scale: 'log',
      },
    },
  }),
  recommender('co-visitation', 'Watched together', 'neighborhood'),
  recommender('preferences', 'Preferences', 'content', {
    params: {
      liked: { type: 'text', label: 'Likes', help: 'What you like.', default: '', maxLength: 500 },
      disliked: { type: 'text', label: 'Dislikes', help: 'What you do not.', default: '', maxLength: 500 },
    },
  }),
];

export const offer: Offer = {
  recommenders,
  metrics: metrics.all.map(withoutFunctions),
  splitters: splitters.all.map(withoutFunctions),
  importers: [
    {
      id: 'csv',
      label: 'Any CSV',
      summary: 'Rows of person, item and value.',
      extensions: ['.csv'],
      params: { user: { type: 'text', label: 'Person column', help: 'Its header.', default: '', maxLength: 80 } },
    },
  ],
  generators: [
    {
      id: 'film-club',
      label: 'Film club',
      summary: 'Two thousand people with taste.',
      shelf: null,
      params: { people: { type: 'int', label: 'People', help: 'How many.', default: 2000, min: 10, max: 5000 } },
    },
  ],
};

const noise = (...numbers: number[]) => {
  let hash = 7;
  for (const n of numbers) hash = Math.imul(hash ^ (n + 1), 2654435761) ^ (hash >>> 13);
  return ((hash >>> 0) % 1000) / 1000;
};
const indexOfModel = (model: string) =>
  Math.max(
    0,
    recommenders.findIndex(({ id }) => model.startsWith(id)),
  );

function rank(model: string, ratings: readonly Rating[]): ScoredItem[] {
  const m = indexOfModel(model);
  const genre = (item: number) => films[item][2];
  return films
    .map((_, item) => {
      const liked = ratings.reduce(
        (sum, own) =>
          sum + (genre(own.item) === genre(item) ? own.value - 2.5 : 0.1 * noise(m, item, own.item) * own.value),
        0,
      );
      return { item, score: 1 / (item / 9 + 1) + (m === 0 ? 0 : noise(m, item) + 0.3 * liked) };
    })
    .filter(({ item }) => !ratings.some((own) => own.item === item))
    .sort((a, b) => b.score - a.score);
}

const results = (seed: number): MetricResult[] =>
  metrics.all.map((metric, i) => {
    const value =
      metric.id === 'rmse' || metric.id === 'mae'
        ? 0.7 + 0.3 * noise(seed, i)
        : 0.1 + 0.05 * seed + 0.02 * noise(seed, i);
    const perUser = Float64Array.from({ length: 200 }, (_, u) =>
      Math.max(0, Math.min(1, value + noise(seed, u, i) - 0.5)),
    );
    return { metric: metric.id, value, interval: [value - 0.01, value + 0.01], perUser };
  });

const nameOf = (person: number) => `member-${String(person).padStart(4, '0')}`;
/** Three films are held out for everyone, and two of them count. */
const heldOutOf = (person: number) => [person % items, (person + 5) % items, (person + 11) % items];
const relevantOf = (person: number) => Uint32Array.from(heldOutOf(person).slice(0, 2)).sort();
/** What a recommender lists for a person: twelve films, from another place on and in other steps for each. */
const strides = [1, 5, 7, 11, 13, 17, 19];
const givenTo = (person: number, m: number) =>
  Uint32Array.from({ length: 12 }, (_, at) => (person + 3 * m + at * strides[m]) % items);

let runs = 0;
export function fakeRun(
  selections: readonly { id: string; params: Record<string, never> | object }[],
  protocol: Run['protocol'],
  now = 1_750_000_000,
): Run {
  return {
    id: `run-${++runs}`,
    createdAt: now,
    dataset: { id: 'film-club', name: 'Film club', hash: 'f00d' },
    protocol,
    users: Uint32Array.from({ length: 200 }, (_, i) => i),
    userIds: Array.from({ length: 200 }, (_, i) => nameOf(i)),
    relevant: keepLists(
      Array.from({ length: 200 }, (_, i) => relevantOf(i)),
      items,
    ),
    usersWithoutTest: 3,
    outcomes: selections.map((selection) => ({
      recommender: selection as Run['outcomes'][number]['recommender'],
      label: recommenders[indexOfModel(selection.id)].label,
      results: results(indexOfModel(selection.id)),
      details: {
        curves: [],
        slices: [],
        lists: keepLists(
          Array.from({ length: 200 }, (_, i) => givenTo(i, indexOfModel(selection.id))),
          items,
        ),
      },
      fitSeconds: 0.4,
      scoreSeconds: 0.2,
      error: null,
    })),
  };
}

const never = () => new Promise<never>(() => {});

export const api: LabApi = {
  compute: async () => ({ backend: 'wasm', threads: 2, simd: 'relaxed', isolated: true }),
  offer: async () => offer,
  generate: async () => view.summary,
  inspect: async (files) => ({
    candidates: [{ importer: 'csv', confidence: 0.8 }],
    files: files.map(({ name, size }) => ({
      name,
      bytes: size,
      columns: ['userId', 'movieId', 'rating'],
      rows: [['1', '31', '2.5']],
    })),
  }),
  importFiles: never,
  reweigh: async () => view.summary,
  fit: async (dataset, selection) => ({
    key: formatSelection(selection),
    dataset,
    datasetHash: 'f00d',
    recommender: selection,
    seed: 42,
    fitSeconds: 0.12,
    createdAt: 1_750_000_000,
  }),
  evaluate: async (_, selections, protocol) => fakeRun(selections, protocol),
  person: async (_dataset, _hash, _protocol, id) => {
    const person = Number(id.slice(-4));
    const held = heldOutOf(person);
    return {
      id,
      known: [20, 21, 22, 23].map((item, at) => ({ item, value: 3 + at / 2, time: 1_600_000_000 - at * 86_400 })),
      heldOut: held.map((item, at) => ({ item, value: 5 - at, time: 1_600_000_000, relevant: at < 2 })),
      since: 1_500_000_000,
      isStranger: false,
    };
  },
  judgeLists: async (run, file) => ({
    ...fakeRun([{ id: 'als', params: {} }], run.protocol).outcomes[0],
    ...{ recommender: { id: 'elsewhere', params: { tag: 'theirs', file: file.name } }, label: 'theirs' },
    ...{ fitSeconds: NaN, scoreSeconds: NaN },
    elsewhere: {
      ...{ file: file.name, tag: 'theirs', hash: file.size, asked: 200, listed: 198, short: 0 },
      ...{ strangers: 0, unasked: 3, unknown: 41, known: 0, outside: 0, repeated: 0 },
    },
  }),
  trainingPart: async () => 'user,item,value\nmember-0001,f1,4\n',
  reproduceNotebook: async () => ({
    people: 30,
    k: 10,
    rows: [
      {
        method: 'Popularity',
        recommender: 'popularity',
        printed: { recall: 0.3, precision: 0.03 },
        measured: { recall: 11 / 30, precision: 11 / 300, anyOrder: [8 / 30, 14 / 30] },
        byDefault: { recall: 12 / 30, precision: 12 / 300, anyOrder: [12 / 30, 12 / 30] },
        note: 'Equal scores decide.',
      },
      {
        method: 'Two-tower',
        recommender: null,
        printed: { recall: 0.5, precision: 0.05 },
        measured: null,
        byDefault: null,
        note: 'Later work.',
      },
    ],
  }),
  openDataset: async () => view,
  openModel: async () => {},
  closeModel: async () => {},
  board: async ({ models, ratings, n }) => ({
    elapsed: 4,
    lists: models.map((model) => ({ model, items: rank(model, ratings).slice(0, n), spokenFor: null, error: null })),
  }),
  assess: async (models, before, rated) =>
    models.map((model) => {
      const list = rank(model, before);
      return {
        model,
        rank: list.findIndex(({ item }) => item === rated.item) + 1,
        candidates: list.length,
        predicted: 2 + 3 * noise(indexOfModel(model), rated.item),
      };
    }),
  hide: async (models, ratings, hidden) => {
    const rest = ratings.filter((_, at) => at !== hidden);
    return api.assess(models, rest, ratings[hidden]);
  },
  explain: async (model, ratings, item) => {
    const list = rank(model, ratings);
    const at = list.findIndex((one) => one.item === item);
    const parts = ratings.map((own, i) => ({
      kind: 'item' as const,
      index: own.item,
      label: films[own.item][0],
      amount: (own.value - 2.5) * noise(i, item),
    }));
    const base = {
      kind: 'bias' as const,
      index: -1,
      label: 'liked by everyone',
      amount: list[at].score - parts.reduce((sum, { amount }) => sum + amount, 0),
    };
    return {
      score: list[at].score,
      parts: [...parts, base],
      rank: at + 1,
      without: ratings.map((own) => ({
        item: own.item,
        rank:
          rank(
            model,
            ratings.filter((kept) => kept !== own),
          ).findIndex((one) => one.item === item) + 1,
      })),
    };
  },
  similar: async (model, item, n) =>
    films
      .map((_, other) => ({
        item: other,
        score: noise(indexOfModel(model), Math.min(item, other), Math.max(item, other)),
      }))
      .filter((one) => one.item !== item)
      .sort((a, b) => b.score - a.score)
      .slice(0, n),
  group: async (model, chosen) => {
    const n = chosen.length;
    const alike = (a: number, b: number) => noise(indexOfModel(model), Math.min(a, b), Math.max(a, b));
    const values = Float64Array.from({ length: n * n }, (_, at) => {
      const [a, b] = [Math.floor(at / n), at % n];
      return a === b ? 1 : alike(chosen[a], chosen[b]);
    });
    const merges = clusterByWpgma(cosineDistances(values, n), n);
    return { values, merges, order: leafOrder(merges, n) };
  },
  words: async (chosen, perItem) => {
    const words = chosen.slice(0, 3).flatMap((item) => films[item][0].toLowerCase().split(' ').slice(0, perItem));
    return { words, values: Float64Array.from({ length: chosen.length * words.length }, (_, at) => noise(at) / 2) };
  },
  nextToRate: async (ratings, skipped, n) =>
    films
      .map((_, item) => (item * 11 + 22) % items)
      .filter((item) => !skipped.includes(item) && !ratings.some((own) => own.item === item))
      .slice(0, n),
  cached: async () => ({ hits: 12, misses: 30, entries: 30, bytes: 240_000, maxBytes: 64 * 2 ** 20 }),
  forget: async () => {},
  tensors: async () => ({ choice: 'auto', open: null, times: {} }),
  chooseTensors: async () => {},
  quality: never,
  tune: never,
  compare: async (columns, seed) => endOf(comparePairs(columns, createRng(seed), 200)),
  sampled: async ({ places, sizes, k, dialect }) => endOf(sampledFigures(places, sizes, k, dialectOf(dialect))),
  saveModel: async () => new Uint8Array(2),
  openModelFile: never,
  meet: async ({ item, models, n }) => ({
    neighbors: films
      .map(([, , genre], other) => ({ item: other, score: item.categories.includes(genre) ? 0.9 - other / 100 : 0 }))
      .filter(({ score }) => score > 0)
      .slice(0, n),
    verdicts: models.map((model) => {
      const able = model.startsWith('tf-idf');
      return { model, able, score: able ? 0.42 : NaN, rank: able ? 3 : NaN, candidates: items };
    }),
    audience: [{ person: 'member-0007', affinity: 0.61, because: [{ item: 0, score: 0.61 }] }],
  }),
  search: async (query, n) =>
    films
      .flatMap(([title, , genre], item) =>
        `${title} ${genre}`.toLowerCase().includes(query.toLowerCase()) ? [item] : [],
      )
      .slice(0, n),
};

export interface FakeLabOptions {
  readonly hash?: string;
  readonly given?: readonly Rating[];
  readonly api?: Partial<LabApi>;
}

/** Just enough of a window for an address: a link that is followed is heard of. */
function pageAt(start: string) {
  let hash = start;
  const listeners: (() => void)[] = [];
  return {
    location: {
      get hash() {
        return hash;
      },
      set hash(link) {
        hash = link;
        for (const listen of listeners) listen();
      },
    },
    history: { replaceState: (_: unknown, __: string, link: string) => void (hash = link) },
    addEventListener: (_: string, listen: () => void) => listeners.push(listen),
  };
}

/** An opened lab in which every recommender has its list and `given` has been rated. */
export async function fakeLab({ hash = '#/rate', given = [], api: changed = {} }: FakeLabOptions = {}): Promise<Lab> {
  let now = 1_750_000_000;
  const store = memoryStore();
  const page = pageAt(hash);
  const lab = new Lab({
    store,
    training: { ...api, ...changed },
    inference: { ...api, ...changed },
    address: new Address(page as unknown as Window),
    root: document.documentElement,
    clock: () => performance.now(),
    now: () => now++,
    threads: 2,
  });
  await lab.open();
  await lab.columns.settled();
  for (const { item, value } of given) await lab.taste.rate(item, value);
  await lab.settled();
  return lab;
}
