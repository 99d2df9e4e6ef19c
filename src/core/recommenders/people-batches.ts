/**
 * What a tower over histories learns from: of each person some likes are kept as the history, and some of the others are to
 * be found among candidates. Candidates are everybody's likes to be found (in-batch: X. Yi et al., "Sampling-bias-corrected
 * neural modeling for large corpus item recommendations", RecSys 2019) and items drawn uniformly (J. Yang et al., "Mixed
 * negative sampling for learning two-tower neural networks in recommendations", WWW 2020).
 */
import type { CsrMatrix } from '../data/csr.ts';
import type { Rng } from '../rng.ts';
import { ln } from '../math/elementary.ts';

export interface BatchRules {
  /** People of a batch. */
  readonly batch: number;
  /** Likes of a person to be found at once, at most. */
  readonly targets: number;
  /** Share of a person's likes that is kept out of the history. */
  readonly held: number;
  /** Items drawn uniformly. */
  readonly negatives: number;
  /** Share of candidates that appear as an item nobody has met. */
  readonly unknown: number;
}

/** What is there only to fill it up has no weight, or is nobody's candidate. */
export interface PeopleBatch {
  /** People × items; a like weighs w / √n among n. */
  readonly histories: CsrMatrix;
  /** Different items; as many as a multiple of `stride`, so that few shapes of tensors occur. */
  readonly candidates: Int32Array;
  /** The candidates again, the number of items where one appears as unknown. */
  readonly identities: Int32Array;
  /** People × candidates: ln of how often a candidate came over how often it was expected; `never` for what a person likes. */
  readonly corrections: Float32Array;
  /** People × targets: where the likes to be found are among the candidates. */
  readonly places: Int32Array;
  /** People × targets, 1 together; a person counts as the root of how many targets. */
  readonly weights: Float32Array;
}

/** Instead of −∞, of which nothing can be taken away. */
const never = -1e9;
/** An epoch asks everyone this often, each time about other likes. */
const rounds = 4;
const stride = 128;

export interface PeopleBatches {
  /** Batches of an epoch, people of a batch, targets of a person. */
  readonly steps: number;
  readonly people: number;
  readonly targets: number;
  begin(rng: Rng): void;
  /** The next of the epoch begun. */
  next(step: number): PeopleBatch;
}

/** `likes`: users × items, above 0. */
export function peopleBatches(likes: CsrMatrix, rules: BatchRules): PeopleBatches {
  const { indptr, indices, values, cols } = likes;
  const countOf = (user: number) => indptr[user + 1] - indptr[user];
  const everyone = [...Array(likes.rows).keys()].filter((user) => countOf(user) > 0);
  const met = Int32Array.from(new Set(indices)).sort();
  const most = everyone.reduce((top, user) => Math.max(top, countOf(user)), 1);
  const people = Math.min(rules.batch, everyone.length);
  const targets = Math.min(rules.targets, most);
  const drawn = Math.min(rules.negatives, met.length);
  const heldOf = (user: number) => Math.max(1, Math.round(countOf(user) * rules.held));
  const targetsOf = (user: number) => Math.min(targets, heldOf(user));

  /** How often an item is expected among the candidates of a batch. */
  const expected = new Float32Array(cols);
  for (const item of met) expected[item] = drawn / met.length;
  for (const user of everyone) {
    const share = ((targetsOf(user) / countOf(user)) * people) / everyone.length;
    for (let at = indptr[user]; at < indptr[user + 1]; at++) expected[indices[at]] += share;
  }

  const order = Array.from({ length: rounds }, () => everyone).flat();
  const liked = new Uint8Array(cols);
  let chance: Rng;

  return {
    steps: Math.ceil(order.length / people),
    people,
    targets,
    begin(rng) {
      chance = rng;
      // Round after round, so that nobody is in a batch twice but where two rounds meet.
      for (let round = 0; round < rounds; round++) {
        const shuffled = rng.shuffle([...everyone]);
        shuffled.forEach((user, at) => (order[round * everyone.length + at] = user));
      }
    },
    next(step) {
      const asked = order.slice(step * people, (step + 1) * people);
      const history = { indptr: new Uint32Array(people + 1), indices: [] as number[], values: [] as number[] };
      const places = new Int32Array(people * targets);
      const weights = new Float32Array(people * targets);
      const found = new Tally();
      let total = 0;
      for (let row = 0; row < people; row++) {
        if (row < asked.length) ask(asked[row], row);
        history.indptr[row + 1] = history.indices.length;
      }
      for (let at = 0; at < weights.length; at++) weights[at] /= total;
      for (let draw = 0; draw < drawn; draw++) found.add(met[chance.int(met.length)]);
      const candidates = new Int32Array(Math.ceil(found.items.length / stride) * stride);
      candidates.set(found.items);
      return {
        histories: {
          ...{ rows: people, cols, indptr: history.indptr },
          ...{ indices: Uint32Array.from(history.indices), values: Float32Array.from(history.values) },
        },
        candidates,
        identities: candidates.map((item) => (chance.next() < rules.unknown ? cols : item)),
        corrections: correctionsOf(asked, found, candidates.length),
        places,
        weights,
      };

      function ask(user: number, row: number): void {
        const cells = chance.shuffle(Array.from({ length: countOf(user) }, (_, i) => indptr[user] + i));
        const chosen = cells.slice(0, targetsOf(user));
        const kept = cells.slice(heldOf(user));
        for (const cell of kept) {
          history.indices.push(indices[cell]);
          history.values.push(values[cell] / Math.sqrt(kept.length));
        }
        chosen.forEach((cell, i) => {
          const at = row * targets + i;
          places[at] = found.add(indices[cell]);
          weights[at] = values[cell] / Math.sqrt(chosen.length);
          total += weights[at];
        });
      }
    },
  };

  function correctionsOf(asked: readonly number[], { items, counts }: Tally, width: number): Float32Array {
    const usual = new Float32Array(width).fill(never);
    items.forEach((item, at) => (usual[at] = ln(counts[at] / expected[item])));
    const corrections = new Float32Array(people * width);
    for (let row = 0; row < people; row++) {
      const own = row < asked.length ? indices.subarray(indptr[asked[row]], indptr[asked[row] + 1]) : [];
      for (const item of own) liked[item] = 1;
      corrections.set(usual, row * width);
      items.forEach((item, at) => {
        if (liked[item]) corrections[row * width + at] = never;
      });
      for (const item of own) liked[item] = 0;
    }
    return corrections;
  }
}

/** Items in the order they first came, and how often. */
class Tally {
  readonly items: number[] = [];
  readonly counts: number[] = [];
  readonly #places = new Map<number, number>();

  /** Its place. */
  add(item: number): number {
    let place = this.#places.get(item);
    if (place === undefined) {
      place = this.items.push(item) - 1;
      this.counts.push(0);
      this.#places.set(item, place);
    }
    this.counts[place]++;
    return place;
  }
}
