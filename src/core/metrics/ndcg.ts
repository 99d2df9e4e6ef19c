/**
 * Järvelin & Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4). With one grade of
 * relevance:
 *
 *   DCG  = Σ over places r = 1 … k that hold a relevant item of 1 / log2(r + 1)
 *   NDCG = DCG / DCG of the list with min(|relevant|, k) relevant items on top
 */
import type { Dialect } from '../dialects.ts';
import { discountOf } from '../dialects.ts';
import { normalizedGain } from '../math/normalized-gain.ts';
import { alongList } from './hits.ts';

export const ndcg = alongList({
  id: 'ndcg',
  label: 'NDCG',
  summary: 'Like recall, but a hit at the top of the list counts more than one further down.',
  formula: 'Σ over hits of 1 / log2(place + 1), divided by the same sum for a list with min(relevant, k) hits on top',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranking',
  along({ hits, relevant }, { dialect }, out) {
    normalizedGain(hits, relevant, discountsOf(dialect, out.length), out);
  },
});

/** Logarithms are slow, and the same for everybody. */
const known: Record<Dialect['discount'], number[]> = { next: [], place: [] };
function discountsOf(dialect: Dialect, places: number): readonly number[] {
  const discounts = known[dialect.discount];
  while (discounts.length < places) discounts.push(discountOf(dialect, discounts.length));
  return discounts;
}
