import type { Dataset } from '../data/dataset.ts';
import { stableOrder } from '../data/csr.ts';
import type { ValuesOf } from '../params.ts';
import { choice } from '../params.ts';
import type { Rng } from '../rng.ts';
import type { Split } from './splitter.ts';

export const whichParam = choice({
  label: 'Which items',
  help: 'Random is fair to every item; latest asks what a real service is asked: what comes next.',
  default: 'random',
  options: [
    { id: 'random', label: 'at random' },
    { id: 'last', label: 'the latest' },
  ],
});
export type Which = ValuesOf<{ which: typeof whichParam }>['which'];

/**
 * Holds out `count(n)` of each user's n chosen items, with all that user's events of them, so that nothing
 * of a held-out cell is left in training. An item is a choice where the user has an opinion of it or a strength with it.
 * Each user draws from a stream of their own, named by their outside id: more users change nobody's cut.
 */
export function holdOutChoices(dataset: Dataset, count: (choices: number) => number, which: Which, rng: Rng): Split {
  const { item } = dataset.interactions;
  const heldOut = new Uint8Array(item.length);
  for (const { user, rows, choices } of choicesByUser(dataset)) {
    const wanted = count(choices.length);
    if (wanted === 0) continue;
    if (which === 'random') rng.fork(dataset.users.ids[user]).shuffle(choices);
    const chosen = new Set(choices.slice(choices.length - wanted));
    for (const row of rows) if (chosen.has(item[row])) heldOut[row] = 1;
  }
  return splitBy(heldOut);
}

/** Users with events, ascending: their rows in the order of the log, and the distinct items that can be held out, the one touched last at the end. */
export function* choicesByUser(
  dataset: Dataset,
): Generator<{ readonly user: number; readonly rows: Uint32Array; readonly choices: number[] }, void, void> {
  const { user, item, timestamp } = dataset.interactions;
  const opinion = opinionKinds(dataset);
  const byUser = stableOrder(user, dataset.users.ids.length);
  for (let from = 0, to = 0; from < byUser.length; from = to) {
    const owner = user[byUser[from]];
    while (to < byUser.length && user[byUser[to]] === owner) to++;
    const rows = byUser.subarray(from, to);
    yield { user: owner, rows, choices: choicesOf(rows, item, timestamp, opinion) };
  }
}

/** Test rows are those marked; both sides stay in the order of the log. */
export function splitBy(heldOut: Uint8Array): Split {
  const size = heldOut.reduce((sum, one) => sum + one, 0);
  const train = new Uint32Array(heldOut.length - size);
  const test = new Uint32Array(size);
  let kept = 0;
  let taken = 0;
  for (let row = 0; row < heldOut.length; row++) {
    if (heldOut[row]) test[taken++] = row;
    else train[kept++] = row;
  }
  return { train, test };
}

function choicesOf(
  rows: Uint32Array,
  item: Uint32Array,
  time: Float64Array | null,
  opinion: (row: number) => boolean,
): number[] {
  const inOrder = rows.filter(opinion);
  if (time) inOrder.sort((a, b) => time[a] - time[b] || a - b);
  const latest = new Map<number, number>();
  inOrder.forEach((row, position) => latest.set(item[row], position));
  return [...latest].sort((a, b) => a[1] - b[1]).map(([own]) => own);
}

function opinionKinds({ kinds, feedback, interactions: { kind } }: Dataset): (row: number) => boolean {
  if (!kind || kinds.length < 2) return () => true;
  const counts = kinds.map(({ rated, weight }) => (feedback === 'explicit' ? rated : weight > 0));
  return (row) => counts[kind[row]];
}
