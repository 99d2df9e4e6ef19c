import type { ComputeInfo } from '../core/compute.ts';
import type { CacheStats } from '../core/data/cache.ts';
import type { ItemDescription } from '../core/data/catalog.ts';
import { usualWeight } from '../core/data/reweigh.ts';
import type { Weights } from '../core/data/reweigh.ts';
import type { Kind } from '../core/data/dataset.ts';
import type { Selection } from '../core/entry.ts';
import { abortError } from '../core/errors.ts';
import type { SimilarityQuality } from '../core/experiments/similarity-quality.ts';
import type { NotebookTable } from '../core/experiments/notebook.ts';
import type {
  DatasetView,
  Grouping,
  LabApi,
  Meeting,
  Offer,
  Rating,
  ScoredItem,
  TellingWords,
  TensorChoice,
  TensorsReport,
} from '../rpc/lab-api.ts';
import type { ModelFormat } from '../storage/model-format.ts';
import type { ModelSummary, Store } from '../storage/store.ts';
import type { Address } from './address.svelte.ts';
import { Announcer } from './announcer.svelte.ts';
import { Behind } from './behind.ts';
import { Board } from './board.svelte.ts';
import type { Column } from './columns.svelte.ts';
import { Columns, defaultColumns, shopColumns } from './columns.svelte.ts';
import { Datasets } from './datasets.svelte.ts';
import { Certainty } from './certainty.svelte.ts';
import { Evaluation } from './evaluation.svelte.ts';
import { FirstDataset } from './first-dataset.ts';
import { GivenItem } from './given.svelte.ts';
import { Keeping } from './keeping.svelte.ts';
import { learningDesk } from './learning-desk.ts';
import { Latest } from './latest.svelte.ts';
import type { LinkedGiven } from './link.ts';
import { Offline } from './offline.svelte.ts';
import { OwnLeaveOneOut } from './own-leave-one-out.svelte.ts';
import { People } from './people.svelte.ts';
import { OutsideLists } from './outside-lists.svelte.ts';
import { Personal } from './personal.svelte.ts';
import { Sampling } from './sampling.svelte.ts';
import { Settling } from './settling.ts';
import { SpareTime } from './spare-time.ts';
import { Stated } from './stated.svelte.ts';
import { StoredModels } from './stored-models.ts';
import { Taste } from './taste.svelte.ts';
import { TasteTest } from './taste-test.svelte.ts';
import { Theme } from './theme.svelte.ts';
import { Trainer } from './trainer.svelte.ts';
import { Tuning } from './tuning.svelte.ts';
import { usualRating } from './usual-rating.ts';
import { Why } from './why.svelte.ts';

/** Every model is fitted with this seed, so that a link gives the same lists everywhere. */
const seed = 42;
const queueLength = 6;
/** How far down its list a recommender is asked for a blind test. */
const tasted = 60;
/** Milliseconds without a further move after which a slider counts as let go. */
const restOfSlider = 250;
/** Events up to which measuring every open recommender takes seconds rather than minutes. */
const quickToMeasure = 500_000;

/** Milliseconds without an act after which nobody is taken to be waiting for anything. */
const untilSpare = 8000;

export interface LabParts {
  readonly store: Store;
  readonly training: LabApi;
  readonly inference: LabApi;
  readonly address: Address;
  readonly root: HTMLElement;
  /** Milliseconds, for durations. */
  readonly clock: () => number;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Of the training worker's kernel pool, where the page is isolated. */
  readonly threads: number;
}

export interface JudgedSimilarity {
  /** Its key in the store. */
  readonly model: string;
  readonly numbers: SimilarityQuality;
}

/** The page's state, put together. The interface and `window.tastelab` call the same verbs. */
export class Lab {
  readonly address: Address;
  readonly store: Store;
  readonly datasets: Datasets;
  readonly taste: Taste;
  readonly columns: Columns;
  readonly stated: Stated;
  readonly board: Board;
  readonly given: GivenItem;
  readonly personal: Personal;
  readonly leaveOneOut: OwnLeaveOneOut;
  readonly why: Why;
  readonly evaluation: Evaluation;
  readonly tuning: Tuning;
  readonly tasteTest: TasteTest;
  readonly outsideLists: OutsideLists;
  readonly certainty: Certainty;
  readonly sampling: Sampling;
  /** Of the run on the screen. */
  readonly people: People;
  readonly theme: Theme;
  readonly keeping: Keeping;
  readonly announcer = new Announcer();
  readonly offline = new Offline();
  /** What rating next would teach the models most. */
  readonly next = new Latest<readonly number[]>();
  /** The notebook's table computed anew. */
  readonly notebook = new Latest<NotebookTable>();
  /** What the similarities of a stored model say of themselves. */
  readonly quality = new Latest<JudgedSimilarity>();
  /** Viewed products may be listed, bought ones not. */
  repeats = $state(false);
  /** The kinds of event being weighed anew. */
  readonly weighing = new Latest<DatasetView>();
  compute = $state.raw<ComputeInfo | null>(null);
  offer = $state.raw<Offer | null>(null);
  /** What keeps the page from being usable, in words. */
  failure = $state.raw<Error | null>(null);
  /** Sentences about what a link asked for and could not be had. */
  notices = $state.raw<readonly string[]>([]);
  readonly #parts: LabParts;
  readonly #behind = new Behind();
  readonly #spare: SpareTime;
  readonly #first: FirstDataset;
  readonly #models: StoredModels;

  constructor(parts: LabParts) {
    const { store, training, inference, clock, now } = parts;
    this.#parts = parts;
    this.store = store;
    this.address = parts.address;
    this.datasets = new Datasets(store.datasets, training, () => this.#spare.acted());
    this.#first = new FirstDataset({
      ...{ datasets: this.datasets, address: this.address, settings: store.settings, training, inference },
    });
    this.#models = new StoredModels({
      ...{ store: store.models, training, inference, seed },
      dataset: () => this.datasets.view!,
      whenFree: () => this.#spare.acted(),
    });
    this.taste = new Taste(store.events, now, () => this.#refresh());
    const settling = new Settling(
      () => this.board.refresh(this.columns.ready, this.taste.shown, this.given.value),
      () => this.#columnsChanged(),
    );
    const desk = learningDesk({
      ...{ store, training, inference, seed },
      dataset: () => this.datasets.view!.summary.id,
      keyOf: (column) => this.#models.keyOf(column),
    });
    this.columns = new Columns(
      (column, signal) => this.#models.prepare(column, signal),
      () => this.#columnsChanged(),
      (column) => column.model && void inference.closeModel(column.model),
      () => settling.moved(),
      new Trainer(desk, () => this.#columnsChanged(), clock),
    );
    this.stated = new Stated(this.columns, store.settings, () => void this.#proposeNext());
    this.board = new Board(
      (question) => inference.board(question),
      clock,
      (item) => this.#mayReturn(item),
    );
    this.given = new GivenItem(() => this.#givenChanged());
    const usual = () => usualRating(this.datasets.view!);
    this.personal = new Personal((models, before, rated) => inference.assess(models, before, rated), usual);
    this.leaveOneOut = new OwnLeaveOneOut((...question) => inference.hide(...question), usual);
    this.why = new Why((...question) => inference.explain(...question));
    this.evaluation = new Evaluation((...call) => training.evaluate(...call), store.runs, now);
    this.people = new People((...question) => training.person(...question));
    this.outsideLists = new OutsideLists(this.evaluation, training);
    this.certainty = new Certainty((...call) => inference.compare(...call));
    this.sampling = new Sampling((...call) => inference.sampled(...call));
    this.tuning = new Tuning(async (...call) => {
      await this.#spare.acted();
      return training.tune(this.datasets.view!.summary.id, ...call);
    });
    this.tasteTest = new TasteTest(store.settings, async (...sides) => {
      const models = sides.map(({ model }) => model!);
      const ratings = this.taste.shown.map(plain);
      // A question of its own, which overtakes no list on the board.
      const { lists } = await inference.board({ models, ratings, n: tasted, preview: true });
      const itemsOf = (at: number) =>
        lists.find(({ model }) => model === models[at])?.items.map(({ item }) => item) ?? [];
      return [itemsOf(0), itemsOf(1)];
    });
    this.#spare = new SpareTime(
      () => this.#measure(),
      () => this.evaluation.cancel(),
      untilSpare,
    );
    this.keeping = new Keeping(store);
    this.theme = new Theme(store.settings, parts.root);
  }

  /** First paint to first lists: the theme, the offer, the data set last open or the one the link names. */
  async open(): Promise<void> {
    try {
      const { inference } = this.#parts;
      const [, offer, compute] = await Promise.all([
        this.theme.restore(),
        inference.offer(),
        inference.compute(),
        this.#first.begin(),
      ]);
      this.offer = offer;
      this.compute = { ...compute, threads: compute.isolated ? this.#parts.threads : 1 };
      this.columns.offer = offer.recommenders;
      this.evaluation.recommenders = offer.recommenders;
      this.evaluation.splitters = offer.splitters;
      this.evaluation.metrics = offer.metrics;
      const { id, notices } = await this.#first.find(offer.generators);
      this.notices = [...this.notices, ...notices];
      if (id !== null) await this.useDataset(id, this.address.screen.columns ?? undefined);
    } catch (error) {
      this.failure = error as Error;
    }
  }

  /** Opens a stored data set: its catalog, the ratings given in it, and the columns it was left with. */
  async useDataset(id: string, columns?: readonly Selection[]): Promise<void> {
    const { inference, store } = this.#parts;
    const [view, events, left, models, repeats] = await Promise.all([
      this.#first.take(id) ?? inference.openDataset(id),
      store.events.of(id),
      store.settings.get(columnsOf(id)),
      this.#models.of(id),
      store.settings.get(repeatsOf(id)),
    ]);
    this.repeats = repeats === true;
    this.#models.open(models);
    this.why.close();
    this.board.clear();
    this.personal.clear();
    this.leaveOneOut.clear();
    this.next.clear();
    this.datasets.view = view;
    this.taste.open(view, events);
    this.notices = [...this.notices, ...this.given.open(view, this.#linkedGiven(id))];
    await this.stated.open(view);
    this.tuning.clear();
    this.tasteTest.close();
    await this.evaluation.open(view);
    // What a link says of the protocol holds for the data it names.
    const { data, protocol: linked } = this.address.screen;
    const protocol = data === null || data === id ? linked : {};
    this.evaluation.protocol = { ...this.evaluation.protocol, ...protocol };
    this.address.note({ data: id, protocol, weights: weightsInLink(view.kinds), given: this.given.linked(view) });
    void store.settings.put('dataset', id);
    const wanted = columns ?? (isSelections(left) ? left : null) ?? this.#defaults();
    this.notices = [...this.notices, ...this.columns.open(wanted)];
    this.#models.openAhead(this.columns.recommenders);
    void this.#proposeNext();
  }

  /** Asks what a rating not yet given would do; null takes the question back. */
  previewRating(rating: Rating | null): void {
    this.taste.preview = rating;
    const ratings = rating && [...this.taste.shown.filter(({ item }) => item !== rating.item), rating];
    void this.board.showPreview(this.columns.ready, ratings, this.given.value);
  }

  explain(column: Column, item: number): void {
    this.why.show(column, item, this.taste.shown, this.given.value);
  }

  /** Items by words, best first; the most popular when the query is empty. */
  search(query: string, n: number): Promise<number[]> {
    return this.#parts.inference.search(query, n);
  }

  /** A column's model as a file to keep. */
  saveModel(column: Column, format: ModelFormat = 'json'): Promise<File> {
    return this.#models.save(column, format);
  }

  /** Opens such a file once it is verified: its data set, and a column for the model. */
  async openModelFile(file: File): Promise<ModelSummary> {
    const model = await this.#parts.training.openModelFile(file);
    if (this.datasets.view?.summary.id !== model.dataset) await this.useDataset(model.dataset);
    this.columns.add(model.recommender.id, model.recommender.params);
    return model;
  }

  /** The numbers of a stored model, once and for all: what is counted already is not counted again. */
  judgeSimilarity(model: string): Promise<JudgedSimilarity | null> {
    const { value } = this.quality;
    if (value?.model === model) return Promise.resolve(value);
    return this.quality.ask(async (signal) => ({ model, numbers: await this.#parts.inference.quality(model, signal) }));
  }

  /** What a column's model finds most like an item. */
  similar(column: Column, item: number, n: number): Promise<ScoredItem[]> {
    return this.#parts.inference.similar(column.model!, item, n);
  }

  /** How alike some items are to a column's model, and who groups with whom. */
  group(column: Column, items: readonly number[]): Promise<Grouping> {
    return this.#parts.inference.group(column.model!, items);
  }

  /** The words that tell these items from others. */
  words(items: readonly number[], perItem: number): Promise<TellingWords> {
    return this.#parts.inference.words(items, perItem);
  }

  /** What would become of an item nobody has met; verdicts in the order of the columns that are ready. */
  meet(item: ItemDescription, n: number): Promise<Meeting> {
    const models = this.columns.ready.map(({ model }) => model!);
    return this.#parts.inference.meet({ item, models, ratings: this.taste.shown.map(plain), n });
  }

  /** Resolves to null where it failed (see `notebook.error`). */
  reproduceNotebook(): Promise<NotebookTable | null> {
    return this.notebook.ask((signal) => this.#parts.training.reproduceNotebook(signal));
  }

  /**
   * Counts the kinds of event otherwise, and fits every open recommender to that; the lists stay until the new ones are
   * there. Asked again and again, as by a slider, only the last question is followed.
   */
  async reweigh(weights: Weights): Promise<void> {
    const { training, inference } = this.#parts;
    const { id } = this.datasets.view!.summary;
    const view = await this.weighing.ask(async (signal) => {
      await new Promise((resolve) => setTimeout(resolve, restOfSlider));
      if (signal.aborted) throw abortError();
      await this.#spare.acted();
      await training.reweigh(id, weights);
      if (signal.aborted) throw abortError();
      return inference.openDataset(id);
    });
    if (!view || this.datasets.view?.summary.id !== id) return;
    this.datasets.view = view;
    this.taste.reweigh(view);
    this.evaluation.reweigh(view);
    this.address.note({ weights: weightsInLink(view.kinds) });
    this.columns.refit();
    await this.datasets.refresh();
  }

  /** What models that learn in epochs are trained on. */
  tensors(): Promise<TensorsReport> {
    return this.#parts.training.tensors();
  }

  chooseTensors(choice: TensorChoice): Promise<void> {
    return this.#parts.training.chooseTensors(choice);
  }

  /** What is kept of models' answers. */
  cached(): Promise<CacheStats> {
    return this.#parts.inference.cached();
  }

  forget(): Promise<void> {
    return this.#parts.inference.forget();
  }

  /** Whether what was only looked at may be recommended, where there is something weightier to do with it. */
  async allowRepeats(allowed: boolean): Promise<void> {
    this.repeats = allowed;
    this.#refresh();
    await this.store.settings.put(repeatsOf(this.datasets.view!.summary.id), allowed);
  }

  setListLength(n: number): void {
    this.board.n = n;
    this.#refresh();
  }

  /** Resolves when every open recommender's list reflects the latest rating. */
  async settled(): Promise<void> {
    await this.columns.settled();
    await this.board.settled();
  }

  /** For an inference worker that replaces one that died: what was open is opened again. */
  async reopen(inference: LabApi): Promise<void> {
    const open = this.datasets.view?.summary.id;
    if (!open) return;
    await inference.openDataset(open);
    for (const { model } of this.columns.ready) await inference.openModel(model!);
  }

  /** Deletes everything kept on this device and starts anew. */
  async wipe(): Promise<void> {
    await this.store.wipe();
  }

  #defaults(): Selection[] {
    const { view } = this.datasets;
    const isShop = view?.summary.feedback === 'implicit' && view.kinds.length > 1;
    return (isShop ? shopColumns : defaultColumns)
      .filter((id) => this.columns.offer.some((entry) => entry.id === id))
      .map((id) => ({ id, params: {} }));
  }

  #linkedGiven(dataset: string): LinkedGiven | null {
    const { data, given } = this.address.screen;
    return data === null || data === dataset ? given : null;
  }

  #givenChanged(): void {
    this.address.note({ given: this.given.linked(this.datasets.view!) });
    this.#refresh();
  }

  /** Looked at and no more: the kind that counts first, buying, has not been done with it. */
  #mayReturn(item: number): boolean {
    const { summary, kinds } = this.datasets.view!;
    return this.repeats && summary.feedback === 'implicit' && !this.taste.amountsOf(item)[kinds[0].id];
  }

  #columnsChanged(): void {
    const selections = this.columns.all.map(({ selection }) => selection);
    const asByDefault = JSON.stringify(selections) === JSON.stringify(this.#defaults());
    this.address.note({ columns: asByDefault ? null : selections });
    const id = this.datasets.view?.summary.id;
    if (id) void this.store.settings.put(columnsOf(id), selections);
    this.#refresh();
  }

  /** Everything that follows from the history or the columns. The lists come first. */
  #refresh(): void {
    const columns = this.columns.ready;
    const shown = this.taste.shown;
    const given = this.given.value;
    void this.#spare.acted();
    void this.board.refresh(columns, shown, given).then(() => {
      this.#announce();
      this.#behind.ask(() => {
        void this.personal.refresh(columns, shown);
        void this.#proposeNext();
      });
    });
    this.why.refresh(shown, given);
    void this.keeping.noteRatings(this.taste.ratings.length);
  }

  async #proposeNext(): Promise<void> {
    const ratings = this.taste.ratings.map(plain);
    await this.next.ask(() =>
      this.#parts.inference.nextToRate(ratings, [...this.taste.skipped], queueLength, this.stated.asked),
    );
  }

  /** The scoreboard shows offline figures beside the personal ones: what was never measured is, in spare time. */
  #measure(): Promise<unknown> | null {
    const { view } = this.datasets;
    const { recommenders, ready, busy } = this.columns;
    if (!view || view.summary.events > quickToMeasure || busy || ready.length === 0) return null;
    if (this.evaluation.isMeasured || this.evaluation.running || this.tuning.isRunning) return null;
    // What takes minutes to learn is measured when it is asked for.
    const quick = recommenders.filter(({ training }) => !training);
    return this.evaluation.measure(quick.map(({ selection }) => selection));
  }

  #announce(): void {
    const news = this.columns.ready.flatMap((column) => {
      const fresh = this.board.lists.get(column.id)?.rows.filter(({ change }) => change === 'new').length;
      return fresh ? [`${fresh} new in the top ${this.board.n} of ${column.entry.label}`] : [];
    });
    if (news.length) this.announcer.say(`${news.join(', ')}.`);
  }
}

/** Only weights other than those the data came with; null where there are none. */
function weightsInLink(kinds: readonly Kind[]): Weights | null {
  const changed = kinds.filter((kind) => kind.weight !== usualWeight(kind)).map(({ id, weight }) => [id, weight]);
  return changed.length ? Object.fromEntries(changed) : null;
}

const plain = ({ item, value }: Rating): Rating => ({ item, value });

const repeatsOf = (dataset: string) => `repeats:${dataset}`;
const columnsOf = (dataset: string) => `columns:${dataset}`;

function isSelections(value: unknown): value is Selection[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one?.id === 'string' && one.params);
}
