import { newcomer } from '../src/core/data/history.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import { queryOfUser } from '../src/core/data/training-set.ts';
import { LabError } from '../src/core/errors.ts';
import { modelKey } from '../src/core/experiments/model-key.ts';
import { checkParams } from '../src/core/params.ts';
import { topN } from '../src/core/ranking/top-n.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import type { Probe } from '../src/storage/model-file.ts';
import { readModel, writeModel } from '../src/storage/model-bytes.ts';
import type { ModelFormat } from '../src/storage/model-format.ts';
import type { ModelRecord, ModelStore, ModelSummary } from '../src/storage/store.ts';
import type { Workbench } from './workbench.ts';

const probedUsers = 3;
const probedItems = 5;

/** A stored model as a file. Throws ParamError where it is not, or no longer, a model of a stored data set. */
export async function saveModel(
  models: ModelStore,
  bench: Workbench,
  key: string,
  format: ModelFormat,
): Promise<Uint8Array<ArrayBuffer>> {
  const record = await models.get(key);
  if (!record)
    throw new LabError('ParamError', `Expected a stored model; there is none with the key "${key}". Fit it.`);
  const { dataset, train } = await bench.open(record.dataset);
  if (dataset.provenance.hash !== record.datasetHash) {
    throw new LabError('ParamError', 'Expected a model of the data set as it is now; its weights have changed. Fit it again.'); // prettier-ignore
  }
  const facts = {
    dataset: dataset.name,
    users: train.users,
    items: train.items,
    interactions: train.byUser.indices.length,
    weights: Object.fromEntries(dataset.kinds.map(({ id, weight }) => [id, weight])),
    probes: await probesOf(record, train),
  };
  return writeModel({ record, facts }, format);
}

/**
 * Takes a model back from a file, once it is sure to be the one that was saved: undamaged, of a data set that is here, of a
 * recommender and a version known here, and giving the very lists it gave. Throws ImportError saying which it is not.
 */
export async function openModelFile(
  models: ModelStore,
  bench: Workbench,
  bytes: Uint8Array,
  name: string,
): Promise<ModelSummary> {
  const { record, facts } = readModel(bytes, name);
  const fail = (message: string) => new LabError('ImportError', `${name}: ${message}`);
  const { recommender: { id, params }, snapshot: _, ...rest } = record; // prettier-ignore
  if (!recommenders.has(id)) throw fail(`Expected a recommender known here, got "${id}". Update Tastelab.`);
  const recommender = recommenders.get(id);
  const home = await bench.withHash(record.datasetHash);
  if (!home) {
    const weights = Object.entries(facts.weights).map(([kind, weight]) => `${kind} ${weight}`).join(', '); // prettier-ignore
    throw fail(
      `Expected one of the data sets on this device, got a model of "${facts.dataset}" (${facts.users} × ${facts.items}, ${weights}). Import or generate it first, with these weights.`,
    );
  }
  const { dataset, train } = await bench.open(home);
  const key = modelKey(record.datasetHash, recommender, checkParams(recommender.params, params, id), record.seed);
  if (key !== record.key) throw fail(`Expected the key ${key}, got ${record.key}. The file is of another version: fit it again.`); // prettier-ignore
  const found = await probesOf(record, train);
  if (!sameProbes(found, facts.probes)) {
    throw fail('Expected the lists it gave when it was saved, got others. Fit it again instead.');
  }
  await models.put({ ...record, dataset: dataset.id });
  return { ...rest, dataset: dataset.id, recommender: record.recommender };
}

/** What the model answers a newcomer, if it does, and the first few users with a history. */
async function probesOf({ snapshot, recommender: { id } }: ModelRecord, train: TrainingSet): Promise<Probe[]> {
  const recommender = recommenders.get(id);
  const model = recommender.restore(snapshot, train);
  try {
    const users = [...Array(train.users).keys()]
      .filter((user) => train.byUser.indptr[user + 1] > train.byUser.indptr[user])
      .slice(0, probedUsers);
    const scores = new Float64Array(train.items);
    const probes: Probe[] = [];
    for (const user of recommender.traits.includes('new-user') ? [null, ...users] : users) {
      const query = user === null ? newcomer : queryOfUser(train, user);
      await model.score(query, scores);
      const items = [...topN(scores, probedItems, query.history.indices)];
      probes.push({ user, items, scores: items.map((item) => scores[item]) });
    }
    return probes;
  } finally {
    model.dispose?.();
  }
}

const sameProbes = (a: readonly Probe[], b: readonly Probe[]): boolean =>
  a.length === b.length &&
  a.every(
    ({ user, items, scores }, at) =>
      user === b[at].user &&
      items.join() === b[at].items.join() &&
      scores.every((score, i) => Math.abs(score - b[at].scores[i]) <= 1e-6 * Math.max(1, Math.abs(score))),
  );
