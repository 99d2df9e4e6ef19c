/**
 * Items alike by who chose them and by what is written about them, in one number.
 * M. Balabanović, Y. Shoham, "Fab: content-based, collaborative recommendation", CACM 40(3), 1997, for the idea.
 *
 * With A the cosines of the items' factors and T those of their texts, each scaled to 0 … 1 over all pairs,
 *   h_ij = α (A_ij − min A) / (max A − min A) + (1 − α) (T_ij − min T) / (max T − min T)
 *   score(i) = Σ_j p_j h_ij / Σ_j |p_j|   over the history, p_j being how much its value speaks for item j
 * A cosine with an item of which a side knows nothing is 0. The extremes are taken over pairs of different items, or over
 * the diagonal too, whose ones then fix the maximum. They are exact up to some two thousand items; beyond that they are
 * those of as many evenly spaced rows as four million cells hold. The table itself is never made: rows are worked out
 * when asked for, and a whole history costs no more than a row.
 */
import type { Query } from '../data/history.ts';
import { preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { widestOf } from '../math/similarity-range.ts';
import type { Range } from '../math/similarity-range.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float } from '../params.ts';
import type { Part } from './parts.ts';
import {
  disposeParts,
  fitParts,
  partChoice,
  partNamed,
  restoreParts,
  settingsChoice,
  similarToAll,
  snapshotOfParts,
  versionOver,
} from './parts.ts';
import type { ExplanationPart, FittedModel, Recommender } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';

/** Those of a family that compare any item with any other. */
const sideOf = (parts: readonly Recommender[], family: Recommender['family']) =>
  parts.filter((part) => part.family === family && part.traits.includes('similar'));

const paramsOver = (parts: readonly Recommender[]) => ({
  alpha: float({
    label: 'Alpha',
    help: 'How much “chosen by the same people” counts; the rest is “described in the same words”.',
    live: true,
    default: 0.5,
    min: 0,
    max: 1,
  }),
  factors: partChoice(
    'Factors of',
    'Where the likeness by who chose them comes from.',
    sideOf(parts, 'factorization'),
    'als',
  ),
  text: partChoice('Words of', 'Where the likeness by description comes from.', sideOf(parts, 'content'), 'tf-idf'),
  scaling: choice({
    label: 'Scaled over',
    help: 'An item’s likeness to itself is 1 on both sides; counted in, it leaves real likeness less room.',
    advanced: true,
    live: true,
    default: 'off-diagonal',
    options: [
      { id: 'off-diagonal', label: 'pairs of different items' },
      { id: 'whole', label: 'all pairs, an item with itself too' },
    ],
  }),
  settings: settingsChoice,
});
type Params = ValuesOf<ReturnType<typeof paramsOver>>;

const id = 'similarity-blend';

interface Sides {
  readonly parts: readonly Part[];
  /** Over pairs of different items, per part. */
  readonly ranges: readonly Range[];
}

/** `parts`: what it may be made of; only those that compare items are offered. */
export function similarityBlend(parts: readonly Recommender[]): Recommender {
  const version = versionOver(1, parts);
  const chosenOf = ({ factors, text }: Params) => [partNamed(parts, factors), partNamed(parts, text)];

  return defineRecommender({
    id,
    label: 'Similarity blend',
    summary: 'Items like yours, both by who chose them and by what they are about.',
    family: 'hybrid',
    reference: 'Balabanović & Shoham, Fab: content-based, collaborative recommendation, CACM 40(3), 1997',
    lesson: {
      idea: 'Two items can be alike in two ways: the same people chose them, or the same words describe them. Measure both for every pair, stretch each measure to run from 0 to 1, and mix them by alpha. Your list is what is most like all you liked, and least like what you disliked.',
      formula:
        'score(i) = Σ p_j h_ij / Σ |p_j|,  h_ij = α a_ij + (1 − α) t_ij, with a_ij the scaled cosine of the factors of i and j, t_ij that of their texts, p_j how far your rating of j lies above the middle of the scale',
      strengths:
        'Knows the look-alikes of an item nobody has met through its words, and the taste behind words that say little; alpha can be moved while you watch.',
      weaknesses:
        'Likeness is not liking: it cannot say that of two films alike one is better, and two scales stretched alike are not two scales of equal worth.',
    },
    version,
    needs: ['text'],
    traits: ['personalized', 'new-item', 'similar', 'explain'],
    params: paramsOver(parts),
    presets: [
      { id: 'notebook', label: 'As in the notebook', params: { alpha: 0.5, scaling: 'whole', settings: 'notebook' } },
    ],

    async *fit(train, params, env) {
      const models = yield* fitParts(chosenOf(params), params.settings, train, env);
      const ranges: Range[] = [];
      for (const { model } of models) {
        const looking = widestOf(train.items, (item, out) => model.similar!(item, out));
        for (;;) {
          const { done, value } = looking.next();
          if (done) {
            ranges.push(value);
            break;
          }
          yield { step: 1000 * models.length, steps: 1000 * models.length };
        }
      }
      return fitted({ parts: models, ranges }, train, params);
    },

    restore(snapshot, train, params) {
      const { low, high } = snapshot.arrays as { low: Float64Array; high: Float64Array };
      const ranges = Array.from(low, (min, side) => ({ min, max: high[side] }));
      return fitted({ parts: restoreParts(chosenOf(params), snapshot, train), ranges }, train, params);
    },
  });

  function fitted({ parts: models, ranges }: Sides, train: TrainingSet, fittedWith: Params): FittedModel {
    let params = fittedWith;
    const preferenceOf = preferenceScale(train);
    const found = models.map(() => new Float64Array(train.items));
    const weightOf = (side: number) => (side === 0 ? params.alpha : 1 - params.alpha);

    /** α (a − min) / (max − min) as  slope · a + base. */
    function scaleOf(side: number): { slope: number; base: number } {
      const { min, max } = params.scaling === 'whole' ? withDiagonal(ranges[side]) : ranges[side];
      const slope = max > min ? weightOf(side) / (max - min) : 0;
      return { slope, base: -min * slope };
    }

    /** Σ over the sides of their scaled sums into `out`; `total` is the sum of the weights. NaN where no side knows the item. */
    function combine(total: number, out: Float64Array): void {
      const [a, b] = [scaleOf(0), scaleOf(1)];
      const base = (a.base + b.base) * total;
      for (let item = 0; item < out.length; item++) {
        const [x, y] = [found[0][item], found[1][item]];
        out[item] = Number.isNaN(x) && Number.isNaN(y) ? NaN : a.slope * (x || 0) + b.slope * (y || 0) + base;
      }
    }
    function compare(item: number, out: Float64Array): void {
      models.forEach(({ model }, side) => model.similar!(item, found[side]));
      combine(1, out);
    }

    /** What each item of a history says, as shares of all that is said; null where nothing is. */
    function voices({ history }: Query): Float64Array | null {
      const says = Float64Array.from(history.values, preferenceOf);
      const loudness = says.reduce((sum, one) => sum + Math.abs(one), 0);
      return loudness > 0 ? says.map((one) => one / loudness) : null;
    }

    return {
      score(query, out) {
        const says = voices(query);
        if (!says) return void out.fill(NaN);
        const weighted = { indices: query.history.indices, values: says };
        models.forEach((part, side) => similarToAll(part, weighted, found[side]));
        combine(
          says.reduce((sum, one) => sum + one, 0),
          out,
        );
      },
      similar(item, out) {
        compare(item, out);
        if (params.scaling === 'whole' || Number.isNaN(out[item])) return;
        // Extremes of some rows may not be those of all.
        for (let other = 0; other < out.length; other++) if (out[other] > 1) out[other] = 1;
        out[item] = 1;
      },
      explain(query, item) {
        const says = voices(query);
        const likeness = new Float64Array(train.items);
        // The likeness of two items does not depend on which is asked about.
        compare(item, likeness);
        if (!says || Number.isNaN(likeness[item])) return explanationOf([], NaN);
        const [a, b] = [scaleOf(0), scaleOf(1)];
        const parts = Array.from(query.history.indices, (index, at): ExplanationPart => {
          const alike = Number.isNaN(likeness[index]) ? a.base + b.base : likeness[index];
          return { kind: 'item', index, label: train.catalog.titles[index], amount: says[at] * alike };
        });
        return explanationOf(parts);
      },
      tune: (values) => void (params = values as Params),
      snapshot() {
        const { arrays, ...others } = snapshotOfParts(models);
        return {
          recommender: id,
          version,
          params,
          ...others,
          arrays: {
            ...arrays,
            low: Float64Array.from(ranges, ({ min }) => min),
            high: Float64Array.from(ranges, ({ max }) => max),
          },
        };
      },
      dispose: () => disposeParts(models),
    };
  }
}

/** Every item is like itself: 1. */
const withDiagonal = ({ min, max }: Range): Range => ({ min: Math.min(min, 1), max: Math.max(max, 1) });
