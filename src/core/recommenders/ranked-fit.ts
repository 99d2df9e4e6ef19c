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
import { representAll } from '../math/feature-embeddings.ts';
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
const workPerStep = { fast: 1e7, exact: 1e6 };
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
  const problem: RankingProblem = {
    ...choices,
    ...{ cells, userFeatures, itemFeatures },
    userEmbeddings: startValues(userFeatures.cols, factors, rng),
    itemEmbeddings: startValues(itemFeatures.cols, factors, rng),
    seed: drawSeed(rng),
  };
  const kernel = exact ? exactRanking(problem) : kernels.ranking(problem);
  try {
    const count = cells.indices.length;
    const perItem = Math.max(1, itemFeatures.indices.length / train.items);
    const draws = loss === 'logistic' ? choices.negativesPerPositive : loss === 'bpr' ? 1 : choices.maxDraws;
    const perExample = (draws + 4 + (loss === 'warp-kos' ? choices.drawn : 0)) * (factors + 2) * perItem;
    const stride = Math.max(1, Math.floor(workPerStep[exact ? 'exact' : 'fast'] / perExample));
    const steps = epochs * Math.ceil(count / stride);
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
    const width = factors + 1;
    const itemEmbeddings = kernel.itemEmbeddings();
    const userEmbeddings = kernel.userEmbeddings();
    const cold = (item: number) => train.byItem.indptr[item] === train.byItem.indptr[item + 1];
    const scored = featureRows(train.items, choices.itemMetadata, { ...rows, cold });
    const vectors = inPrecisionOf(itemEmbeddings, representAll(scored, itemEmbeddings, width));
    const items = vectors.filter((_, at) => at % width < factors);
    const biases = vectors.filter((_, at) => at % width === factors);
    const described = { ...rows, cold: () => true };
    const known = choices.userMetadata
      ? representAll(featureRows(train.users, choices.userMetadata, described), userEmbeddings, width).filter(
          (_, at) => at % width < factors,
        )
      : new Float64Array(0);
    const users = representAll(userFeatures, userEmbeddings, width);
    const mapping = fitHistoryMap(pairs(), factors, choices.mapShare);
    for (;;) {
      const { done, value } = mapping.next();
      if (done) return { items, biases, map: value, known };
      yield { step: steps, steps };
    }

    function* pairs() {
      for (let user = 0; user < train.users; user += Math.ceil(train.users / mapUsers)) {
        const own = likedOf(rowOf(cells, user), (weight) => weight);
        const target = users.subarray(user * width, user * width + factors);
        const base = known.subarray(user * factors, (user + 1) * factors);
        if (own.indices.length === 0) continue;
        yield {
          summary: summaryOf(own, items, factors),
          target: base.length ? target.map((value, f) => value - base[f]) : target,
        };
      }
    }
  } finally {
    kernel.dispose();
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
