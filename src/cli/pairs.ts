import { comparable, comparePairs, isSure } from '../core/experiments/compare.ts';
import { drive } from '../core/experiments/drive.ts';
import type { Run } from '../core/experiments/protocol.ts';
import { metrics } from '../core/metrics/registry.ts';
import { createRng } from '../core/rng.ts';
import { aligned } from './table.ts';

/**
 * Every pair of a run as lines of text, one block per metric with a value per person: the difference with its 95 % interval,
 * p of the randomization test and of Wilcoxon's, both corrected by Holm, effect size, and what follows in words.
 */
export async function pairLines(run: Run): Promise<string> {
  const blocks: string[] = [];
  for (const id of run.protocol.metrics) {
    const judged = comparable(run, id);
    if (judged.length < 2) continue;
    const columns = judged.map(({ perUser }) => perUser);
    const pairs = await drive(comparePairs(columns, createRng(run.protocol.seed), run.protocol.resamples));
    const names = judged.map(({ outcome }) => outcome.label);
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
    blocks.push(
      [`${label}, person by person; p corrected for ${pairs.length} pairs (Holm)`, ...aligned([head, ...rows])].join(
        '\n',
      ),
    );
  }
  return blocks.join('\n\n');
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
