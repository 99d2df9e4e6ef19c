/**
 * The wire between the page and `workers/lab.worker.ts`. One worker script, two instances: the training role may be
 * busy for a minute and may be killed; the inference role answers within a frame or two. Data sets and models
 * pass between them through the store, by id. Everything here is plain data; AbortSignals and report functions
 * cross by the transfer handlers in this room.
 */
import type { ComputeInfo } from '../core/compute.ts';
import type { Catalog, ItemDescription } from '../core/data/catalog.ts';
import type { CacheStats } from '../core/data/cache.ts';
import type { Given } from '../core/data/history.ts';
import type { Dataset, DatasetSummary, Kind, RatingScale } from '../core/data/dataset.ts';
import type { Weights } from '../core/data/reweigh.ts';
import type { DataOf, Selection } from '../core/entry.ts';
import type { Profile } from '../core/data/profile.ts';
import type { Asked } from '../core/experiments/asking.ts';
import type { NotebookTable } from '../core/experiments/notebook.ts';
import type { Pair } from '../core/experiments/compare.ts';
import type { SimilarityQuality } from '../core/experiments/similarity-quality.ts';
import type { PersonCut } from '../core/experiments/person.ts';
import type { Questioned } from '../core/experiments/judge-lists.ts';
import type { EvaluateProgress, Outcome, Protocol, Run } from '../core/experiments/protocol.ts';
import type { KeptPlaces } from '../core/experiments/kept-places.ts';
import type { SampledFigures } from '../core/experiments/sampled-metrics.ts';
import type { SearchPlan, SearchProgress, SearchResult, Try } from '../core/experiments/search.ts';
import type { Generator } from '../core/generators/generator.ts';
import type { Importer, ImportProgress } from '../core/importers/importer.ts';
import type { Inspection } from '../core/importers/inspect.ts';
import type { Merge } from '../core/math/clustering.ts';
import type { Metric } from '../core/metrics/metric.ts';
import type { Explanation, FitProgress, Recommender } from '../core/recommenders/recommender.ts';
import type { Splitter } from '../core/splits/splitter.ts';
import type { TensorBackend, TensorsInfo } from '../core/tensors.ts';
import type { ModelFormat } from '../storage/model-format.ts';
import type { ModelSummary, Store } from '../storage/store.ts';

/** The registries without their functions: all the page ever knows of an algorithm. */
export interface Offer {
  readonly recommenders: readonly DataOf<Recommender>[];
  readonly metrics: readonly DataOf<Metric>[];
  readonly splitters: readonly DataOf<Splitter>[];
  readonly importers: readonly DataOf<Importer>[];
  readonly generators: readonly DataOf<Generator>[];
}

export type Report<P> = (progress: P) => void;

export interface LabApi extends TrainingApi, InferenceApi {
  offer(): Promise<Offer>;
  /** What `start` answered. */
  compute(): Promise<ComputeInfo>;
}

/** What the worker exposes. `connect` makes the first call, `start`; the page sees the rest as LabApi. */
export interface LabWorker extends LabApi {
  /** `store` is null where the worker opens IndexedDB itself. */
  start(options: WorkerOptions, store: Store | null): Promise<ComputeInfo>;
}

export interface StartOptions {
  /** The page's store: lent to the worker while it is in memory. Null or on disk, the worker opens its own. */
  readonly store: Store | null;
  /** Of the kernel pool; 1 where the page is not cross-origin isolated. */
  readonly threads: number;
  /** The app's own address, `document.baseURI`: the shelf lies under `datasets/` there. */
  readonly base: string;
}

export interface WorkerOptions extends Omit<StartOptions, 'store'> {
  /** Name of a lock to hold for life, by which the page notices a silent death. */
  readonly lifeline: string;
}

export interface TrainingApi {
  /** Makes and stores a data set; its id is stable, so asking again returns the stored one. */
  generate(generator: Selection, seed: number, signal: AbortSignal): Promise<DatasetSummary>;
  /** Opens zips, recognizes the format, reads the first rows. Throws ImportError. */
  inspect(files: readonly File[]): Promise<Inspection>;
  /** Reads everything and stores it. Nothing is stored unless all of it could be read. */
  importFiles(
    files: readonly File[],
    importer: Selection,
    signal: AbortSignal,
    report: Report<ImportProgress>,
  ): Promise<DatasetSummary>;
  /** Stores the data set with its kinds of event weighed otherwise; open it again to see it. Throws ParamError. */
  reweigh(dataset: string, weights: Weights): Promise<DatasetSummary>;
  /**
   * Fits and stores; returns the stored model at once where an equal one exists. A model that learns in epochs leaves a
   * checkpoint in the store at the end of each, before that epoch is reported, and goes on from the one it finds there.
   */
  fit(
    dataset: string,
    recommender: Selection,
    seed: number,
    signal: AbortSignal,
    report: Report<FitProgress>,
  ): Promise<ModelSummary>;
  /** A stored model as a file. Throws ParamError. */
  saveModel(key: string, format: ModelFormat): Promise<Uint8Array<ArrayBuffer>>;
  /** Verifies a file of that kind and stores its model. Throws ImportError saying what is not as it was. */
  openModelFile(file: File): Promise<ModelSummary>;
  /** Runs a protocol and stores the run. */
  evaluate(
    dataset: string,
    recommenders: readonly Selection[],
    protocol: Protocol,
    signal: AbortSignal,
    report: Report<EvaluateProgress>,
  ): Promise<Run>;
  /** What was known of one person in a run on these data, and what was held out. Throws ParamError. */
  person(dataset: string, hash: string, protocol: Protocol, id: string): Promise<PersonCut>;
  /** Lists that another program made, a TREC run file, by the questions of a run. Throws ImportError, ParamError. */
  judgeLists(run: Questioned, file: File, signal: AbortSignal): Promise<Outcome>;
  /** What recommenders learned from in a run, as CSV, so that others can learn from the same. Throws ParamError. */
  trainingPart(run: Questioned): Promise<string>;
  /**
   * Looks for the setting that does best on validation data; stores nothing. `tried`: of an equal plan, to go on from.
   * A search that is aborted can go on from what was last reported. Throws ParamError.
   */
  tune(
    dataset: string,
    plan: SearchPlan,
    tried: readonly Try[],
    signal: AbortSignal,
    report: Report<SearchProgress>,
  ): Promise<SearchResult>;
  /** What tensors run on, and how quick each backend was. */
  tensors(): Promise<TensorsReport>;
  /** For whatever is trained from now on. */
  chooseTensors(choice: TensorChoice): Promise<void>;
  /** The notebook's comparison on its own community, computed anew; stores nothing. */
  reproduceNotebook(signal: AbortSignal): Promise<NotebookTable>;
}

export type TensorChoice = 'auto' | TensorBackend;

export interface TensorsReport {
  readonly choice: TensorChoice;
  /** Null before the first training. */
  readonly open: TensorsInfo | null;
  /** Milliseconds of a step of training as measured on this device; null where it has no such backend. */
  readonly times: Partial<Record<TensorBackend, number | null>>;
}

export interface InferenceApi {
  /** Loads a data set and forgets the one before, with its models. */
  openDataset(id: string): Promise<DatasetView>;
  /** Restores a stored model of the open data set. */
  openModel(key: string): Promise<void>;
  closeModel(key: string): Promise<void>;
  /** Everyone's list for one history; newest question wins, an older one rejects with AbortError. */
  board(question: BoardQuestion): Promise<BoardAnswer>;
  /** Predict, then learn: what each model said of an item before it was rated. */
  assess(models: readonly string[], before: readonly Rating[], rated: Rating): Promise<Assessment[]>;
  /** What each model says of one of the ratings, asked with the others alone; one that fails is left out. */
  hide(
    models: readonly string[],
    ratings: readonly Rating[],
    hidden: number,
    signal: AbortSignal,
  ): Promise<Assessment[]>;
  explain(model: string, ratings: readonly Rating[], item: number, given?: Given | null): Promise<ExplanationView>;
  similar(model: string, item: number, n: number): Promise<ScoredItem[]>;
  /** How alike some items, up to 60, are to a model, and who groups with whom. */
  group(model: string, items: readonly number[]): Promise<Grouping>;
  /** The words that tell these items from others, the weightiest few of each. */
  words(items: readonly number[], perItem: number): Promise<TellingWords>;
  /** What would teach the models most, by one of the ways of core/experiments/asking.ts. */
  nextToRate(ratings: readonly Rating[], skipped: readonly number[], n: number, asked?: Asked): Promise<number[]>;
  /** What would become of an item nobody has met. */
  meet(question: MeetingQuestion): Promise<Meeting>;
  /** What a stored model's similarities say of themselves, on the data it was fitted to. Throws ParamError. */
  quality(model: string, signal: AbortSignal): Promise<SimilarityQuality>;
  /** Everyone against everyone: one column of values per recommender, the same people in the same order. */
  compare(columns: readonly Float64Array[], seed: number, signal: AbortSignal, resamples?: number): Promise<Pair[]>;
  /** What each recommender would have if its liked items were ranked among so many drawn by chance, for several sizes. */
  sampled(question: SamplingQuestion, signal: AbortSignal): Promise<readonly SampledFigures[]>;
  /** Items by words in their titles and details, best first; the most popular when the query is empty. */
  search(query: string, n: number): Promise<number[]>;
  /** What is kept of models' answers, and how often it was of use. */
  cached(): Promise<CacheStats>;
  /** Drops those answers, and counts anew. */
  forget(): Promise<void>;
}

export interface SamplingQuestion {
  readonly places: readonly KeptPlaces[];
  readonly sizes: readonly number[];
  readonly k: number;
  readonly dialect: Protocol['dialect'];
}

/** What the page holds of the open data set. */
export interface DatasetView {
  readonly summary: DatasetSummary;
  readonly itemIds: readonly string[];
  /** Without the running text, which only models read. */
  readonly catalog: Omit<Catalog, 'text'>;
  readonly ratingScale: RatingScale | null;
  readonly kinds: readonly Kind[];
  /** Users with an opinion or a strength per item. */
  readonly popularity: Uint32Array;
  /** Mean value per item, NaN without events. */
  readonly meanValue: Float32Array;
  /** How often each value was given, and how much each person did. */
  readonly profile: Profile;
  readonly provenance: Dataset['provenance'];
}

/** Item indices, in the order rated. */
export interface Rating {
  readonly item: number;
  readonly value: number;
}

export interface ScoredItem {
  readonly item: number;
  readonly score: number;
}

export interface Grouping {
  /** Row-major, as many rows and columns as items, in the order asked; 0 where the model knows nothing. */
  readonly values: Float64Array;
  readonly merges: readonly Merge[];
  /** Positions among the items asked, from one end of the groups to the other. */
  readonly order: readonly number[];
}

export interface TellingWords {
  /** In the order in which the items bring them. */
  readonly words: readonly string[];
  /** Row-major, items × words: TF-IDF weights; 0 where an item does not have the word. */
  readonly values: Float64Array;
}

export interface BoardQuestion {
  readonly models: readonly string[];
  readonly ratings: readonly Rating[];
  /** Items of these that may be listed all the same: looked at, never bought. */
  readonly again?: readonly number[];
  readonly n: number;
  /** The item somebody is looking at: lists "given this". */
  readonly given?: Given | null;
  /** A question of "what if": it overtakes other previews only, never the question of what is. */
  readonly preview?: boolean;
}

export interface BoardAnswer {
  /** In the order asked. One that failed says why; the others go on. */
  readonly lists: readonly BoardList[];
  /** Milliseconds from question to answer, inside the worker. */
  readonly elapsed: number;
}

export interface BoardList {
  readonly model: string;
  readonly items: readonly ScoredItem[];
  /** Of how many of these the history itself speaks; the others fill up with what is popular. Null: the model never falls back. */
  readonly spokenFor: number | null;
  readonly error: string | null;
}

export interface Assessment {
  readonly model: string;
  /** From 1 among the items not rated before; NaN where the model had nothing to say. */
  readonly rank: number;
  readonly candidates: number;
  /** Predicted rating, clipped to the scale; NaN where the model predicts none. */
  readonly predicted: number;
}

export interface ExplanationView extends Explanation {
  readonly rank: number;
  /** Rank the item would have without that rating, for the ratings that matter most. */
  readonly without: readonly { readonly item: number; readonly rank: number }[];
}

export interface MeetingQuestion {
  readonly item: ItemDescription;
  readonly models: readonly string[];
  readonly ratings: readonly Rating[];
  /** How many neighbors and people to name. */
  readonly n: number;
}

export interface Meeting {
  /** Most alike by content, best first. */
  readonly neighbors: readonly ScoredItem[];
  /** In the order asked. */
  readonly verdicts: readonly Verdict[];
  /** Whom to tell, the likeliest to like it first; what of theirs speaks for it adds up to the affinity, if all is named. */
  readonly audience: readonly {
    readonly person: string;
    readonly affinity: number;
    readonly because: readonly ScoredItem[];
  }[];
}

/** What one model makes of an item nobody has met. */
export interface Verdict {
  readonly model: string;
  /** Whether it can judge an item by its description; some need to be fitted with it. */
  readonly able: boolean;
  /** NaN where the description or the history says nothing to it. */
  readonly score: number;
  /** From 1 among the items not rated, the new one included. */
  readonly rank: number;
  readonly candidates: number;
}
