/** Fits towers with a vector for everyone, as in the notebook; strangers are answered by a map from histories. */
import type { ExampleWeight } from '../data/examples.ts';
import { examplesOf, likedOf } from '../data/examples.ts';
import { rowOf } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { rowDot } from '../math/factor-rows.ts';
import { applyMap, applyTransposed, fitHistoryMap, summaryOf } from '../math/history-map.ts';
import { lengthOf, toUnitRows } from '../math/unit-vector.ts';
import type { Learner } from './epochs.ts';
import { learn } from './epochs.ts';
import type { PairExamples } from './pair-towers.ts';
import { drawPairs, pairTowers } from './pair-towers.ts';
import type { FitEnv, FitProgress, FittedModel, ModelSnapshot } from './recommender.ts';
import type { UserTower } from './tower-model.ts';
import { towerModel } from './tower-model.ts';
import type { TwoTowerParams } from './two-tower-params.ts';
import { cutForPatience } from './validation.ts';

type Identity = Pick<ModelSnapshot, 'recommender' | 'version' | 'params'>;

const spread = 0.05;
/** Regularization of the map from histories, as a share. */
const mapShare = 0.1;

/** Throws EmptyDatasetError where nobody likes anything. */
export async function* fitPairTowers(
  train: TrainingSet,
  params: TwoTowerParams,
  env: FitEnv,
  weightOf: ExampleWeight,
  identity: Identity,
): AsyncGenerator<FitProgress, FittedModel, void> {
  const tensors = await env.tensors();
  const cut = cutForPatience(train, params.patience, env.rng.fork('validation'));
  const likes = examplesOf(cut.byUser, weightOf, false);
  const { factors } = params;
  const chance = env.rng.fork('start');
  const draw = (rows: number) => Float32Array.from({ length: rows * factors }, () => spread * (2 * chance.next() - 1));
  const towers = pairTowers(tensors, { users: draw(train.users), items: draw(train.items) }, params);
  const count = likes.indices.length * (params.draws + 1);
  const size = Math.min(params.batch, count);
  let examples: PairExamples;

  const learner: Learner = {
    ...towers,
    steps: Math.ceil(count / size),
    examples: size,
    begin: (rng) => (examples = drawPairs(likes, cut.byUser, params, rng)),
    loss: (step) => towers.loss(examples, step * size, Math.min(count, (step + 1) * size), size),
    snapshot(values) {
      const [users, items] = [toUnitRows(values.users, factors), toUnitRows(values.items, factors)];
      return { ...identity, arrays: { users, items, map: mapFrom(users, items) }, numbers: {}, words: {} };
    },
    restore: (snapshot) => pairModel(snapshot, train, params, weightOf),
  };

  function mapFrom(users: Float32Array, items: Float32Array): Float64Array {
    const pairs = [...Array(train.users).keys()].flatMap((user) => {
      const liked = likedOf(rowOf(likes, user), (weight) => weight);
      const target = users.subarray(user * factors, (user + 1) * factors);
      return liked.indices.length > 0 ? [{ summary: summaryOf(liked, items, factors), target }] : [];
    });
    const fitting = fitHistoryMap(pairs, factors, mapShare);
    for (;;) {
      const { done, value } = fitting.next();
      if (done) return value;
    }
  }

  return yield* learn(learner, tensors, env, { ...params, measure: 'ndcg@10', cut });
}

export function pairModel(
  snapshot: ModelSnapshot,
  train: TrainingSet,
  params: TwoTowerParams,
  weightOf: ExampleWeight,
): FittedModel {
  const { users, items } = snapshot.arrays as Record<'users' | 'items', Float32Array>;
  const tower = mappedTower(users, items, snapshot.arrays.map as Float64Array, train.users, params, weightOf);
  return towerModel({ items, biases: new Float32Array(train.items) }, tower, train, snapshot);
}

/** A known user's own vector, or that to which the map leads from a history. */
function mappedTower(
  users: Float32Array,
  items: Float32Array,
  map: Float64Array,
  known: number,
  { factors, temperature }: TwoTowerParams,
  weightOf: ExampleWeight,
): UserTower {
  const ownOf = ({ user }: Query) =>
    user !== null && user < known ? users.subarray(user * factors, (user + 1) * factors) : null;
  const reachOf = (liked: ReturnType<typeof likedOf>) => applyMap(map, summaryOf(liked, items, factors));
  return {
    tasteOf(query) {
      const own = ownOf(query);
      const reached = own ? Float64Array.from(own) : reachOf(likedOf(query.history, weightOf));
      const size = temperature * lengthOf(reached);
      return reached.map((value) => value / size);
    },
    sharesOf(query, v) {
      const own = ownOf(query);
      if (own) {
        const rest = rowDot(own, 0, v) / (temperature * lengthOf(own));
        return {
          ...{ indices: new Uint32Array(0), amounts: new Float64Array(0) },
          ...{ rest, restLabel: 'how it suits this person, as learned' },
        };
      }
      const liked = likedOf(query.history, weightOf);
      const slope = applyTransposed(map, v, factors);
      const scale = 1 / (temperature * lengthOf(reachOf(liked)) * Math.sqrt(liked.indices.length));
      return {
        indices: liked.indices,
        amounts: Float64Array.from(liked.indices, (item, at) => liked.values[at] * scale * rowDot(items, item, slope)),
        ...{ rest: 0, restLabel: '' },
      };
    },
  };
}
