import { reweighed } from '../src/core/data/reweigh.ts';
import { drive } from '../src/core/experiments/drive.ts';
import { evaluate } from '../src/core/experiments/evaluate.ts';
import { judgeLists } from '../src/core/experiments/judge-lists.ts';
import { modelKey } from '../src/core/experiments/model-key.ts';
import { reproduceNotebook } from '../src/core/experiments/notebook.ts';
import { search } from '../src/core/experiments/search.ts';
import { trainingCsv } from '../src/core/experiments/training-csv.ts';
import { inspect } from '../src/core/importers/inspect.ts';
import { openSources } from '../src/core/importers/open.ts';
import { importers } from '../src/core/importers/registry.ts';
import { checkParams } from '../src/core/params.ts';
import { recommenders } from '../src/core/recommenders/registry.ts';
import type { TrainingApi } from '../src/rpc/lab-api.ts';
import { breathe } from './breathe.ts';
import { sourcesOf } from './files.ts';
import { fitKept, timeStep } from './fitting.ts';
import { generated } from './generated.ts';
import type { Lab } from './lab.ts';
import { openModelFile, saveModel } from './model-files.ts';
import { createPeople } from './people.ts';
import type { TensorDesk } from './tensors.ts';
import { Workbench } from './workbench.ts';

/** The slow half: whatever reads, fits or measures, and leaves the result in the store. */
export function training(lab: Lab, desk: TensorDesk): TrainingApi {
  const { store, kernels, tensors } = lab;
  const bench = new Workbench(store);
  return {
    generate: (generator, seed, signal) => generated(lab, bench, generator, seed, signal),

    inspect: (files) => inspect(sourcesOf(files)),

    async importFiles(files, { id, params }, signal, report) {
      const importer = importers.get(id);
      const checked = checkParams(importer.params, params, id);
      const reading = importer.read(await openSources(sourcesOf(files)), checked);
      return bench.put(await drive(reading, { stop: signal, report, breathe }));
    },

    async reweigh(id, weights) {
      const { dataset } = await bench.open(id);
      return bench.put(reweighed(dataset, weights));
    },

    async fit(id, selection, seed, signal, report) {
      const { hash } = await bench.summaryOf(id);
      const recommender = recommenders.get(selection.id);
      const params = checkParams(recommender.params, selection.params, recommender.id);
      const key = modelKey(hash, recommender, params, seed);
      const known = (await store.models.list(id)).find((model) => model.key === key);
      if (known) return known;
      const { train } = await bench.open(id);
      const header = { key, dataset: id, datasetHash: hash, recommender: { id: recommender.id, params }, seed };
      const job = { ...header, fitter: recommender, train };
      if (recommender.family === 'neural') await desk.measure((trial) => timeStep(lab, job, trial, signal));
      const { model, ...learned } = await fitKept(lab, job, signal, report);
      const fitted = { ...header, ...learned, createdAt: Date.now() / 1000 };
      try {
        await store.models.put({ ...fitted, snapshot: model.snapshot() });
        await store.checkpoints.delete(key);
      } finally {
        model.dispose?.();
      }
      return fitted;
    },

    saveModel: (key, format) => saveModel(store.models, bench, key, format),

    openModelFile: async (file) =>
      openModelFile(store.models, bench, new Uint8Array(await file.arrayBuffer()), file.name),

    async evaluate(id, selections, protocol, signal, report) {
      const { dataset } = await bench.open(id);
      const clock = () => performance.now();
      const running = evaluate(dataset, selections, protocol, { kernels, tensors, clock, now: Date.now() / 1000 });
      const run = await drive(running, { stop: signal, report, breathe });
      await store.runs.put(run);
      return run;
    },

    person: createPeople(bench),

    async judgeLists(run, file, signal) {
      const { dataset } = await bench.open(run.dataset.id);
      const judging = judgeLists(dataset, run, { name: file.name, text: await file.text() });
      return drive(judging, { stop: signal, breathe });
    },

    async trainingPart(run) {
      const { dataset } = await bench.open(run.dataset.id);
      return trainingCsv(dataset, run);
    },

    async tune(id, plan, tried, signal, report) {
      const { dataset } = await bench.open(id);
      const env = { kernels, tensors, clock: () => performance.now(), now: Date.now() / 1000 };
      return drive(search(dataset, plan, env, tried), { stop: signal, report, breathe });
    },

    tensors: () => desk.report(),

    chooseTensors: (choice) => desk.choose(choice),

    reproduceNotebook: (signal) => reproduceNotebook({ kernels, tensors }, { stop: signal, breathe }),
  };
}
