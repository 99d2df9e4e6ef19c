/** A model of items with their most similar ones: who speaks for a candidate, and what it comes to. The formulas are in item-knn.ts. */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { indexIn, rowOf, transpose, valueAt } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import { preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { ratingBaseline } from '../math/rating-baseline.ts';
import type { Reckoning } from '../math/voices.ts';
import {
  addedUp,
  aroundBaseline,
  aroundItemMeans,
  aroundMean,
  createVoices,
  reckon,
  shareOut,
  silence,
} from '../math/voices.ts';
import { itemMeans } from './neighborhood.ts';
import type { Explanation, ExplanationPart, FittedModel } from './recommender.ts';
import { explanationOf } from './recommender.ts';
import { likenessIn } from './similar-items.ts';

export interface ListeningChoices {
  readonly scoring: 'sum' | 'mean';
  readonly rating: 'baseline' | 'means';
  readonly neighbors: number;
  readonly doubt: number;
  readonly minNeighbors: number;
  readonly opposites: boolean;
}

/** What the items of a history say, and what becomes of it. */
interface Formula {
  says(history: SparseRow): ArrayLike<number>;
  readonly reckoning: Reckoning;
}

/** `similar`: items × items, each row the neighbors of that item. */
export function itemNeighbors(
  similar: CsrMatrix,
  train: TrainingSet,
  params: ListeningChoices,
): Omit<FittedModel, 'snapshot'> {
  const explicit = train.feedback === 'explicit';
  const speaks = (similarity: number) => params.opposites || similarity > 0;
  /** Row j: the candidates that have j among their neighbors. */
  const reached = transpose(similar);
  const scoring = formulaOf(params.scoring, params, train);
  let usual: Formula | null = null;
  const rating = () => (usual ??= params.scoring === 'mean' ? scoring : formulaOf(params.rating, params, train));
  const voices = createVoices(train.items);

  /** The own items that speak for a candidate, as positions in the history, the most similar first. */
  function speakersFor(item: number, { indices }: SparseRow): { at: number; similarity: number }[] {
    const row = rowOf(similar, item);
    const found = Array.from(row.indices, (neighbor, i) => ({
      at: indexIn(indices, neighbor),
      similarity: row.values[i],
    }));
    return found
      .filter(({ at, similarity }) => at >= 0 && speaks(similarity))
      .sort((a, b) => Math.abs(b.similarity) - Math.abs(a.similarity) || a.at - b.at)
      .slice(0, params.neighbors);
  }

  function apply({ says, reckoning }: Formula, { history }: Query, out: Float64Array, items?: Uint32Array): void {
    const said = says(history);
    silence(voices);
    if (items) listenAbout(items, history, said);
    else listen(history, said);
    reckon(reckoning, voices, history, out);
  }

  function listen(history: SparseRow, said: ArrayLike<number>): void {
    const { sums, weights, counts } = voices;
    for (let h = 0; h < history.indices.length; h++) {
      const own = history.indices[h];
      for (let at = reached.indptr[own], end = reached.indptr[own + 1]; at < end; at++) {
        if (!speaks(reached.values[at])) continue;
        const item = reached.indices[at];
        sums[item] += reached.values[at] * said[h];
        weights[item] += Math.abs(reached.values[at]);
        counts[item]++;
      }
    }
    if (history.indices.length <= params.neighbors) return;
    for (let item = 0; item < counts.length; item++) if (counts[item] > params.neighbors) limit(item, history, said);
  }

  /** The same for a few items, in a fraction of the time. */
  const placeOf = new Uint32Array(train.items);
  function listenAbout(items: Uint32Array, history: SparseRow, said: ArrayLike<number>): void {
    const { sums, weights, counts } = voices;
    history.indices.forEach((own, h) => (placeOf[own] = h + 1));
    for (const item of items) {
      for (let at = similar.indptr[item], end = similar.indptr[item + 1]; at < end; at++) {
        const place = placeOf[similar.indices[at]];
        if (place === 0 || !speaks(similar.values[at])) continue;
        sums[item] += similar.values[at] * said[place - 1];
        weights[item] += Math.abs(similar.values[at]);
        counts[item]++;
      }
      if (counts[item] > params.neighbors) limit(item, history, said);
    }
    for (const own of history.indices) placeOf[own] = 0;
  }

  /** Leaves the strongest voices alone to speak. */
  function limit(item: number, history: SparseRow, said: ArrayLike<number>): void {
    const { sums, weights } = voices;
    sums[item] = 0;
    weights[item] = 0;
    for (const { at, similarity } of speakersFor(item, history)) {
      sums[item] += similarity * said[at];
      weights[item] += Math.abs(similarity);
    }
  }

  function explain({ history }: Query, item: number): Explanation {
    const { says, reckoning } = scoring;
    const own = valueAt(history, item, NaN);
    if (reckoning.ownRatings && !Number.isNaN(own)) {
      return explanationOf([], own, 'your own rating');
    }
    const said = says(history);
    const heard = speakersFor(item, history).map((speaker) => ({ ...speaker, says: said[speaker.at] }));
    const { prior, shares } = shareOut(reckoning, heard, history, item);
    const parts = shares.map((amount, i): ExplanationPart => {
      const index = history.indices[heard[i].at];
      return { kind: 'item', index, label: train.catalog.titles[index], amount };
    });
    return explanationOf(parts, prior, 'what you usually give');
  }

  return {
    score: (query, out) => apply(scoring, query, out),
    ...(explicit && {
      rate: (query: Query, out: Float64Array, items?: Uint32Array) => apply(rating(), query, out, items),
    }),
    explain,
    similar(item, out) {
      likenessIn(similar, item, out);
      // Sums of products have no bound of their own, and nothing is to be more like an item than itself.
      let most = 1;
      const { values } = rowOf(similar, item);
      for (const value of values) most = Math.max(most, value);
      if (values.length > 0) out[item] = most;
    },
  };
}

function formulaOf(
  name: ListeningChoices['scoring' | 'rating'],
  params: ListeningChoices,
  train: TrainingSet,
): Formula {
  const { doubt, minNeighbors: least } = params;
  if (name === 'sum') {
    const preference = preferenceScale(train);
    return { says: ({ values }) => Float64Array.from(values, preference), reckoning: { ...addedUp, least } };
  }
  const around = {
    mean: () => aroundMean,
    means: () => aroundItemMeans(itemMeans(train), doubt),
    baseline: () => aroundBaseline(ratingBaseline(train.byItem), doubt),
  };
  const reckoning = { ...around[name](), least };
  return {
    says(history) {
      const usual = reckoning.prior!(history);
      return Float64Array.from(history.values, (value, at) => value - usual(history.indices[at]));
    },
    reckoning,
  };
}
