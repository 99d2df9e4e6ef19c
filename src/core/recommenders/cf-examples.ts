/** What neural collaborative filtering learns from: batches of cells, each with items drawn that its person has not. */
import type { CsrMatrix } from '../data/csr.ts';
import { indexIn, rowOf } from '../data/csr.ts';
import type { ExampleWeight } from '../data/examples.ts';
import type { Rng } from '../rng.ts';
import type { CfBatch } from './cf-network.ts';

/** choice: 1 for a like, 0 for a dislike and for what was drawn. stars: the rating from 0 to 1. */
export type CfTask = 'choice' | 'stars';

export interface CfExampleChoices {
  readonly tasks: readonly CfTask[];
  /** Items drawn for each cell. */
  readonly negatives: number;
  readonly people: 'history' | 'own';
  /** How much a value speaks for an item, in a history and as an example. */
  readonly weightOf: ExampleWeight;
  /** A rating as a share of its scale. */
  readonly shareOf: (value: number) => number;
}

/** A person who has met everything has nothing to be drawn; so many tries tell. */
const mostTries = 50;
/** Of a history, as learned from; more would cost more than it tells. */
const mostCells = 64;

export function cfExamples(byUser: CsrMatrix, { tasks, negatives, people, weightOf, shareOf }: CfExampleChoices) {
  const owner = new Uint32Array(byUser.indices.length);
  for (let user = 0; user < byUser.rows; user++) owner.fill(user, byUser.indptr[user], byUser.indptr[user + 1]);
  const weights = Float64Array.from(byUser.values, weightOf);
  const each = 1 + negatives;

  /**
   * The history of each cell's person without the cell itself, which would give the answer away. Of a long one some cells,
   * drawn by lot, stand for all.
   */
  function histories(cells: Uint32Array, size: number, rng: Rng): CsrMatrix {
    const indptr = new Uint32Array(size + 1);
    const indices = new Uint32Array(size * mostCells);
    const values = new Float32Array(size * mostCells);
    let at = 0;
    for (let row = 0; row < size; row++) {
      if (row < cells.length) {
        const [from, to] = [byUser.indptr[owner[cells[row]]], byUser.indptr[owner[cells[row]] + 1]];
        const others = to - from - 1;
        const taken = Math.min(others, mostCells);
        const scale = others / (taken * Math.sqrt(others));
        let wanted = taken;
        let left = others;
        for (let cell = from; cell < to && wanted > 0; cell++) {
          if (cell === cells[row]) continue;
          // Each with the chance that leaves the right number in the end (Knuth, algorithm S).
          if (wanted === left || rng.int(left) < wanted) {
            indices[at] = byUser.indices[cell];
            values[at++] = weights[cell] * scale;
            wanted--;
          }
          left--;
        }
      }
      indptr[row + 1] = at;
    }
    return { rows: size, cols: byUser.cols, indptr, indices: indices.slice(0, at), values: values.slice(0, at) };
  }

  function drawUnmet(user: number, rng: Rng): number {
    const { indices } = rowOf(byUser, user);
    for (let tries = 0; tries < mostTries; tries++) {
      const item = rng.int(byUser.cols);
      if (indexIn(indices, item) < 0) return item;
    }
    return -1;
  }

  /** In the shape of `size` cells, so that shaders are compiled once; what is missing counts nothing. */
  return function batch(cells: Uint32Array, size: number, rng: Rng): CfBatch {
    const things = new Int32Array(size * each);
    const targets = new Float32Array(size * each * tasks.length);
    const counts = new Float32Array(size * each * tasks.length);
    const choice = tasks.indexOf('choice');
    const stars = tasks.indexOf('stars');
    const set = (example: number, task: number, target: number, count: number) => {
      targets[example * tasks.length + task] = target;
      counts[example * tasks.length + task] = count;
    };
    cells.forEach((cell, row) => {
      const first = row * each;
      const likes = weights[cell] > 0;
      things[first] = byUser.indices[cell];
      if (stars >= 0) set(first, stars, shareOf(byUser.values[cell]), 1 / cells.length);
      if (choice < 0) return;
      const count = 1 / (cells.length * each);
      set(first, choice, likes ? 1 : 0, count);
      if (!likes) return;
      for (let example = first + 1; example < first + each; example++) {
        const item = drawUnmet(owner[cell], rng);
        if (item < 0) continue;
        things[example] = item;
        set(example, choice, 0, count);
      }
    });
    const who =
      people === 'history'
        ? histories(cells, size, rng)
        : Int32Array.from({ length: size }, (_, row) => (row < cells.length ? owner[cells[row]] : 0));
    return { people: who, things, targets, counts };
  };
}
