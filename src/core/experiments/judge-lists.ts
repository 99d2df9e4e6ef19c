/**
 * Lists that another program made, judged as our own are: the same questions, the same metrics, the same resamples, so that
 * they can stand in the same run. Where a list holds what it should not, we do as trec_eval does (with -c): whatever is not
 * relevant is a miss and takes a place, and a person without a list counts 0.
 */
import type { Dataset } from '../data/dataset.ts';
import { indexIn } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import type { Evaluated, Metric, MetricResult } from '../metrics/metric.ts';
import { metrics as metricRegistry } from '../metrics/registry.ts';
import { createRng, hashText } from '../rng.ts';
import { splitters } from '../splits/registry.ts';
import type { Details } from './details.ts';
import { detailsOf } from './details.ts';
import type { HeldOutUser } from './held-out.ts';
import type { Judged } from './judge.ts';
import { conclude, measureAll } from './judge.ts';
import { keepLists } from './kept-lists.ts';
import type { MadeElsewhere } from './made-elsewhere.ts';
import type { Outcome, Run } from './protocol.ts';
import type { Round } from './rounds.ts';
import { mergeRounds, roundOf, usersOf } from './rounds.ts';
import { readTrecRun, trecWord } from './trec.ts';
import type { TextFile } from './trec-files.ts';

/** What must be known of a run to ask its questions again. */
export type Questioned = Pick<Run, 'dataset' | 'protocol' | 'users'>;

/**
 * The outcome of a TREC run file under a run's own questions; people and items by the ids the data give them, written as we
 * write them (spaces as %20; person#2 is the second time a person is asked, in another fold) or as they are. Metrics that ask
 * for more than lists are NaN, as is the time it took. Yields the share done.
 * Throws ImportError where no line can be used, ParamError where the data are no longer those of the run.
 */
export function* judgeLists(dataset: Dataset, run: Questioned, file: TextFile): Generator<number, Outcome, void> {
  const { protocol } = run;
  const metrics = protocol.metrics.map((id) => metricRegistry.get(id));
  const { tag, lists } = readTrecRun(file.text);
  const rounds = roundsAgain(dataset, run, metrics);
  const taken = takeLists(dataset, rounds, lists, protocol.k);
  expectSome(dataset, rounds, lists, taken, file.name);
  // Unknown items keep their places where hits are counted; elsewhere they are nothing that could be looked up.
  const accuracy = metrics.filter(({ needs, kind }) => needs === 'ranking' && kind === 'accuracy');
  const beyond = metrics.filter(({ needs, kind }) => needs === 'ranking' && kind !== 'accuracy');
  const judged: { users: Uint32Array; judged: Judged }[] = [];
  for (const [at, { asked, context }] of rounds.entries()) {
    const hits = yield* measureAll(taken.rounds[at], accuracy, context);
    const others = yield* measureAll(taken.rounds[at].map(withoutUnknown(context.items)), beyond, context);
    judged.push({
      users: Uint32Array.from(asked, ({ user }) => user),
      judged: {
        samples: [...hits.samples, ...others.samples],
        summaries: [...hits.summaries, ...others.summaries],
      },
    });
  }
  const chance = createRng(protocol.seed).fork('bootstrap');
  const found = yield* conclude(mergeRounds(judged, run.users), [...accuracy, ...beyond], chance, protocol.resamples);
  const elsewhere: MadeElsewhere = { file: file.name, tag, hash: hashText(file.text), ...taken.counts };
  return {
    recommender: { id: 'elsewhere', params: { tag, file: file.name } },
    label: tag,
    results: metrics.map(({ id }): MetricResult => found.find((one) => one.metric === id) ?? absent(id)),
    fitSeconds: NaN,
    scoreSeconds: NaN,
    error: null,
    elsewhere,
    ...(rounds.length === 1 && { details: yield* detail(taken.rounds[0], accuracy, rounds[0], dataset) }),
  };
}

const absent = (metric: string): MetricResult => ({ metric, value: NaN, interval: null, perUser: null });

/** The rounds of a run, asked anew of the same data. */
function roundsAgain(
  dataset: Dataset,
  { dataset: told, protocol, users }: Questioned,
  metrics: readonly Metric[],
): Round[] {
  const rng = createRng(protocol.seed);
  const { split, repeats = 1 } = protocol;
  const { id, params } = split;
  if (repeats > 1) {
    throw new LabError(
      'ParamError',
      `Expected a run on one cut of the data; this one cuts them ${repeats} times, each with questions of its own. Run the protocol with a single cut, and judge the lists there.`,
    );
  }
  const folds = splitters.get(id).folds?.(params) ?? 1;
  const isSame = told.hash === dataset.provenance.hash;
  const rounds = isSame
    ? Array.from({ length: folds }, (_, fold) => roundOf(dataset, protocol, metrics, rng, fold))
    : [];
  const again = usersOf(rounds.map(({ asked }) => asked));
  if (!isSame || again.length !== users.length || again.some((user, at) => user !== users[at])) {
    throw new LabError(
      'ParamError',
      `Expected "${dataset.name}" as it was when the run was made; it has changed since, so its questions cannot be asked again. Repeat the run first.`,
    );
  }
  return rounds;
}

type Counts = Omit<MadeElsewhere, 'file' | 'tag' | 'hash'>;

/** What became of each question, round by round. */
interface Taken {
  readonly rounds: Evaluated[][];
  readonly counts: Counts;
  /** Places of the lists judged that hold an item of the data. */
  readonly recognized: number;
}

function takeLists(
  dataset: Dataset,
  rounds: readonly Round[],
  lists: ReadonlyMap<string, readonly string[]>,
  k: number,
): Taken {
  const itemOf = lookUp(dataset.items.ids);
  const times = new Map<number, number>();
  const used = new Set<string>();
  const counts = { asked: 0, listed: 0, short: 0, unknown: 0, known: 0, outside: 0, repeated: 0 };
  let recognized = 0;
  const queryOf = (user: number) => {
    const time = (times.get(user) ?? 0) + 1;
    times.set(user, time);
    const id = dataset.users.ids[user];
    const suffix = time > 1 ? `#${time}` : '';
    return [trecWord(id) + suffix, id + suffix].find((query) => lists.has(query));
  };
  const take = (asked: HeldOutUser, { questions, train }: Round): Evaluated => {
    const { user, query, relevant } = asked;
    const name = queryOf(user);
    const known = query.history.indices;
    const outcome = { user, relevant, known, ranks: null, actual: none, predicted: none };
    if (relevant.length === 0) return { ...outcome, ranking: nothing };
    counts.asked++;
    if (name === undefined) return { ...outcome, ranking: nothing };
    used.add(name);
    counts.listed++;
    const leftOut = questions.leftOut(asked);
    const ranking: number[] = [];
    const seen = new Set<string | number>();
    for (const word of lists.get(name)!) {
      if (ranking.length === questions.k) break;
      const item = itemOf.get(word);
      if (seen.has(item ?? word)) {
        counts.repeated++;
        continue;
      }
      seen.add(item ?? word);
      ranking.push(item ?? train.items + ranking.length);
      if (item === undefined) {
        counts.unknown++;
        continue;
      }
      recognized++;
      if (indexIn(known, item) >= 0) counts.known++;
      else if (indexIn(leftOut, item) >= 0) counts.outside++;
    }
    if (ranking.length < k) counts.short++;
    return { ...outcome, ranking: Uint32Array.from(ranking) };
  };
  const outcomes = rounds.map((round) => round.asked.map((asked) => take(asked, round)));
  const people = lookUp(dataset.users.ids);
  const unused = [...lists.keys()].filter((query) => !used.has(query));
  const unasked = unused.filter((query) => people.has(query.replace(/#\d+$/, ''))).length;
  return { rounds: outcomes, counts: { ...counts, unasked, strangers: unused.length - unasked }, recognized };
}

/** By the word that stands for an id in our own files, or else by the id itself. */
function lookUp(ids: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map(ids.map((id, at) => [trecWord(id), at]));
  ids.forEach((id, at) => !found.has(id) && found.set(id, at));
  return found;
}

function expectSome(
  dataset: Dataset,
  rounds: readonly Round[],
  lists: ReadonlyMap<string, readonly string[]>,
  { counts, recognized }: Taken,
  file: string,
): void {
  const some = (words: Iterable<string>) => [...words].slice(0, 3).join(', ');
  const fail = (expected: string, got: string, then: string) => {
    throw new LabError('ImportError', `Expected ${expected} in ${file}; got ${got}. ${then}`);
  };
  if (lists.size === 0) fail('lines of "person Q0 item rank score tag"', 'an empty file', 'Choose a TREC run file.');
  if (counts.listed === 0) {
    const asked = rounds[0].asked.filter(({ relevant }) => relevant.length > 0);
    const expected = some(asked.slice(0, 3).map(({ user }) => trecWord(dataset.users.ids[user])));
    const what = counts.unasked > 0 ? 'only people of whom nothing was held out, ' : '';
    const then = `Name people by their ids in "${dataset.name}", in the first column.`;
    fail(`lists of people such as ${expected}`, `${what}${some(lists.keys())}`, then);
  }
  if (recognized === 0) {
    const [list] = lists.values();
    const then = `Name items by their ids in "${dataset.name}", in the third column.`;
    fail(`items such as ${some(dataset.items.ids.slice(0, 3).map(trecWord))}`, some(list), then);
  }
}

const withoutUnknown = (items: number) => (outcome: Evaluated) => ({
  ...outcome,
  ranking: outcome.ranking.filter((item) => item < items),
});

/** As of any recommender, but curves end where the longest list does: what would have come next nobody knows. */
function* detail(
  outcomes: readonly Evaluated[],
  metrics: readonly Metric[],
  { context }: Round,
  dataset: Dataset,
): Generator<number, Details, void> {
  const { curves, ...rest } = yield* detailsOf(outcomes, metrics, context, dataset);
  const length = Math.max(...outcomes.map(({ ranking }) => ranking.length));
  return {
    ...rest,
    curves: curves.map(({ metric, values, errors }) => ({
      metric,
      values: values.slice(0, length),
      errors: errors.slice(0, length),
    })),
    lists: keepLists(
      outcomes.map(withoutUnknown(context.items)).map(({ ranking }) => ranking),
      context.items,
    ),
  };
}

const none = new Float64Array(0);
const nothing = new Uint32Array(0);
