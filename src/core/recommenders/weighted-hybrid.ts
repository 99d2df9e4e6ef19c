/**
 * Several recommenders' lists, blended by fixed weights.
 * R. Burke, "Hybrid recommender systems: survey and experiments", UMUAI 12(4), 2002: the weighted hybrid.
 *
 * With w_m the share of part m and g_m(i) what it gives item i (see ranking/blend.ts):
 *   score(i) = Σ_m w_m g_m(i),   g_m(i) = (n_m − p_m(i)) / n_m  at position p_m(i), from 0, of its list of n_m items
 *   rate(i)  = Σ_m w_m rate_m(i) / Σ_m w_m  over the parts that predict ratings
 * What a person has seen stands in no list. An item in none of the lists has no score.
 */
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { ValuesOf } from '../params.ts';
import { float, int } from '../params.ts';
import { blend, combineParam, pointsOf, saying, sharesOf, usualLength } from '../ranking/blend.ts';
import type { Part } from './parts.ts';
import {
  disposeParts,
  fitParts,
  partChoice,
  partNamed,
  restoreParts,
  scorePart,
  settingsChoice,
  snapshotOfParts,
  versionOver,
} from './parts.ts';
import type { ExplanationPart, FittedModel, Recommender } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';

const weight = (label: string, usual: number, advanced = false) =>
  float({
    label,
    help: 'How much this list counts beside the others; only the proportion matters.',
    advanced,
    live: true,
    default: usual,
    min: 0,
    max: 1,
  });

const paramsOver = (parts: readonly Recommender[]) => ({
  first: partChoice('First', 'One of the recommenders blended.', parts, 'als'),
  firstWeight: weight('Weight of the first', 0.7),
  second: partChoice(
    'Second',
    'Another; the less the two have in common, the more a blend can gain.',
    parts,
    'item-knn',
  ),
  secondWeight: weight('Weight of the second', 0.3),
  third: { ...partChoice('Third', 'A third one.', parts, 'none', 'none'), advanced: true },
  thirdWeight: weight('Weight of the third', 0.2, true),
  combine: combineParam,
  length: int({
    label: 'List length',
    help: 'How far down each list places count; a shorter one hears only what stands at the top.',
    advanced: true,
    live: true,
    default: usualLength,
    min: 1,
    max: 100_000,
    scale: 'log',
  }),
  settings: settingsChoice,
});
type Params = ValuesOf<ReturnType<typeof paramsOver>>;

const id = 'weighted-hybrid';

/** `parts`: what it may be made of, each with an id and a `score` that answers at once. */
export function weightedHybrid(parts: readonly Recommender[]): Recommender {
  const version = versionOver(1, parts);
  const chosenOf = ({ first, second, third }: Params) =>
    [first, second, third].filter((name) => name !== 'none').map((name) => partNamed(parts, name));

  return defineRecommender({
    id,
    label: 'Weighted hybrid',
    summary: 'Two or three recommenders’ lists blended into one.',
    family: 'hybrid',
    reference: 'Burke, Hybrid recommender systems: survey and experiments, UMUAI 12(4), 2002',
    lesson: {
      idea: 'Ask two recommenders for their lists. The first item of a list gets all its points, the last almost none, and each list’s points are multiplied by its weight. Add them up. What both put near the top wins over what one of them put first.',
      formula:
        'score(i) = Σ w_m (n_m − p_m) / n_m, with w_m the weight of part m, n_m the length of its list, p_m the position of i in it, from 0; nothing where i is not in the list',
      strengths:
        'Parts that err differently correct each other, lists need no common scale, and the weights can be moved without fitting anything again.',
      weaknesses:
        'Costs as much as its parts together; one weight for everybody, though one part may know newcomers and the other regulars.',
    },
    version,
    needs: [],
    traits: ['personalized', 'rates', 'explain'],
    params: paramsOver(parts),
    presets: [
      {
        id: 'sharp',
        label: 'ALS and EASE by score, for up to 7,000 items or people',
        params: { second: 'ease', firstWeight: 0.5, secondWeight: 0.5, combine: 'score' },
      },
      {
        id: 'notebook',
        label: 'As in the notebook: SVD and content, 0.6 to 0.4',
        params: {
          ...{ first: 'svd', firstWeight: 0.6, second: 'tf-idf', secondWeight: 0.4 },
          ...{ length: 20, settings: 'notebook' },
        },
      },
    ],

    async *fit(train, params, env) {
      return fitted(yield* fitParts(chosenOf(params), params.settings, train, env), train, params);
    },
    restore: (snapshot, train, params) => fitted(restoreParts(chosenOf(params), snapshot, train), train, params),
  });

  function fitted(models: readonly Part[], train: TrainingSet, fittedWith: Params): FittedModel {
    let params = fittedWith;
    const scores = new Float64Array(train.items);
    const points = models.map(() => new Float64Array(train.items));

    /** Of the models; one chosen twice has both weights. */
    function shares(): number[] {
      const { first, second, third, firstWeight, secondWeight, thirdWeight } = params;
      const chosen = [
        [first, firstWeight],
        [second, secondWeight],
        [third, thirdWeight],
      ] as const;
      return sharesOf(
        models.map(({ recommender }) =>
          chosen.reduce((sum, [name, weight]) => (name === recommender.id ? sum + weight : sum), 0),
        ),
      );
    }
    function askAll(query: Query): void {
      for (let m = 0; m < models.length; m++) {
        scorePart(models[m], query, scores);
        pointsOf(scores, params, query.history.indices, points[m]);
        for (const item of query.history.indices) points[m][item] = NaN;
      }
    }
    const raters = models.flatMap(({ model }, m) => (model.rate ? [{ rate: model.rate.bind(model), m }] : []));

    return {
      score(query, out) {
        askAll(query);
        blend(points, shares(), out);
      },
      ...(raters.length > 0 && {
        rate(query: Query, out: Float64Array) {
          const share = shares();
          const rates = raters.map(({ rate }) => {
            const own = new Float64Array(train.items);
            rate(query, own);
            return own;
          });
          blend(rates, sharesOf(raters.map(({ m }) => share[m])), out);
        },
      }),
      explain(query, item) {
        askAll(query);
        const share = shares();
        const given = models.flatMap(({ recommender, model }, m): ExplanationPart[] => {
          const own = points[m][item];
          if (Number.isNaN(own) || share[m] === 0) return [];
          const because = model.explain?.(query, item);
          return [
            {
              kind: 'model',
              index: -1,
              label: `${recommender.label}, ${saying(own, points[m], params)}`,
              amount: share[m] * own,
              ...(because && { because }),
            },
          ];
        });
        return given.length > 0 ? explanationOf(given) : explanationOf([], NaN);
      },
      tune: (values) => void (params = values as Params),
      snapshot: () => ({ recommender: id, version, params, ...snapshotOfParts(models) }),
      dispose: () => disposeParts(models),
    };
  }
}
