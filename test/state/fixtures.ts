import type { TasteEvent } from '../../src/core/data/taste.ts';
import type { BoardAnswer, BoardQuestion, DatasetView } from '../../src/rpc/lab-api.ts';
import type { RecommenderOffer } from '../../src/state/columns.svelte.ts';
import type { EventLog } from '../../src/storage/store.ts';

/** Five films, ids a … e. */
export const shelf: DatasetView = {
  summary: {
    id: 'shelf',
    name: 'Shelf',
    users: 3,
    items: 5,
    events: 9,
    feedback: 'explicit',
    synthetic: true,
    hash: '1234',
  },
  itemIds: ['a', 'b', 'c', 'd', 'e'],
  catalog: { titles: ['A', 'B', 'C', 'D', 'E'], years: null, categories: null, details: null },
  ratingScale: { min: 0.5, max: 5, step: 0.5 },
  kinds: [{ id: 'rating', weight: 1, rated: true }],
  popularity: Uint32Array.of(3, 2, 2, 1, 1),
  meanValue: Float32Array.of(4, 3, 4, 5, 2),
  profile: {
    values: Float64Array.of(2, 4, 5),
    counts: Uint32Array.of(2, 5, 2),
    kinds: Uint32Array.of(9),
    activity: Uint32Array.of(4, 3, 2),
  },
  provenance: { files: [], hash: '1234', licence: '', synthetic: true, givenTest: null, notes: [] },
};

export class FakeLog implements EventLog {
  readonly events: TasteEvent[] = [];
  refuse: Error | null = null;

  async append(event: TasteEvent): Promise<void> {
    if (this.refuse) throw this.refuse;
    this.events.push(event);
  }

  async of(): Promise<TasteEvent[]> {
    return this.events;
  }
}

export const offer = (id: string): RecommenderOffer => ({
  id,
  label: id,
  summary: '',
  family: 'baseline',
  reference: '',
  version: 1,
  needs: [],
  traits: [],
  params: {
    factors: { type: 'int', label: 'Factors', help: '', default: 8, min: 1, max: 64 },
  },
});

/** Answers with the unrated items, the highest index first, so that a rating visibly moves the list. */
export const answerTo = ({ models, ratings, n }: BoardQuestion): BoardAnswer => ({
  elapsed: 1,
  lists: models.map((model) => ({
    model,
    spokenFor: null,
    error: null,
    items: [4, 3, 2, 1, 0]
      .filter((item) => !ratings.some((rating) => rating.item === item))
      .slice(0, n)
      .map((item) => ({ item, score: item })),
  })),
});

/** A promise and the handles to settle it by. */
export function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
