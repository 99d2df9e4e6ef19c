import type { Compute } from '../../src/core/compute.ts';
import { LabError } from '../../src/core/errors.ts';
import { comparePairs } from '../../src/core/experiments/compare.ts';
import { curvesOf, longest } from '../../src/core/experiments/curves.ts';
import { questioner } from '../../src/core/experiments/ask.ts';
import { conclude, measureAll } from '../../src/core/experiments/judge.ts';
import type { Round } from '../../src/core/experiments/rounds.ts';
import { roundOf } from '../../src/core/experiments/rounds.ts';
import { slicesOf } from '../../src/core/experiments/slices.ts';
import { powerLaw } from '../../src/core/generators/power-law.ts';
import { bootstrap, usualResamples } from '../../src/core/math/bootstrap.ts';
import type { Sample } from '../../src/core/math/statistics.ts';
import { powerMean } from '../../src/core/math/statistics.ts';
import { isAlongList } from '../../src/core/metrics/hits.ts';
import type { Evaluated } from '../../src/core/metrics/metric.ts';
import { metrics } from '../../src/core/metrics/registry.ts';
import { checkParams } from '../../src/core/params.ts';
import type { FittedModel } from '../../src/core/recommenders/recommender.ts';
import { recommenders } from '../../src/core/recommenders/registry.ts';
import { createRng } from '../../src/core/rng.ts';
import { createKernels } from '../../src/kernels/load.ts';
import { describeThreads } from './als-problem.ts';
import { median, type Bench, type Ratio } from './bench.ts';

/** Those of the page before anything is chosen. */
const six = ['popularity', 'tf-idf', 'co-visitation', 'user-knn', 'item-knn', 'als'];
const k = 50;
const numbers = 20;
/** People the plain ways are tried with: they are slow. */
const fewPeople = 200;
const fewResamples = 50;

const phases = ['fitting', 'scoring', 'metrics', 'curves', 'slices', 'bootstrap', 'pairs'] as const;
type Phase = (typeof phases)[number];

/** Everybody's lists of six recommenders, by every metric, with all that a report shows; and intervals on their own. */
export const bench: Bench = {
  name: 'evaluation: six recommenders, 6,040 × 3,706, a million ratings, k 50, all metrics',
  async run({ cores, spawn, row }) {
    const kernels = await createKernels({ threads: cores, spawn });
    const env = { kernels, tensors: noTensors };
    const dataset = powerLaw.generate({ feedback: 'explicit' }, 1, null);
    const protocol = {
      ...{ split: { id: 'holdout', params: {} }, metrics: metrics.all.map(({ id }) => id) },
      ...{ k, relevantFrom: 4, seed: 42 },
    };
    const rng = createRng(protocol.seed);
    const round = roundOf(dataset, protocol, metrics.all, rng, 0);
    const spent = Object.fromEntries(phases.map((phase) => [phase, 0])) as Record<Phase, number>;
    const stretches = new Map<Phase, number>();
    const ratios: number[] = [];
    const quality: string[] = [];
    const columns: Float64Array[] = [];
    let samples: Sample[] = [];

    for (const id of six) {
      const model = await timed('fitting', () => fitted(id, round, env));
      const outcomes = await timed('scoring', () => answers(model, round));
      const judged = finish('metrics', measureAll(outcomes, metrics.all, round.context));
      const before = spent.curves;
      const curves = finish('curves', curvesOf(outcomes, metrics.all, round.context));
      ratios.push(plainCurves(outcomes, round) / (spent.curves - before));
      finish('slices', slicesOf(outcomes, metrics.all, round.context, dataset));
      const results = finish(
        'bootstrap',
        conclude(judged, metrics.all, rng.fork('bootstrap'), usualResamples, kernels),
      );
      columns.push(results[0].perUser!);
      quality.push(`${id} ${results[0].value.toFixed(4)}`);
      samples = judged.samples.filter((sample) => sample !== null);
      if (Math.abs(curves[0].values[k - 1] - results[0].value) > 1e-12) throw new Error('A curve misses its metric.');
    }
    finish('pairs', comparePairs(columns, rng.fork('pairs')));

    const all = phases.filter((phase) => phase !== 'fitting').reduce((sum, phase) => sum + spent[phase], 0);
    row({
      name: `all but fitting, ${describeThreads(kernels)}`,
      ...{ median: all, unit: 'ms', wanted: { atMost: 5000 }, quality: `NDCG@${k}: ${quality.join(', ')}` },
    });
    for (const phase of phases) {
      const ratio: Ratio | null =
        phase === 'curves' ? { value: median(ratios), of: '× quicker than every k on its own' } : null;
      row({
        name: `– ${phase}`,
        ...{ median: spent[phase], unit: 'ms' },
        ...(ratio && { ratio }),
        ...(stretches.has(phase) && { quality: `longest without a breath ${stretches.get(phase)!.toFixed(0)} ms` }),
      });
    }
    const twenty = samples.slice(0, numbers);
    const times: number[] = [];
    let width = 0;
    for (let turn = 0; turn < 5; turn++) {
      const start = performance.now();
      const [first] = end(bootstrap(twenty, createRng(turn), { kernels }));
      times.push(performance.now() - start);
      width = first![1] - first![0];
    }
    row({
      name: `10,000 resamples of ${twenty.length} numbers, ${describeThreads(kernels)}`,
      ...{ median: median(times), unit: 'ms', wanted: { atMost: 500 } },
      ratio: { value: plainBootstrap(twenty) / median(times), of: '× quicker than a plain loop' },
      quality: `NDCG@${k} ${powerMean(twenty[0]).toFixed(4)} ± ${(width / 2).toFixed(4)}`,
    });
    kernels.dispose();

    async function timed<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
      const start = performance.now();
      const result = await work();
      spent[phase] += performance.now() - start;
      return result;
    }

    function finish<R>(phase: Phase, run: Generator<number, R, void>): R {
      for (;;) {
        const start = performance.now();
        const { done, value } = run.next();
        const stretch = performance.now() - start;
        spent[phase] += stretch;
        stretches.set(phase, Math.max(stretches.get(phase) ?? 0, stretch));
        if (done) return value;
      }
    }
  },
};

const noTensors = () => Promise.reject(new LabError('BackendError', 'None of the six learns with tensors.'));

async function fitted(id: string, { train }: Round, env: Compute): Promise<FittedModel> {
  const recommender = recommenders.get(id);
  const run = recommender.fit(train, checkParams(recommender.params, {}, id), { ...env, rng: createRng(7) });
  for (;;) {
    const { done, value } = await run.next();
    if (done) return value;
  }
}

async function answers(model: FittedModel, { train, asked, questions }: Round): Promise<Evaluated[]> {
  const ask = questioner(model, train, questions);
  const outcomes: Evaluated[] = [];
  for (const question of asked) outcomes.push(await ask(question));
  return outcomes;
}

/** Milliseconds that curves would take if each metric were asked for each k on its own. */
function plainCurves(outcomes: readonly Evaluated[], { context }: Round): number {
  const start = performance.now();
  for (const outcome of outcomes.slice(0, fewPeople)) {
    for (const { measure } of metrics.all.filter(isAlongList)) {
      for (let one = 1; one <= longest; one++) measure!(outcome, { ...context, k: one });
    }
  }
  return ((performance.now() - start) * outcomes.length) / fewPeople;
}

/** Milliseconds of the usual 10,000 resamples if people were drawn one by one for each number. */
function plainBootstrap(samples: readonly Sample[]): number {
  const rng = createRng(1);
  const start = performance.now();
  for (let resample = 0; resample < fewResamples; resample++) {
    const drawn = Array.from(samples[0].values, () => rng.int(samples[0].values.length));
    for (const { values, weights, order } of samples) {
      powerMean({ values: drawn.map((at) => values[at]), weights: weights && drawn.map((at) => weights[at]), order });
    }
  }
  return ((performance.now() - start) * 10_000) / fewResamples;
}

function end<R>(run: Generator<unknown, R, void>): R {
  for (;;) {
    const { done, value } = run.next();
    if (done) return value as R;
  }
}
