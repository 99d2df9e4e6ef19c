import type { Dataset, DatasetSummary } from '../src/core/data/dataset.ts';
import { summarize } from '../src/core/data/dataset.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import { buildTrainingSet } from '../src/core/data/training-set.ts';
import { drive } from '../src/core/experiments/drive.ts';
import { evaluate } from '../src/core/experiments/evaluate.ts';
import { modelKey } from '../src/core/experiments/model-key.ts';
import { inspect } from '../src/core/importers/inspect.ts';
import { openSources } from '../src/core/importers/open.ts';
import { importers } from '../src/core/importers/registry.ts';
import { checkParams } from '../src/core/params.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import { createRng } from '../src/core/rng.ts';
import type { TrainingApi } from '../src/rpc/lab-api.ts';
import { breathe } from './breathe.ts';
import { sourcesOf } from './files.ts';
import { generated } from './generated.ts';
import type { Lab } from './lab.ts';
import { noDataset, summaryOf } from './lab.ts';

/** The slow half: whatever reads, fits or measures, and leaves the result in the store. */
export function training(lab: Lab): TrainingApi {
  const { store, kernels } = lab;
  const load = loader(lab);
  return {
    generate: (generator, seed, signal) => generated(lab, generator, seed, signal),

    inspect: (files) => inspect(sourcesOf(files)),

    async importFiles(files, { id, params }, signal, report) {
      const importer = importers.get(id);
      const checked = checkParams(importer.params, params, id);
      const reading = importer.read(await openSources(sourcesOf(files)), checked);
      const dataset = await drive(reading, { stop: signal, report, breathe });
      await store.datasets.put(dataset);
      return summarize(dataset);
    },

    async fit(id, selection, seed, signal, report) {
      const summary = await summaryOf(store, id);
      const recommender = recommenders.get(selection.id);
      const params = checkParams(recommender.params, selection.params, recommender.id);
      const key = modelKey(summary.hash, recommender.id, recommender.version, params, seed);
      const known = (await store.models.list(id)).find((model) => model.key === key);
      if (known) return known;
      const { train } = await load(summary);
      const from = performance.now();
      const fitting = recommender.fit(train, params, { rng: createRng(seed), kernels });
      const model = await drive(fitting, { stop: signal, report, breathe });
      const fitted = {
        key,
        dataset: id,
        datasetHash: summary.hash,
        recommender: { id: recommender.id, params },
        seed,
        fitSeconds: (performance.now() - from) / 1000,
        createdAt: Date.now() / 1000,
      };
      try {
        await store.models.put({ ...fitted, snapshot: model.snapshot() });
      } finally {
        model.dispose?.();
      }
      return fitted;
    },

    async evaluate(id, selections, protocol, signal, report) {
      const { dataset } = await load(await summaryOf(store, id));
      const clock = () => performance.now();
      const running = evaluate(dataset, selections, protocol, { kernels, clock, now: Date.now() / 1000 });
      const run = await drive(running, { stop: signal, report, breathe });
      await store.runs.put(run);
      return run;
    },
  };
}

interface Loaded {
  readonly dataset: Dataset;
  /** Built from every event, on first use. */
  readonly train: TrainingSet;
}

/** Keeps the data set last asked for: several models are usually fitted on one. */
function loader({ store }: Lab): (summary: DatasetSummary) => Promise<Loaded> {
  let last: { readonly hash: string; readonly id: string; readonly loaded: Loaded } | null = null;
  return async ({ id, hash }) => {
    if (last?.id === id && last.hash === hash) return last.loaded;
    last = null;
    const dataset = await store.datasets.get(id);
    if (!dataset) throw noDataset(id);
    let train: TrainingSet | undefined;
    const loaded = {
      dataset,
      get train() {
        return (train ??= buildTrainingSet(dataset));
      },
    };
    last = { id, hash, loaded };
    return loaded;
  };
}
