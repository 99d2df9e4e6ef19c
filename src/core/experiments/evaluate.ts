import type { Compute } from '../compute.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Registry, Selection } from '../entry.ts';
import { isError } from '../errors.ts';
import type { Evaluated, Metric } from '../metrics/metric.ts';
import { metrics as metricRegistry } from '../metrics/registry.ts';
import { checkParams } from '../params.ts';
import type { FitProgress, FitRun, FittedModel, Recommender } from '../recommenders/recommender.ts';
import { recommenders as recommenderRegistry } from '../recommenders/registry.ts';
import type { Rng } from '../rng.ts';
import { createRng, hashText } from '../rng.ts';
import { splitters } from '../splits/registry.ts';
import { questioner } from './ask.ts';
import type { Details } from './details.ts';
import { detailsOf, withoutLists } from './details.ts';
import type { HeldOutUser } from './held-out.ts';
import type { Judged } from './judge.ts';
import { keepLists } from './kept-lists.ts';
import { concludeAll, measureAll } from './judge.ts';
import { leaksOf } from './leaks.ts';
import type { EvaluateProgress, Outcome, Protocol, Run } from './protocol.ts';
import type { CutJudged } from './repeats.ts';
import { chanceOf, repeatsOf, withSpread } from './repeats.ts';
import type { Round } from './rounds.ts';
import { mergeRounds, roundOf, usersOf } from './rounds.ts';

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
 * Splits once, or once per fold, as often as the protocol says, then fits and judges each recommender on the same users.
 * Candidates are all items but those the user is known to have, unless the protocol samples them. A recommender that fails
 * says why in its outcome and the others go on.
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
  for (const { id, params } of metrics) checkParams(params, protocol.metricParams?.[id] ?? {}, id);
  const chosen = selections.map(({ id, params }): Contender => {
    const recommender = registry.get(id);
    const checked = checkParams(recommender.params, params, id);
    return {
      recommender,
      selection: { id, params: checked },
      rounds: [],
      fitSeconds: 0,
      scoreSeconds: 0,
      error: null,
      lists: 0,
      cutInTie: 0,
    };
  });
  const rng = createRng(protocol.seed);
  const folds = splitters.get(protocol.split.id).folds?.(protocol.split.params) ?? 1;
  const repeats = repeatsOf(protocol);
  const asked: (readonly HeldOutUser[])[] = [];
  const everyone = new Set<number>();
  const warnings: string[] = [];
  let done = 0;
  for (let cut = 0; cut < repeats * folds; cut++) {
    const chance = chanceOf(rng, Math.floor(cut / folds));
    const round = roundOf(dataset, protocol, metrics, chance, cut % folds);
    asked.push(round.asked);
    if (cut === 0) warnings.push(...leaksOf(dataset, round.split, round.train, round.asked));
    for (const { user, relevant } of round.asked) if (relevant.length > 0) everyone.add(user);
    for (const contender of chosen) {
      if (contender.error !== null) continue;
      const steps = contend(contender, round, dataset, metrics, env, chance, cut === 0 && folds === 1);
      try {
        for (;;) {
          const step = await steps.next();
          if (step.done) break;
          yield { ...step.value, done: (done + step.value.done) / (chosen.length * folds * repeats) };
        }
      } finally {
        await steps.return();
      }
      done++;
    }
  }
  const users = usersOf(asked);
  const judged = chosen.filter(({ error }) => error === null);
  const all = judged.map(({ rounds }) => mergeRounds(rounds, users));
  const concluding = concludeAll(all, metrics, rng.fork('bootstrap'), protocol.resamples, env.kernels);
  let results = concluding.next();
  for (; !results.done; results = concluding.next()) {
    yield { recommender: judged[judged.length - 1].recommender.id, phase: 'score', done: 1 };
  }
  const concluded = results.value;
  const outcomes = chosen.map((contender): Outcome => {
    const { recommender, selection, rounds, fitSeconds, scoreSeconds, error, details } = contender;
    const base = { recommender: selection, label: recommender.label, fitSeconds, scoreSeconds, error };
    if (error !== null) return { ...base, results: [] };
    const own = concluded[judged.indexOf(contender)];
    return {
      ...base,
      results: repeats > 1 ? withSpread(own, cutsOf(rounds, folds), metrics, users) : own,
      ...(details && { details: repeats > 1 ? withoutLists(details) : details }),
    };
  });
  const recommenders = outcomes.map(({ recommender }) => recommender);
  warnings.push(...tieWarnings(chosen, protocol));
  return {
    id: runId([dataset.provenance.hash, protocol, recommenders]),
    createdAt: env.now,
    dataset: { id: dataset.id, name: dataset.name, hash: dataset.provenance.hash },
    protocol,
    users,
    usersWithoutTest: countActive(dataset) - everyone.size,
    outcomes,
    ...(warnings.length > 0 && { warnings }),
    userIds: Array.from(users, (user) => dataset.users.ids[user]),
    ...(asked.length === 1 && {
      relevant: keepLists(
        asked[0].map(({ relevant }) => relevant),
        dataset.items.ids.length,
      ),
    }),
  };
}

/** Share of people from which on a list’s end is a matter of ties rather than of taste. */
const many = 0.2;

/** Where the catalog is sorted, its order is knowledge; chance knows nothing. */
function tieWarnings(contenders: readonly Contender[], { ties, k }: Protocol): string[] {
  if (ties === 'random') return [];
  return contenders.flatMap(({ recommender, lists, cutInTie }) => {
    if (lists === 0 || cutInTie < many * lists) return [];
    const share = Math.round((100 * cutInTie) / lists);
    return [
      `${recommender.label}: for ${share} % of people the top ${k} ends among equal scores, and the order of the catalog decides who is in. Let chance order equal scores to see what that is worth.`,
    ];
  });
}

/** The rounds of each repeat as one. */
const cutsOf = (rounds: Contender['rounds'], folds: number): CutJudged[] =>
  Array.from({ length: rounds.length / folds }, (_, repeat) => {
    const own = rounds.slice(repeat * folds, (repeat + 1) * folds);
    const users = Uint32Array.from(new Set(own.flatMap(({ users }) => Array.from(users)))).sort();
    return { users, judged: mergeRounds(own, users) };
  });

/** One recommender on its way through the rounds. */
interface Contender {
  readonly recommender: Recommender;
  readonly selection: Selection;
  readonly rounds: { readonly users: Uint32Array; readonly judged: Judged }[];
  fitSeconds: number;
  scoreSeconds: number;
  error: string | null;
  /** Lists, and those of them that end among equal scores. */
  lists: number;
  cutInTie: number;
  /** Of the first round. */
  details?: Details;
}

async function* contend(
  contender: Contender,
  { fold, train, asked, questions, context }: Round,
  dataset: Dataset,
  metrics: readonly Metric[],
  { clock, kernels, tensors }: EvaluateEnv,
  rng: Rng,
  isDetailed: boolean,
): AsyncGenerator<EvaluateProgress, void, void> {
  const { recommender, selection } = contender;
  const { id } = recommender;
  let model: FittedModel | undefined;
  let fit: FitRun | undefined;
  try {
    const chance = rng.fork(fold === 0 ? `fit ${id}` : `fit ${id} ${fold}`);
    fit = recommender.fit(train, selection.params, { rng: chance, kernels, tensors });
    while (!model) {
      const from = clock();
      const { done, value } = await fit.next();
      contender.fitSeconds += (clock() - from) / 1000;
      if (done) model = value;
      else yield fitting(id, value);
    }
    const outcomes: Evaluated[] = [];
    const ask = questioner(model, train, questions);
    let from = clock();
    for (const question of asked) {
      outcomes.push(await ask(question));
      if (clock() - from < breath) continue;
      contender.scoreSeconds += (clock() - from) / 1000;
      yield { recommender: id, phase: 'score', done: 0.5 + (0.4 * outcomes.length) / asked.length };
      from = clock();
    }
    contender.scoreSeconds += (clock() - from) / 1000;
    for (const { relevant, cutInTie } of outcomes) {
      if (relevant.length > 0) contender.lists++;
      if (cutInTie) contender.cutInTie++;
    }
    const measuring = measureAll(outcomes, metrics, context);
    for (;;) {
      const { done, value } = measuring.next();
      if (done) {
        contender.rounds.push({ users: Uint32Array.from(asked, ({ user }) => user), judged: value });
        break;
      }
      if (clock() - from < breath) continue;
      yield { recommender: id, phase: 'score', done: 0.9 + 0.05 * value };
      from = clock();
    }
    if (!isDetailed) return;
    const detailing = detailsOf(outcomes, metrics, context, dataset);
    for (;;) {
      const { done, value } = detailing.next();
      if (done) {
        contender.details = value;
        return;
      }
      if (clock() - from < breath) continue;
      yield { recommender: id, phase: 'score', done: 0.95 + 0.05 * value };
      from = clock();
    }
  } catch (error) {
    if (isError(error, 'AbortError')) throw error;
    contender.error = error instanceof Error ? error.message : String(error);
  } finally {
    await fit?.return(undefined as never);
    model?.dispose?.();
  }
}

/** Of a fit, what a page in another thread can be told: numbers, and not the checkpoint, which is a function. */
function fitting(recommender: string, { step, steps, loss, epoch }: FitProgress): EvaluateProgress {
  return {
    recommender,
    phase: 'fit',
    done: (0.5 * step) / Math.max(1, steps),
    ...(loss !== undefined && { loss }),
    ...(epoch && { epoch }),
  };
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
