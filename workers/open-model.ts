import type { Cache } from '../src/core/data/cache.ts';
import type { Query } from '../src/core/data/history.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import { explainGiven, scoreGiven } from '../src/core/experiments/given.ts';
import type { ParamValues } from '../src/core/params.ts';
import type { Explanation, FittedModel } from '../src/core/recommenders/recommender.ts';
import { spellAsked } from '../src/rpc/asked-model.ts';
import type { ModelRecord } from '../src/storage/store.ts';
import { RestoredModel } from './restored-model.ts';

/** What models answered, for all of them together: bytes are bounded, so that many items mean few histories. */
export type Answers = Cache<Float64Array>;

/**
 * A restored model whose answers are kept: one act on the page asks the same thing more than once, and undo and the history
 * slider ask again what was asked before. A key says which model and which history, so that a rating makes no answer
 * wrong: the history after it is another one.
 */
export class OpenModel {
  readonly #restored: RestoredModel;
  readonly #live: ParamValues | null;
  readonly #train: TrainingSet;
  readonly #record: string;
  readonly #key: string;
  readonly #answers: Answers;

  constructor(restored: RestoredModel, live: ParamValues | null, record: string, train: TrainingSet, answers: Answers) {
    this.#restored = restored;
    this.#live = live;
    this.#train = train;
    this.#record = record;
    this.#key = spellAsked({ key: record, live });
    this.#answers = answers;
  }

  /** Throws SnapshotVersionError where the model was stored by another version. */
  static restore(record: ModelRecord, train: TrainingSet, answers: Answers): OpenModel {
    return new OpenModel(new RestoredModel(record, train), null, record.key, train, answers);
  }

  /** The same with other values of its live parameters; null: those it was stored with. */
  with(live: ParamValues | null): OpenModel {
    return new OpenModel(this.#restored, live, this.#record, this.#train, this.#answers);
  }

  get label(): string {
    return this.#restored.recommender.label;
  }

  /** As FittedModel, but score is kept and an empty history is no error where the model needs one. */
  get asked(): FittedModel {
    const model = this.#model;
    return {
      score: async (query, out) => out.set(await this.scores(query)),
      // Not the model at hand: until then it may have been tuned for another column.
      ...(model.rate && {
        rate: (query, out) => (this.#speaks(query) ? this.#model.rate!(query, out) : out.fill(NaN)),
      }),
      ...(model.scoreNew && {
        scoreNew: (query, item) => (this.#speaks(query) ? this.#model.scoreNew!(query, item) : NaN),
      }),
      ...(model.similar && { similar: (item, out) => out.set(this.#likeness(item)) }),
      ...(model.explain && { explain: (query, item) => this.#model.explain!(query, item) }),
      snapshot: () => this.#model.snapshot(),
    };
  }

  /** One score per item, to be read and not written. */
  async scores(query: Query): Promise<Float64Array> {
    const key = `${this.#key}|${fingerprint(query)}`;
    const known = this.#answers.get(key);
    if (known) return known;
    const scores = new Float64Array(this.#train.items);
    await this.score(query, scores);
    this.#keep(key, scores);
    return scores;
  }

  /** Without keeping the answer. */
  score(query: Query, out: Float64Array): Promise<void> {
    const plain = async (asked: Query, out: Float64Array) => {
      if (query.given) out.set(await this.scores(asked));
      else if (this.#speaks(asked)) await this.#model.score(asked, out);
      else out.fill(NaN);
    };
    return scoreGiven(this.#model, query, plain, (item) => this.#likeness(item), out);
  }

  /** As FittedModel's; null where the model never falls back, or an item looked at speaks beside the history. */
  spokenFor(query: Query, list: Uint32Array): number | null {
    return query.given ? null : (this.#model.spokenFor?.(query, list) ?? null);
  }

  get explains(): boolean {
    return this.#model.explain !== undefined;
  }

  /** Parts whose sum is the score. Only where `explains`. */
  explain(query: Query, item: number): Promise<Explanation> {
    const title = query.given ? this.#train.catalog.titles[query.given.item] : '';
    const plain = (asked: Query) => this.scores(asked);
    return explainGiven(this.#model, query, item, plain, (other) => this.#likeness(other), title);
  }

  /** With whatever live values it was asked with. */
  dispose(): void {
    this.#answers.invalidate(this.#record);
    this.#restored.dispose();
  }

  get #model(): FittedModel {
    return this.#restored.with(this.#live);
  }

  /** To be read and not written. */
  #likeness(item: number): Float64Array {
    const key = `${this.#key}|like ${item}`;
    const known = this.#answers.get(key);
    if (known) return known;
    const likeness = new Float64Array(this.#train.items);
    this.#model.similar!(item, likeness);
    this.#keep(key, likeness);
    return likeness;
  }

  #keep(key: string, answer: Float64Array): void {
    this.#answers.set(key, answer, answer.byteLength + 2 * key.length, this.#record);
  }

  #speaks(query: Query): boolean {
    return query.history.indices.length > 0 || this.#restored.recommender.traits.includes('new-user');
  }
}

/** The history itself rather than a hash of it: two histories never share an answer. */
const fingerprint = ({ history, last, given }: Query) =>
  `${history.indices.join()}/${history.values.join()}/${last}${given ? `/${given.item}*${given.share}` : ''}`;
