import type { Pair } from '../core/experiments/compare.ts';
import { comparable, comparePairs, isSure } from '../core/experiments/compare.ts';
import { drive } from '../core/experiments/drive.ts';
import type { Run } from '../core/experiments/protocol.ts';
import { metrics } from '../core/metrics/registry.ts';
import { createRng } from '../core/rng.ts';
import { aligned } from './table.ts';

/** Of every metric with a value per person for two recommenders or more: all pairs, of columns as `comparable` gives them. */
export async function pairsOf(run: Run): Promise<ReadonlyMap<string, readonly Pair[]>> {
  const found = new Map<string, readonly Pair[]>();
  for (const id of run.protocol.metrics) {
    const columns = comparable(run, id).map(({ perUser }) => perUser);
    if (columns.length < 2) continue;
    found.set(id, await drive(comparePairs(columns, createRng(run.protocol.seed), run.protocol.resamples)));
  }
  return found;
}

/** For the record: outcomes by their places in the run. */
export function pairRecords(run: Run, found: ReadonlyMap<string, readonly Pair[]>) {
  const recordsOf = (id: string, pairs: readonly Pair[]) => {
    const places = comparable(run, id).map(({ outcome }) => run.outcomes.indexOf(outcome));
    return pairs.map(({ a, b, difference }) => ({ a: places[a], b: places[b], ...difference }));
  };
  return Object.fromEntries(Array.from(found, ([id, pairs]) => [id, recordsOf(id, pairs)]));
}

/**
 * Every pair of a run as lines of text, one block per metric: the difference with its 95 % interval, p of the randomization
 * test and of Wilcoxon's, both corrected by Holm, effect size, and what follows in words.
 */
export function pairLines(run: Run, found: ReadonlyMap<string, readonly Pair[]>): string {
  const blocks = Array.from(found, ([id, pairs]) => {
    const names = comparable(run, id).map(({ outcome }) => outcome.label);
    const { label, direction } = metrics.get(id);
    const rows = pairs.map(({ a, b, difference: one }) => {
      const better = (direction === 'higher') === one.mean > 0 ? a : b;
      return [
        `${names[a]} − ${names[b]}`,
        signed(one.mean),
        `${signed(one.interval[0])} … ${signed(one.interval[1])}`,
        one.corrected.toFixed(4),
        one.wilcoxon.toFixed(4),
        one.effect.toFixed(2),
        isSure(one) ? `${names[better]} is better` : 'cannot tell apart',
      ];
    });
    const head = ['', 'difference', '95 %', 'p', 'Wilcoxon p', 'd', ''];
    const title = `${label}, person by person; p corrected for ${pairs.length} pairs (Holm)`;
    return [title, ...aligned([head, ...rows])].join('\n');
  });
  return blocks.join('\n\n');
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
