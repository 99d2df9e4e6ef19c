import type { Compute } from '../compute.ts';
import type { Dataset } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { buildTrainingSet } from '../data/training-set.ts';
import type { Registry, Selection } from '../entry.ts';
import { isError } from '../errors.ts';
import { backgroundOf } from '../metrics/background.ts';
import { dialectOf } from '../metrics/dialects.ts';
import type { Evaluated, Metric, MetricContext } from '../metrics/metric.ts';
import { metrics as metricRegistry } from '../metrics/registry.ts';
import { checkParams } from '../params.ts';
import type { FitRun, FittedModel, Recommender } from '../recommenders/recommender.ts';
import { recommenders as recommenderRegistry } from '../recommenders/registry.ts';
import type { Rng } from '../rng.ts';
import { createRng, hashText } from '../rng.ts';
import { splitters } from '../splits/registry.ts';
import { questioner } from './ask.ts';
import type { HeldOutUser } from './held-out.ts';
import { heldOutUsers } from './held-out.ts';
import { judge } from './judge.ts';
import type { EvaluateProgress, Outcome, Protocol, Run } from './protocol.ts';

export interface EvaluateEnv extends Compute {
  /** Milliseconds from any origin; the core has no clock of its own. */
  readonly clock: () => number;
  /** Seconds since 1970, for the record. */
  readonly now: number;
  /** Where the selections are looked up; all of Tastelab's own unless given. */
  readonly recommenders?: Registry<Recommender>;
}

/** The longest stretch of scoring between two yields, in milliseconds. */
const breath = 30;

/**
 * Splits once, then fits and judges each recommender on the same users. Candidates are all items but those the user
 * has in training. A recommender that fails says why in its outcome and the others go on.
 * Throws ParamError for an unknown id or a bad value, EmptyDatasetError where nothing is left to learn or to ask.
 */
export async function* evaluate(
  dataset: Dataset,
  selections: readonly Selection[],
  protocol: Protocol,
  env: EvaluateEnv,
): AsyncGenerator<EvaluateProgress, Run, void> {
  const registry = env.recommenders ?? recommenderRegistry;
  const metrics = protocol.metrics.map((id) => metricRegistry.get(id));
  const chosen = selections.map(({ id, params }) => {
    const recommender = registry.get(id);
    return { recommender, params: checkParams(recommender.params, params, id) };
  });
  const rng = createRng(protocol.seed);
  const splitter = splitters.get(protocol.split.id);
  const split = splitter.split(dataset, protocol.split.params, rng.fork('split'));
  const train = buildTrainingSet(dataset, split.train);
  const everyone = heldOutUsers(dataset, split, train, protocol.relevantFrom);
  // Errors of rating are judged on every held-out opinion, lists only where something relevant is to be found.
  const judgesRatings = dataset.feedback === 'explicit' && metrics.some(({ needs }) => needs === 'rating');
  const asked = judgesRatings ? everyone : everyone.filter(({ relevant }) => relevant.length > 0);
  const context: MetricContext = {
    k: protocol.k,
    items: train.items,
    dialect: dialectOf(protocol.dialect),
    background: backgroundOf(train),
    params: protocol.metricParams,
  };
  const round: Round = { context, train, asked, metrics, protocol, judgesRatings, env, rng };

  const outcomes: Outcome[] = [];
  for (const { recommender, params } of chosen) {
    const steps = evaluateOne(recommender, { id: recommender.id, params }, round);
    try {
      for (;;) {
        const { done, value } = await steps.next();
        if (done) {
          outcomes.push(value);
          break;
        }
        yield { ...value, done: (outcomes.length + value.done) / chosen.length };
      }
    } finally {
      await steps.return(undefined as never);
    }
  }
  const recommenders = outcomes.map(({ recommender }) => recommender);
  return {
    id: runId([dataset.provenance.hash, protocol, recommenders]),
    createdAt: env.now,
    dataset: { id: dataset.id, name: dataset.name, hash: dataset.provenance.hash },
    protocol,
    users: Uint32Array.from(asked, ({ user }) => user),
    usersWithoutTest: countActive(dataset) - everyone.filter(({ relevant }) => relevant.length > 0).length,
    outcomes,
  };
}

/** What all recommenders of a run have in common. */
interface Round {
  readonly context: MetricContext;
  readonly train: TrainingSet;
  readonly asked: readonly HeldOutUser[];
  readonly metrics: readonly Metric[];
  readonly protocol: Protocol;
  readonly judgesRatings: boolean;
  readonly env: EvaluateEnv;
  readonly rng: Rng;
}

async function* evaluateOne(
  recommender: Recommender,
  selection: Selection,
  { context, train, asked, metrics, protocol, judgesRatings, env, rng }: Round,
): AsyncGenerator<EvaluateProgress, Outcome, void> {
  const { clock, kernels, tensors } = env;
  const id = recommender.id;
  const base = { recommender: selection, label: recommender.label };
  let fitSeconds = 0;
  let scoreSeconds = 0;
  let model: FittedModel | undefined;
  let fit: FitRun | undefined;
  try {
    fit = recommender.fit(train, selection.params, { rng: rng.fork(`fit ${id}`), kernels, tensors });
    while (!model) {
      const from = clock();
      const { done, value } = await fit.next();
      fitSeconds += (clock() - from) / 1000;
      if (done) model = value;
      else yield { ...value, recommender: id, phase: 'fit', done: (0.5 * value.step) / Math.max(1, value.steps) };
    }
    const outcomes: Evaluated[] = [];
    const ask = questioner(model, train, {
      k: protocol.k,
      judgesRatings,
      judgesRanks: metrics.some(({ needs }) => needs === 'ranks'),
    });
    let from = clock();
    for (const question of asked) {
      outcomes.push(await ask(question));
      if (clock() - from < breath) continue;
      scoreSeconds += (clock() - from) / 1000;
      yield { recommender: id, phase: 'score', done: 0.5 + (0.4 * outcomes.length) / asked.length };
      from = clock();
    }
    scoreSeconds += (clock() - from) / 1000;
    // The same resamples for every recommender, so that their intervals move together.
    const judging = judge(outcomes, metrics, context, rng.fork('bootstrap'));
    for (;;) {
      const { done, value } = judging.next();
      if (done) return { ...base, results: value, fitSeconds, scoreSeconds, error: null };
      yield { recommender: id, phase: 'score', done: 0.9 + 0.1 * value };
    }
  } catch (error) {
    if (isError(error, 'AbortError')) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return { ...base, results: [], fitSeconds, scoreSeconds, error: message };
  } finally {
    await fit?.return(undefined as never);
    model?.dispose?.();
  }
}

function countActive(dataset: Dataset): number {
  const active = new Uint8Array(dataset.users.ids.length);
  for (const user of dataset.interactions.user) active[user] = 1;
  return active.reduce((sum, one) => sum + one, 0);
}

/** Equal questions have equal ids. */
function runId(question: unknown): string {
  const text = JSON.stringify(question);
  return [0, 1].map((seed) => hashText(text, seed).toString(16).padStart(8, '0')).join('');
}
