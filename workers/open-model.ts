import type { Query } from '../src/core/data/history.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import type { FittedModel, Recommender } from '../src/core/recommenders/recommender.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import type { ModelRecord } from '../src/storage/store.ts';

interface Remembered {
  history: string;
  readonly scores: Float64Array;
}

/** The present history, the one before it, and a preview or two. */
const remembered = 4;

/** A restored model that remembers its last few answers: one act on the page asks the same thing more than once. */
export class OpenModel {
  readonly recommender: Recommender;
  readonly #model: FittedModel;
  readonly #items: number;
  /** Latest first. */
  #memory: Remembered[] = [];

  /** Throws SnapshotVersionError where the model was stored by another version. */
  constructor(record: ModelRecord, train: TrainingSet) {
    this.recommender = recommenders.get(record.recommender.id);
    this.#model = this.recommender.restore(record.snapshot, train);
    this.#items = train.items;
  }

  /** As FittedModel, but score remembers and an empty history is no error where the model needs one. */
  get asked(): FittedModel {
    const model = this.#model;
    return {
      score: async (query, out) => out.set(await this.scores(query)),
      ...(model.rate && { rate: (query, out) => (this.#answers(query) ? model.rate!(query, out) : out.fill(NaN)) }),
      ...(model.similar && { similar: (item, out) => model.similar!(item, out) }),
      ...(model.explain && { explain: (query, item) => model.explain!(query, item) }),
      snapshot: () => model.snapshot(),
    };
  }

  /** One score per item. Read it before the next await: its memory is used again. */
  async scores(query: Query): Promise<Float64Array> {
    const history = fingerprint(query);
    const known = this.#memory.find((answer) => answer.history === history);
    if (known) {
      this.#memory = [known, ...this.#memory.filter((answer) => answer !== known)];
      return known.scores;
    }
    const reused = this.#memory.length === remembered ? this.#memory.pop()! : null;
    const answer = reused ?? { history, scores: new Float64Array(this.#items) };
    await this.score(query, answer.scores);
    answer.history = history;
    this.#memory.unshift(answer);
    return answer.scores;
  }

  /** Without remembering. */
  async score(query: Query, out: Float64Array): Promise<void> {
    if (this.#answers(query)) await this.#model.score(query, out);
    else out.fill(NaN);
  }

  dispose(): void {
    this.#model.dispose?.();
  }

  #answers(query: Query): boolean {
    return query.history.indices.length > 0 || this.recommender.traits.includes('new-user');
  }
}

const fingerprint = ({ history, last }: Query) => `${history.indices.join()}/${history.values.join()}/${last}`;
