import { Cache } from '../src/core/data/cache.ts';
import type { Query } from '../src/core/data/history.ts';
import { queryFrom } from '../src/core/data/history.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import { buildTrainingSet } from '../src/core/data/training-set.ts';
import { dialectOf } from '../src/core/dialects.ts';
import { LabError } from '../src/core/errors.ts';
import { comparePairs } from '../src/core/experiments/compare.ts';
import { drive } from '../src/core/experiments/drive.ts';
import { opinionsOf } from '../src/core/experiments/elicit.ts';
import { usualAsking } from '../src/core/experiments/asking.ts';
import { createElicitor } from '../src/core/experiments/elicitor.ts';
import { hideRating } from '../src/core/experiments/own-leave-one-out.ts';
import { assess } from '../src/core/experiments/personal.ts';
import { sampledFigures } from '../src/core/experiments/sampled-metrics.ts';
import { topN } from '../src/core/ranking/top-n.ts';
import { createRng } from '../src/core/rng.ts';
import { readAsked } from '../src/rpc/asked-model.ts';
import type { Assessment, DatasetView, InferenceApi } from '../src/rpc/lab-api.ts';
import { readEpochKey } from '../src/rpc/epoch-key.ts';
import type { ModelRecord } from '../src/storage/store.ts';
import { breathe } from './breathe.ts';
import { createBoard } from './board.ts';
import { viewOf } from './dataset-view.ts';
import { explain } from './explanation.ts';
import { GivingWay } from './giving-way.ts';
import { groupItems } from './grouping.ts';
import type { Lab } from './lab.ts';
import { noDataset } from './lab.ts';
import type { AskedModel } from './mixed-model.ts';
import { MixedModel } from './mixed-model.ts';
import { createMeeting } from './meeting.ts';
import { OpenModel } from './open-model.ts';
import { qualityOf } from './quality.ts';
import type { Search } from './search.ts';
import { createSearch } from './search.ts';
import type { WordTable } from './telling-words.ts';
import { createWordTable } from './telling-words.ts';

interface Desk {
  readonly view: DatasetView;
  readonly train: TrainingSet;
  readonly propose: ReturnType<typeof createElicitor>;
  readonly meet: ReturnType<typeof createMeeting>;
  readonly search: Search;
  readonly words: WordTable;
  readonly models: Map<string, OpenModel>;
  /** Models that are being read. */
  readonly opening: Map<string, Promise<void>>;
}

/** Bytes for answers kept: 160 histories of six models at 9,000 items, 28 at 50,000. */
const room = 64 * 2 ** 20;
/** Seconds an answer is kept: as long as a sitting. */
const ttl = 3600;

/** The quick half: one data set lies open with its models, and every answer is about a history handed in. */
export function inference({ store }: Lab): InferenceApi {
  let desk: Desk | null = null;
  const way = new GivingWay();
  const answers = new Cache<Float64Array>({ maxBytes: room, ttl, clock: () => performance.now() / 1000 });

  function open(): Desk {
    if (!desk) throw new LabError('ParamError', 'Expected an open data set; none is. Call openDataset first.');
    return desk;
  }
  function find(text: string): AskedModel {
    const asked = readAsked(text);
    if ('parts' in asked) return new MixedModel(asked, find);
    const { key, live } = asked;
    const model = open().models.get(key);
    if (model) return live ? model.with(live) : model;
    throw new LabError('ParamError', `Expected an open model; "${key}" is not. Call openModel first.`);
  }

  /** A model, or an epoch of one that is still learning: the latest, should that be another by now. */
  async function stored(text: string): Promise<ModelRecord | undefined> {
    const { key, epoch } = readEpochKey(text);
    if (epoch === null) return store.models.get(key);
    const kept = await store.checkpoints.get(key);
    return kept && { ...kept, key: text, snapshot: kept.checkpoint.snapshot };
  }

  async function read({ models, train, view }: Desk, key: string): Promise<void> {
    const record = await stored(key);
    if (record?.datasetHash !== view.summary.hash) {
      throw new LabError(
        'ParamError',
        `Expected a stored model of "${view.summary.name}"; there is none with the key "${key}". Fit it first.`,
      );
    }
    models.get(key)?.dispose();
    models.set(key, OpenModel.restore(record, train, answers));
  }

  const board = createBoard(find);

  return {
    async openDataset(id) {
      const dataset = await store.datasets.get(id);
      if (!dataset) throw noDataset(id);
      const train = buildTrainingSet(dataset);
      const opinions = opinionsOf(train.byItem);
      for (const model of desk?.models.values() ?? []) model.dispose();
      answers.clear();
      const view = viewOf(dataset, opinions);
      const search = createSearch(dataset.catalog, opinions.popularity);
      const propose = createElicitor(train, opinions);
      const meet = createMeeting(train, dataset.users.ids, find);
      desk = {
        view,
        train,
        propose,
        meet,
        search,
        words: createWordTable(dataset.catalog),
        models: new Map(),
        opening: new Map(),
      };
      return view;
    },

    async openModel(text) {
      const { models, opening } = open();
      const key = storedKey(text);
      if (key === null || models.has(key)) return;
      let reading = opening.get(key);
      if (!reading) opening.set(key, (reading = read(open(), key).finally(() => opening.delete(key))));
      await reading;
    },

    async closeModel(text) {
      const key = storedKey(text);
      if (key === null) return;
      desk?.models.get(key)?.dispose();
      desk?.models.delete(key);
    },

    board: (question) => way.first(() => board(question)),

    async assess(models, before, rated) {
      const { train } = open();
      const query = queryFrom(before);
      const assessments: Assessment[] = [];
      for (const model of models) {
        await way.giveWay();
        const foresight = await assess(find(model).asked, query, rated.item, train.items, train.ratingScale);
        assessments.push({ model, ...foresight });
      }
      return assessments;
    },

    async hide(models, ratings, hidden, stop) {
      const { train } = open();
      // What is asked once is not kept: it would push out what undo and the history slider ask again.
      const uncached = models.map((text) => {
        const model = find(text);
        return { ...model.asked, score: (query: Query, out: Float64Array) => model.score(query, out) };
      });
      const hiding = hideRating(uncached, ratings, hidden, train.items, train.ratingScale);
      const foresights = await drive(hiding, { stop, breathe: way.giveWay });
      return foresights.flatMap((foresight, at) => (foresight ? [{ model: models[at], ...foresight }] : []));
    },

    explain: async (model, ratings, item, given = null) => explain(find(model), ratings, item, given),

    async similar(model, item, n) {
      const { asked, label } = find(model);
      if (!asked.similar) {
        throw new LabError(
          'ParamError',
          `Expected a recommender that compares items; ${label} does not. Ask one with the trait "similar".`,
        );
      }
      const scores = new Float64Array(open().train.items);
      asked.similar(item, scores);
      return [...topN(scores, n, [item])].map((other) => ({ item: other, score: scores[other] }));
    },

    group: (model, items) => groupItems(() => find(model), items, open().train.items),
    words: (items, perItem) => open().words(items, perItem),

    async nextToRate(ratings, skipped, n, asked = usualAsking) {
      const rated = new Set(ratings.map(({ item }) => item));
      return open().propose({ rated, skipped: new Set(skipped), n }, asked);
    },

    meet: async (question) => open().meet(question),

    quality: (model, signal) => qualityOf(store.models, model, open().train, signal),

    compare: (columns, seed, stop, resamples) =>
      drive(comparePairs(columns, createRng(seed), resamples), { stop, breathe }),

    sampled: ({ places, sizes, k, dialect }, stop) =>
      drive(sampledFigures(places, sizes, k, dialectOf(dialect)), { stop, breathe }),

    search: async (query, n) => open().search(query, n),

    cached: async () => answers.stats,
    forget: async () => answers.clear(),
  };
}

/** The stored model a text speaks of; null where it is a mix, whose parts lie open themselves. */
function storedKey(text: string): string | null {
  const asked = readAsked(text);
  return 'key' in asked ? asked.key : null;
}
