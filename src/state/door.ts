/**
 * `window.tastelab`: the same verbs the interface uses, for programs, lessons and tests.
 * Ids are the data set's own; values and scores are plain numbers. Described in docs/door.md.
 */
import type { ComputeInfo } from '../core/compute.ts';
import { LabError } from '../core/errors.ts';
import type { Weights } from '../core/data/reweigh.ts';
import type { Selection } from '../core/entry.ts';
import type { SimilarityQuality } from '../core/experiments/similarity-quality.ts';
import type { NotebookTable } from '../core/experiments/notebook.ts';
import type { Protocol, Run } from '../core/experiments/protocol.ts';
import type { ItemDescription } from '../core/data/catalog.ts';
import type { TasteProfile } from '../core/data/taste-profile.ts';
import { tasteProfile } from '../core/data/taste-profile.ts';
import { mostShare } from '../core/data/history.ts';
import { indexOfId } from '../core/data/vocabulary.ts';
import type { ParamValues } from '../core/params.ts';
import type { Change } from '../core/ranking/changes.ts';
import type { Explanation } from '../core/recommenders/recommender.ts';
import type { ScoredItem } from '../rpc/lab-api.ts';
import type { Column } from './columns.svelte.ts';
import type { ModelFormat } from '../storage/model-format.ts';
import type { Lab } from './lab.svelte.ts';
import type { Stance } from './stated.svelte.ts';

export interface Door {
  /** Resolves when a data set is open and every column has its list. */
  readonly ready: Promise<void>;
  datasets(): Promise<{ id: string; name: string; users: number; items: number; events: number }[]>;
  useDataset(id: string): Promise<void>;
  /** Counts the kinds of event otherwise, as in { view: 0.5 }; every open recommender is fitted to that. */
  reweigh(weights: Weights): Promise<void>;
  /** Imports by the surest importer and opens the result; resolves to its id. Throws ImportError. */
  importFiles(files: readonly File[]): Promise<string>;
  /** Most popular first when the query is empty. */
  items(query: string, n?: number): Promise<{ id: string; title: string; year: number | null }[]>;
  rate(itemId: string, value: number): Promise<void>;
  /** Buying, viewing, playing, where the data hold acts instead of ratings; amounts add up. */
  act(itemId: string, kind: string, amount?: number): Promise<void>;
  clearRating(itemId: string): Promise<void>;
  /** Lists "given this item", with how much its likeness counts (0 to 10); null: without one. No act: undo leaves it. */
  look(itemId: string | null, share?: number): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  history(): Promise<{ item: string; value: number; time: number }[]>;
  /** What the person at the keyboard has rated, and said they like. */
  profile(): Promise<TasteProfile & { liked: readonly string[]; disliked: readonly string[] }>;
  /** Says what one likes, dislikes, or (null) takes it back; the column `preferences` lists by it. */
  say(category: string, stance: Stance): Promise<void>;
  /** By recommender id (with its parameters, where they are not the defaults), once every list reflects the latest rating. */
  board(options?: { n?: number }): Promise<Record<string, BoardEntry[]>>;
  explain(recommender: string, itemId: string): Promise<Explanation>;
  /** What is like an item, by an open column; unless told otherwise the first that compares items, and 5. */
  similar(itemId: string, options?: { recommender?: string; n?: number }): Promise<SimilarEntry[]>;
  /** What would become of an item nobody has met: its neighbors, each column's verdict, whom to tell. */
  meet(item: Partial<ItemDescription>, n?: number): Promise<Met>;
  /** Opens a column, or returns the open one, once it is fitted. */
  fit(recommender: string, params?: ParamValues): Promise<{ column: string; fitSeconds: number }>;
  /** A fitted model as a file, and back again. Throws ImportError where it is not what was saved, or not of data kept here. */
  saveModel(recommender: string, format?: ModelFormat): Promise<File>;
  openModelFile(file: File): Promise<{ column: string; dataset: string }>;
  /** What a recommender's similarities say of themselves: as in the notebook of the shop, and corrected. */
  quality(recommender: string): Promise<SimilarityQuality>;
  evaluate(protocol?: Partial<Protocol>, recommenders?: readonly Selection[]): Promise<Run>;
  /** The table the notebook printed, computed anew on its own community, whatever data set is open. */
  notebook(): Promise<NotebookTable>;
  compute(): Promise<ComputeInfo>;
}

export interface BoardEntry {
  readonly item: string;
  readonly title: string;
  readonly score: number;
  readonly rank: number;
  readonly change: Change;
}

export interface SimilarEntry {
  readonly item: string;
  readonly title: string;
  readonly score: number;
}

export interface Met {
  readonly neighbors: readonly SimilarEntry[];
  /** By column; null where it cannot place an item by its description. */
  readonly verdicts: Record<string, { score: number; rank: number; candidates: number } | null>;
  readonly audience: readonly { person: string; affinity: number; because: readonly SimilarEntry[] }[];
}

type Verbs = Omit<Door, 'ready'>;

const verbs = [
  'datasets',
  'useDataset',
  'reweigh',
  'importFiles',
  'items',
  'rate',
  'act',
  'clearRating',
  'look',
  'undo',
  'redo',
  'history',
  'profile',
  'say',
  'board',
  'explain',
  'similar',
  'meet',
  'fit',
  'saveModel',
  'openModelFile',
  'quality',
  'evaluate',
  'notebook',
  'compute',
] as const satisfies readonly (keyof Verbs)[];

/** Open from the first moment, so that a program need not wait for the lab to be there before it waits for `ready`. */
export function openDoor(lab: Promise<Lab>, opened: Promise<void>): Door {
  const ready = Promise.all([lab, opened]).then(([lab]) => {
    if (lab.failure) throw lab.failure;
    return lab.settled();
  });
  // Whoever never asks for it must not see an unhandled rejection; the page shows the failure itself.
  ready.catch(() => {});
  const inside = lab.then(verbsOf);
  inside.catch(() => {});
  const calls = verbs.map((verb) => [
    verb,
    async (...args: unknown[]) => ((await inside)[verb] as (...args: unknown[]) => unknown)(...args),
  ]);
  return { ready, ...(Object.fromEntries(calls) as Verbs) };
}

function verbsOf(lab: Lab): Verbs {
  const view = () => {
    if (!lab.datasets.view) throw lab.failure ?? new Error('No data set is open yet; await tastelab.ready first.');
    return lab.datasets.view;
  };
  const itemOf = (id: string) => {
    const item = indexOfId({ ids: view().itemIds }, String(id));
    if (item < 0) throw new LabError('ParamError', `There is no item "${id}" in "${view().summary.name}".`);
    return item;
  };
  const entriesOf = (scored: readonly ScoredItem[]): SimilarEntry[] =>
    scored.map(({ item, score }) => ({ item: view().itemIds[item], title: view().catalog.titles[item], score }));
  const columnOf = (id: string): Column => {
    const column = lab.columns.all.find((open) => open.id === id || open.link === id || open.entry.id === id);
    if (!column) {
      const open = lab.columns.all.map((one) => one.id).join(', ');
      throw new LabError('ParamError', `No column "${id}" is open. Open: ${open}. Use fit() to open another.`);
    }
    return column;
  };
  return {
    datasets: async () =>
      lab.datasets.list.map(({ id, name, users, items, events }) => ({ id, name, users, items, events })),
    useDataset: async (id) => {
      await lab.useDataset(id);
      await lab.settled();
    },
    async importFiles(files) {
      const preview = await lab.datasets.inspect(files);
      if (!preview) throw lab.datasets.preview.error ?? new LabError('ImportError', 'The files could not be read.');
      const [surest] = preview.candidates;
      const imported = await lab.datasets.import({ id: surest.importer, params: {} });
      if (!imported) throw lab.datasets.error ?? new LabError('AbortError', 'The import was cancelled.');
      await lab.useDataset(imported.id);
      await lab.settled();
      return imported.id;
    },
    async items(query, n = 20) {
      const { catalog, itemIds } = view();
      const found = await lab.search(query, n);
      return found.map((item) => ({
        id: itemIds[item],
        title: catalog.titles[item],
        year: catalog.years?.[item] || null,
      }));
    },
    rate: async (id, value) => lab.taste.rate(itemOf(id), checkRating(value, view().ratingScale)),
    async act(id, kind, amount = 1) {
      const { kinds, summary } = view();
      const known = summary.feedback === 'implicit' ? kinds.map((one) => one.id) : [];
      if (!known.includes(kind) || !(amount > 0)) {
        throw new LabError(
          'ParamError',
          `Expected one of ${known.join(', ') || 'no acts: these data hold ratings'} and an amount above 0; got "${kind}" and ${amount}.`,
        );
      }
      await lab.taste.act(itemOf(id), kind, amount);
    },
    async reweigh(weights) {
      await lab.reweigh(weights);
      if (lab.weighing.error) throw lab.weighing.error;
      await lab.settled();
    },
    clearRating: async (id) => lab.taste.clear(itemOf(id)),
    async look(id, share) {
      if (share !== undefined && !(share >= 0 && share <= mostShare)) {
        throw new LabError('ParamError', `Expected a share from 0 to ${mostShare}; got ${share}.`);
      }
      lab.given.look(id === null ? null : itemOf(id));
      if (share !== undefined) lab.given.weigh(share);
    },
    undo: async () => lab.taste.undo(),
    redo: async () => lab.taste.redo(),
    history: async () =>
      lab.taste.ratings.map(({ item, value, time }) => ({ item: view().itemIds[item], value, time })),
    async profile() {
      const { liked, disliked } = lab.stated;
      return { ...tasteProfile(lab.taste.ratings, view().catalog.categories), liked, disliked };
    },
    async say(category, stance) {
      const known = view().catalog.categories?.names ?? [];
      if (!known.includes(category)) {
        throw new LabError('ParamError', `There is no category "${category}". Known: ${known.join(', ') || 'none'}.`);
      }
      lab.stated.say(category, stance);
      await lab.settled();
    },
    async board({ n } = {}) {
      if (n !== undefined && n !== lab.board.n) lab.setListLength(n);
      await lab.settled();
      const { catalog, itemIds } = view();
      return Object.fromEntries(
        lab.columns.ready.map(({ id }) => [
          id,
          (lab.board.lists.get(id)?.rows ?? []).map(({ item, score, rank, change }) => ({
            item: itemIds[item],
            title: catalog.titles[item],
            score,
            rank,
            change,
          })),
        ]),
      );
    },
    async explain(recommender, itemId) {
      const column = columnOf(recommender);
      const item = itemOf(itemId);
      await lab.settled();
      lab.explain(column, item);
      const answer = await lab.why.answered();
      lab.why.close();
      return { score: answer.score, parts: answer.parts };
    },
    async similar(itemId, { recommender, n = 5 } = {}) {
      const item = itemOf(itemId);
      await lab.columns.settled();
      const able = lab.columns.ready.find(({ entry }) => entry.traits.includes('similar'));
      const column = recommender === undefined ? able : columnOf(recommender);
      if (!column) throw new LabError('ParamError', 'No open column compares items. Use fit("item-knn") to open one.');
      return entriesOf(await lab.similar(column, item, n));
    },
    async meet({ title = '', categories = [], details = '', text = '' }, n = 10) {
      if (categories.length === 0 && !text.trim()) {
        throw new LabError('ParamError', 'Expected categories or a text to know the item by; got neither.');
      }
      await lab.settled();
      const columns = lab.columns.ready;
      const { neighbors, verdicts, audience } = await lab.meet({ title, categories, details, text }, n);
      return {
        neighbors: entriesOf(neighbors),
        verdicts: Object.fromEntries(
          verdicts.map(({ able, score, rank, candidates }, at) => [
            columns[at].id,
            able ? { score, rank, candidates } : null,
          ]),
        ),
        audience: audience.map((one) => ({ ...one, because: entriesOf(one.because) })),
      };
    },
    async fit(recommender, params = {}) {
      const column = lab.columns.add(recommender, params);
      if (!column) {
        const known = lab.columns.offer.map(({ id }) => id).join(', ');
        throw new LabError('ParamError', `There is no recommender "${recommender}". Known: ${known}.`);
      }
      await lab.settled();
      if (column.error) throw column.error;
      return { column: column.id, fitSeconds: column.fitSeconds ?? 0 };
    },
    async saveModel(recommender, format) {
      await lab.settled();
      return lab.saveModel(columnOf(recommender), format);
    },
    async openModelFile(file) {
      const { dataset, key, recommender } = await lab.openModelFile(file);
      await lab.settled();
      const column = lab.columns.all.find(({ stored }) => stored === key) ?? columnOf(recommender.id);
      return { column: column.id, dataset };
    },
    async quality(recommender) {
      await lab.settled();
      const { stored } = columnOf(recommender);
      const judged = stored === null ? null : await lab.judgeSimilarity(stored);
      if (!judged) throw lab.quality.error ?? new LabError('ParamError', `"${recommender}" has not been fitted yet.`);
      return judged.numbers;
    },
    async evaluate(protocol = {}, recommenders = lab.columns.recommenders.map(({ selection }) => selection)) {
      const run = await lab.evaluation.run(recommenders, { ...lab.evaluation.protocol, ...protocol });
      if (!run) throw lab.evaluation.error ?? new LabError('AbortError', 'The evaluation was cancelled.');
      return run;
    },
    async notebook() {
      const table = await lab.reproduceNotebook();
      if (!table) throw lab.notebook.error ?? new LabError('AbortError', 'The notebook was asked for again meanwhile.');
      return table;
    },
    async compute() {
      if (!lab.compute) throw new Error('The workers have not started yet; await tastelab.ready first.');
      return lab.compute;
    },
  };
}

function checkRating(value: number, scale: { min: number; max: number; step: number } | null): number {
  if (!scale) {
    if (Number.isFinite(value) && value > 0) return value;
    throw new LabError('ParamError', `Expected a number above 0; got ${value}.`);
  }
  const steps = (value - scale.min) / scale.step;
  if (value >= scale.min && value <= scale.max && Math.abs(steps - Math.round(steps)) < 1e-9) return value;
  throw new LabError(
    'ParamError',
    `Expected a rating from ${scale.min} to ${scale.max} in steps of ${scale.step}; got ${value}.`,
  );
}
