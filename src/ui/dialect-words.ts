import type { Dialect } from '../core/dialects.ts';
import { dialects } from '../core/dialects.ts';

export interface Differing {
  readonly metrics: readonly string[];
  /** How the metric is reckoned under the dialect, and how with us. */
  readonly here: string;
  readonly ours: string;
}

const [own] = dialects;
const overWhat = {
  precision: { k: 'hits ÷ k', returned: 'hits ÷ as many as were listed' },
  recall: { relevant: 'hits ÷ all that is relevant', reachable: 'hits ÷ what k places can hold' },
  map: {
    relevant: 'divided by all that is relevant',
    reachable: 'divided by what k places can hold',
    listed: 'divided by what the list as it came can hold',
  },
  discount: { next: 'each place counts less than the one before', place: 'the first two places count the same' },
  blank: {
    'left out': 'people of whom nothing relevant is hidden are left out',
    zero: 'people of whom nothing relevant is hidden count 0',
  },
} as const;
const concerned = {
  precision: ['precision', 'f1'],
  recall: ['recall', 'f1'],
  map: ['map'],
  discount: ['ndcg'],
} as const;

/** What a dialect changes, metric by metric, for those chosen; `accuracy` are the ids that people left out matter to. */
export function differing(dialect: Dialect, chosen: readonly string[], accuracy: readonly string[]): Differing[] {
  const parts = ['precision', 'recall', 'map', 'discount', 'blank'] as const;
  return parts.flatMap((part) => {
    const wordsOf = (one: Dialect) => (overWhat[part] as Record<string, string>)[one[part]];
    const among: readonly string[] = part === 'blank' ? accuracy : concerned[part];
    const metrics = chosen.filter((id) => among.includes(id));
    return dialect[part] === own[part] || metrics.length === 0
      ? []
      : [{ metrics, here: wordsOf(dialect), ours: wordsOf(own) }];
  });
}
