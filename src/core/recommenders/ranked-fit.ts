/** The fit that recommenders share which learn factors from ranking losses; the model is in ranked-factors.ts. */
import type { RankingProblem } from '../compute.ts';
import type { CsrMatrix, Values } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import type { ExampleWeight } from '../data/examples.ts';
import { examplesOf, likedOf } from '../data/examples.ts';
import { featureRows } from '../data/feature-rows.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import { exactRanking } from '../math/exact-ranking.ts';
import { represent, representAll } from '../math/feature-embeddings.ts';
import { fitHistoryMap, summaryOf } from '../math/history-map.ts';
import { drawSeed } from '../math/xorshift.ts';
import type { Rng } from '../rng.ts';
import type { RankedFactors } from './ranked-factors.ts';
import type { FitEnv, FitProgress } from './recommender.ts';

export interface RankingChoices extends Pick<
  RankingProblem,
  | 'factors'
  | 'loss'
  | 'negatives'
  | 'maxDraws'
  | 'drawn'
  | 'position'
  | 'negativesPerPositive'
  | 'step'
  | 'learningRate'
  | 'regularization'
  | 'biases'
> {
  readonly epochs: number;
  readonly exact: boolean;
  /** λ of the map from histories, as a share. */
  readonly mapShare: number;
  readonly identity: boolean;
  readonly normalize: boolean;
  readonly itemMetadata: CsrMatrix | null;
  readonly userMetadata: CsrMatrix | null;
}

/** Multiplications between two yields: some ten milliseconds. */
const workPerStep = { fast: 3e7, exact: 1e6 };
/** More users than this tell the map nothing new. */
const mapUsers = 20_000;

/** Throws EmptyDatasetError where nobody likes anything, ParamError where the steps run away. */
export function* fitRankedFactors(
  train: TrainingSet,
  choices: RankingChoices,
  weightOf: ExampleWeight,
  { rng, kernels }: FitEnv,
): Generator<FitProgress, RankedFactors, void> {
  const { factors, epochs, exact, loss } = choices;
  const cells = examplesOf(train.byUser, weightOf, loss === 'logistic');
  const rows = { identity: choices.identity, normalize: choices.normalize };
  const userFeatures = featureRows(train.users, choices.userMetadata, rows);
  const itemFeatures = featureRows(train.items, choices.itemMetadata, rows);
  const count = cells.indices.length;
  const perItem = Math.max(1, itemFeatures.indices.length / train.items);
  const draws = loss === 'logistic' ? choices.negativesPerPositive : loss === 'bpr' ? 1 : choices.maxDraws;
  const perExample = (draws + 4 + (loss === 'warp-kos' ? choices.drawn : 0)) * (factors + 2) * perItem;
  const stride = Math.max(1, Math.floor(workPerStep[exact ? 'exact' : 'fast'] / perExample));
  const steps = epochs * Math.ceil(count / stride);
  yield { step: 0, steps };
  const userEmbeddings = startValues(userFeatures.cols, factors, rng);
  yield { step: 0, steps };
  const itemEmbeddings = startValues(itemFeatures.cols, factors, rng);
  yield { step: 0, steps };
  const problem: RankingProblem = {
    ...choices,
    ...{ cells, userFeatures, itemFeatures, userEmbeddings, itemEmbeddings },
    seed: drawSeed(rng),
  };
  const kernel = exact ? exactRanking(problem) : kernels.ranking(problem);
  try {
    let step = 0;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      let sum = 0;
      for (let from = 0; from < count; from += stride) {
        sum += kernel.train(from, Math.min(count, from + stride));
        step++;
        if (from + stride < count) yield { step, steps };
      }
      if (!Number.isFinite(sum)) throw diverged(epoch, choices.learningRate);
      yield { step, steps, loss: sum / count };
    }
    const learned = { users: kernel.userEmbeddings(), items: kernel.itemEmbeddings() };
    const answering = answerAnyone(train, choices, cells, userFeatures, learned);
    for (;;) {
      const { done, value } = answering.next();
      if (done) return value;
      yield { step: steps, steps };
    }
  } finally {
    kernel.dispose();
  }
}

/** From embeddings of features to items, and to a map that finds a taste for any history. */
function* answerAnyone(
  train: TrainingSet,
  { factors, identity, normalize, itemMetadata, userMetadata, mapShare }: RankingChoices,
  cells: CsrMatrix,
  userFeatures: CsrMatrix,
  learned: { readonly users: Values; readonly items: Values },
): Generator<void, RankedFactors, void> {
  const width = factors + 1;
  const isFactor = (_: number, at: number) => at % width < factors;
  const unmet = (item: number) => train.byItem.indptr[item] === train.byItem.indptr[item + 1];
  const scored = featureRows(train.items, itemMetadata, { identity, normalize, cold: unmet });
  const vectors = inPrecisionOf(learned.items, representAll(scored, learned.items, width));
  const items = vectors.filter(isFactor);
  const biases = vectors.filter((_, at) => at % width === factors);
  yield;
  const told = userMetadata && featureRows(train.users, userMetadata, { identity, normalize, cold: () => true });
  const known = told ? representAll(told, learned.users, width).filter(isFactor) : new Float64Array(0);
  yield;
  const map = yield* fitHistoryMap(pairs(), factors, mapShare);
  const features = itemMetadata ? learned.items.slice(identity ? train.items * width : 0) : new Float64Array(0);
  return { items, biases, map, known, features };

  function* pairs() {
    for (let user = 0; user < train.users; user += Math.ceil(train.users / mapUsers)) {
      const own = likedOf(rowOf(cells, user), (weight) => weight);
      if (own.indices.length === 0) continue;
      const target = represent(rowOf(userFeatures, user), learned.users, width).subarray(0, factors);
      const base = known.subarray(user * factors, (user + 1) * factors);
      yield {
        summary: summaryOf(own, items, factors),
        target: base.length ? target.map((value, f) => value - base[f]) : target,
      };
    }
  }
}

const diverged = (epoch: number, learningRate: number) =>
  new LabError(
    'ParamError',
    `Expected finite factors; epoch ${epoch} with learning rate ${learningRate} gave others. Lower the learning rate.`,
  );

/** (U(0, 1) − ½) / factors, the biases 0. */
function startValues(features: number, factors: number, rng: Rng): Float32Array {
  const start = new Float32Array(features * (factors + 1));
  for (let at = 0; at < start.length; at++) if (at % (factors + 1) < factors) start[at] = (rng.next() - 0.5) / factors;
  return start;
}

/** What the kernel computed in 32 bits is kept in 32. */
const inPrecisionOf = (like: Values, values: Float64Array): Values =>
  like instanceof Float32Array ? Float32Array.from(values) : values;
