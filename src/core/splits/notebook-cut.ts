import type { Dataset } from '../data/dataset.ts';
import { Mersenne } from '../math/mersenne.ts';
import { choicesByUser } from './choices.ts';
import type { Split } from './splitter.ts';

const seed = 42;

/**
 * Leaves one out as the notebook does: each user's items are permuted by a fresh stream of one fixed seed, and the last
 * is held out. So users with equally many items lose the one at the same position. What stays is put in the permuted
 * order, users ascending, which decides what counts as a user's last item where the log has no times; events of items
 * nobody could be asked for come first.
 */
export function notebookCut(dataset: Dataset): Split {
  const { item } = dataset.interactions;
  const known = new Map<number, number[]>();
  // A fresh stream each time, so that how many there are says it all.
  const permutation = (n: number) => {
    if (!known.has(n)) known.set(n, new Mersenne(seed).permutation(n));
    return known.get(n)!;
  };
  const train: number[] = [];
  const test: number[] = [];
  for (const { rows, choices } of choicesByUser(dataset)) {
    const place = new Map(permutation(choices.length).map((own, at) => [choices[own], at]));
    const placeOf = (row: number) => place.get(item[row]) ?? -1;
    const heldOut = choices.length > 1 ? choices.length - 1 : Infinity;
    for (const row of rows.slice().sort((a, b) => placeOf(a) - placeOf(b) || a - b)) {
      (placeOf(row) === heldOut ? test : train).push(row);
    }
  }
  return { train: Uint32Array.from(train), test: Uint32Array.from(test) };
}
