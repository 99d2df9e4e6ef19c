/** Fits the towers over histories and descriptions, and brings them back from a snapshot. */
import type { CsrMatrix } from '../data/csr.ts';
import type { ExampleWeight } from '../data/examples.ts';
import { examplesOf } from '../data/examples.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { ContentVocabulary } from '../math/item-content.ts';
import { contentNames, contentOf, readContent } from '../math/item-content.ts';
import type { Rng } from '../rng.ts';
import type { Learner } from './epochs.ts';
import { learn } from './epochs.ts';
import { describer, historyTower, itemVectors } from './history-model.ts';
import type { TowerValues } from './history-towers.ts';
import { historyTowers } from './history-towers.ts';
import { peopleBatches } from './people-batches.ts';
import type { FitEnv, FitProgress, FittedModel, ModelSnapshot } from './recommender.ts';
import { towerModel } from './tower-model.ts';
import type { TwoTowerParams } from './two-tower-params.ts';
import { cutForPatience } from './validation.ts';
import { ln } from '../math/elementary.ts';

type Identity = Pick<ModelSnapshot, 'recommender' | 'version' | 'params'>;

/** Throws EmptyDatasetError where nobody likes anything. */
export async function* fitHistoryTowers(
  train: TrainingSet,
  params: TwoTowerParams,
  env: FitEnv,
  weightOf: ExampleWeight,
  identity: Identity,
): AsyncGenerator<FitProgress, FittedModel, void> {
  const reading = readContent(train, params);
  let read = reading.next();
  for (; !read.done; read = reading.next()) yield { step: 0, steps: 1 };
  const { vocabulary, rows: content } = read.value;
  yield { step: 0, steps: 1 };

  const tensors = await env.tensors();
  const cut = cutForPatience(train, params.patience, env.rng.fork('validation'));
  const likes = examplesOf(cut.byUser, weightOf, false);
  // Without content an unknown item is like any other, and there is nothing to learn of it.
  const batches = peopleBatches(likes, { ...params, unknown: content.cols > 0 ? params.unknown : 0 });
  const start = startOf(likes, content.cols, params, env.rng.fork('start'));
  const towers = historyTowers(tensors, start, content, params);
  const isMet = metIn(likes);
  const learner: Learner = {
    ...towers,
    parameters: { ...towers.parameters, ...renamed(towers.means, (name) => `${name} mean`) },
    steps: batches.steps,
    examples: batches.people * batches.targets,
    begin: (chance) => batches.begin(chance),
    loss: (step) => towers.loss(batches.next(step)),
    snapshot(values) {
      const learned = Object.fromEntries(
        Object.keys(towers.means).map((name) => [name, values[`${name} mean`]]),
      ) as unknown as TowerValues;
      const { history, items: _rows, ...rest } = learned;
      return {
        ...identity,
        arrays: {
          ...rest,
          ...itemVectors(learned, content, isMet, params),
          history: history.map((value, at) => (isMet(Math.floor(at / params.factors)) ? value : 0)),
          idf: vocabulary.words.idf,
        },
        numbers: {},
        words: { terms: vocabulary.words.terms.ids },
      };
    },
    restore: (snapshot) => historyModel(snapshot, train, params, weightOf),
  };
  return yield* learn(learner, tensors, env, { ...params, measure: 'ndcg@10', cut });
}

export function historyModel(
  snapshot: ModelSnapshot,
  train: TrainingSet,
  params: TwoTowerParams,
  weightOf: ExampleWeight,
): FittedModel {
  const arrays = snapshot.arrays as unknown as TowerValues & {
    readonly items: Float32Array;
    readonly biases: Float32Array;
    readonly unknown: Float32Array;
  };
  const vocabulary: ContentVocabulary = {
    names: contentNames(train, params),
    words: { terms: { ids: snapshot.words.terms }, idf: snapshot.arrays.idf as Float64Array },
  };
  const describe = describer(arrays, (item) => contentOf(vocabulary, item), params);
  return towerModel(arrays, historyTower(arrays, weightOf, params), train, snapshot, describe);
}

const renamed = <T>(record: Readonly<Record<string, T>>, change: (name: string) => string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [change(name), value]));

function metIn({ cols, indices }: CsrMatrix): (item: number) => boolean {
  const met = new Uint8Array(cols);
  for (const item of indices) met[item] = 1;
  return (item) => met[item] === 1;
}

const spread = 0.05;

/** Small numbers, and biases that follow popularity. */
function startOf(likes: CsrMatrix, features: number, params: TwoTowerParams, rng: Rng): TowerValues {
  const { factors, userLayer, itemLayer } = params;
  const draw = (length: number, most = spread) => Float32Array.from({ length }, () => most * (2 * rng.next() - 1));
  const table = (rows: number, biasOf: (row: number) => number) => {
    const values = draw(rows * (factors + 1));
    for (let row = 0; row < rows; row++) values[row * (factors + 1) + factors] = biasOf(row);
    return values;
  };
  const counts = new Float64Array(likes.cols + 1);
  for (const item of likes.indices) counts[item]++;
  const usual = ln(1 + likes.indices.length / likes.cols);
  const layer = (side: 'user' | 'item', hidden: number) =>
    hidden > 0 && {
      [`${side}Into`]: draw(factors * hidden, 1 / Math.sqrt(factors)),
      [`${side}Offsets`]: new Float32Array(hidden),
      [`${side}Back`]: new Float32Array(hidden * factors),
    };
  return {
    history: draw(likes.cols * factors),
    everyone: draw(factors),
    items: table(likes.cols + 1, (item) => ln(1 + counts[item]) - usual),
    ...(features > 0 && { content: table(features, () => 0) }),
    ...layer('user', userLayer),
    ...layer('item', itemLayer),
  };
}
