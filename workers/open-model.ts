import type { Cache } from '../src/core/data/cache.ts';
import type { Query } from '../src/core/data/history.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import { explainGiven, scoreGiven } from '../src/core/experiments/given.ts';
import type { Explanation, FittedModel, Recommender } from '../src/core/recommenders/recommender.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import type { ModelRecord } from '../src/storage/store.ts';

/** What models answered, for all of them together: bytes are bounded, so that many items mean few histories. */
export type Answers = Cache<Float64Array>;

/**
 * A restored model whose answers are kept: one act on the page asks the same thing more than once, and undo and the history
 * slider ask again what was asked before. A key says which model and which history, so that a rating makes no answer
 * wrong: the history after it is another one.
 */
export class OpenModel {
  readonly recommender: Recommender;
  readonly #model: FittedModel;
  readonly #train: TrainingSet;
  readonly #key: string;
  readonly #answers: Answers;

  /** Throws SnapshotVersionError where the model was stored by another version. */
  constructor(record: ModelRecord, train: TrainingSet, answers: Answers) {
    this.recommender = recommenders.get(record.recommender.id);
    this.#model = this.recommender.restore(record.snapshot, train);
    this.#train = train;
    this.#key = record.key;
    this.#answers = answers;
  }

  /** As FittedModel, but score is kept and an empty history is no error where the model needs one. */
  get asked(): FittedModel {
    const model = this.#model;
    return {
      score: async (query, out) => out.set(await this.scores(query)),
      ...(model.rate && { rate: (query, out) => (this.#speaks(query) ? model.rate!(query, out) : out.fill(NaN)) }),
      ...(model.similar && { similar: (item, out) => out.set(this.#likeness(item)) }),
      ...(model.explain && { explain: (query, item) => model.explain!(query, item) }),
      snapshot: () => model.snapshot(),
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

  dispose(): void {
    this.#answers.invalidate(this.#key);
    this.#model.dispose?.();
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
    this.#answers.set(key, answer, answer.byteLength + 2 * key.length, this.#key);
  }

  #speaks(query: Query): boolean {
    return query.history.indices.length > 0 || this.recommender.traits.includes('new-user');
  }
}

/** The history itself rather than a hash of it: two histories never share an answer. */
const fingerprint = ({ history, last, given }: Query) =>
  `${history.indices.join()}/${history.values.join()}/${last}${given ? `/${given.item}*${given.share}` : ''}`;
