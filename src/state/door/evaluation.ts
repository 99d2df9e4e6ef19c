/** `window.tastelab`: offline comparisons. */
import type { Selection } from '../../core/entry.ts';
import { LabError } from '../../core/errors.ts';
import type { Difference } from '../../core/experiments/compare.ts';
import { comparable, isSure } from '../../core/experiments/compare.ts';
import type { NotebookTable } from '../../core/experiments/notebook.ts';
import type { EvaluateProgress, Outcome, Protocol, Run } from '../../core/experiments/protocol.ts';
import { planOf } from '../../core/experiments/search-plan.ts';
import type { SearchPlan, SearchProgress, SearchResult } from '../../core/experiments/search.ts';
import { servedBy } from '../../core/experiments/served.ts';
import { formatSelection } from '../link.ts';
import type { RunFormat } from '../run-export.ts';
import { runFile, runFormats } from '../run-export.ts';
import type { Reach } from './reach.ts';

export interface EvaluationVerbs {
  /** On the open data set; the protocol's parts that are not given are those on the page. `report` hears how far it is. */
  evaluate(
    protocol?: Partial<Protocol>,
    recommenders?: readonly Selection[],
    report?: (progress: EvaluateProgress) => void,
  ): Promise<Run>;
  /** Every pair of a run on a metric (the first with a value per person), with p, its correction and the size of the effect. */
  compare(run: Run | string, metric?: string): Promise<Compared[]>;
  /** Those kept of the open data set, newest first. */
  runs(): Promise<Run[]>;
  deleteRun(run: Run | string): Promise<void>;
  /** The same recommenders under the same protocol, whatever is set up on the page. */
  repeat(run: Run | string, report?: (progress: EvaluateProgress) => void): Promise<Run>;
  /** Looks for a better setting on validation data; only the recommender must be named. */
  tune(plan: FewWords, report?: (progress: SearchProgress) => void): Promise<SearchResult>;
  /**
   * Lists that another program made, a TREC run file, judged by a run's own questions (of the run on the page unless named),
   * and kept in it. Throws ImportError.
   */
  judgeLists(file: File, run?: Run | string): Promise<Outcome>;
  /** What recommenders learned from in a run, as CSV, so that another program can learn from the same. Throws ParamError. */
  trainingPart(run?: Run | string): Promise<File>;
  exportRun(run: Run | string, format?: RunFormat): Promise<File>;
  /** Somebody judged in a run (the one on the page unless named): what was known, what was held out, what each listed. */
  person(id: string, run?: Run | string): Promise<PersonServed>;
  /** The table the notebook printed, computed anew on its own community, whatever data set is open. */
  notebook(): Promise<NotebookTable>;
}

interface Met {
  readonly item: string;
  readonly title: string;
  readonly value: number;
  /** Seconds since 1970; null where the data have no times. */
  readonly time: number | null;
}

export interface PersonServed {
  readonly known: readonly Met[];
  readonly heldOut: readonly (Met & { readonly relevant: boolean })[];
  /** Items, best first, by recommender or by what lists made elsewhere are called; null where none were kept. */
  readonly lists: Readonly<Record<string, readonly string[] | null>>;
}

/** a against b, named as columns are. */
export interface Compared extends Difference {
  readonly a: string;
  readonly b: string;
  readonly metric: string;
  /** Whether the difference is more than chance would make. */
  readonly sure: boolean;
}

export type FewWords = Partial<Omit<SearchPlan, 'recommender' | 'protocol'>> & {
  readonly recommender: Selection | string;
  /** Parts that differ from the protocol on the page. */
  readonly protocol?: Partial<Protocol>;
};

export const evaluationVerbs = [
  'evaluate',
  'compare',
  'runs',
  'deleteRun',
  'repeat',
  'tune',
  'judgeLists',
  'trainingPart',
  'exportRun',
  'person',
  'notebook',
] as const satisfies readonly (keyof EvaluationVerbs)[];

export const openEvaluation = ({ lab, view }: Reach): EvaluationVerbs => {
  const { evaluation, tuning, certainty } = lab;
  const runOf = (run: Run | string): Run => {
    if (typeof run !== 'string') return run;
    const kept = evaluation.runs.find(({ id, name }) => id === run || name === run);
    if (kept) return kept;
    throw new LabError('ParamError', `There is no run "${run}" of these data. runs() names those there are.`);
  };
  /** The run on the page, where none is named. */
  const ownOr = (of: Run | string | undefined): Run => {
    if (of !== undefined) return runOf(of);
    if (evaluation.current) return evaluation.current;
    throw new LabError('ParamError', 'Expected a run; there is none of these data yet. Use evaluate().');
  };
  const isThere = (run: Run | null): Run => {
    if (run) return run;
    throw evaluation.error ?? new LabError('AbortError', 'The evaluation was cancelled.');
  };
  return {
    async evaluate(protocol = {}, recommenders = lab.columns.recommenders.map(({ selection }) => selection), report) {
      return isThere(await evaluation.run(recommenders, { ...evaluation.protocol, ...protocol }, report));
    },
    async compare(of, metric) {
      const run = runOf(of);
      const wanted = metric ?? run.protocol.metrics.find((id) => comparable(run, id).length > 1);
      const columns = wanted === undefined ? [] : comparable(run, wanted);
      if (wanted === undefined || columns.length < 2) {
        const able = run.protocol.metrics.filter((id) => comparable(run, id).length > 1);
        throw new LabError(
          'ParamError',
          `Expected a metric with a value per person for two recommenders or more (${able.join(', ') || 'this run has none'}); got ${metric ?? 'none'}.`,
        );
      }
      const nameOf = (at: number) => formatSelection(columns[at].outcome.recommender);
      const pairs = await certainty.ask(run, wanted);
      return pairs.map(({ a, b, difference }) => ({
        a: nameOf(a),
        b: nameOf(b),
        metric: wanted,
        ...difference,
        sure: isSure(difference),
      }));
    },
    runs: async () => [...evaluation.runs],
    deleteRun: async (run) => evaluation.remove(runOf(run)),
    repeat: async (run, report) => isThere(await evaluation.repeat(runOf(run), report)),
    async tune({ protocol = {}, ...words }, report) {
      const known = {
        specsOf: (id: string) => entryOf(lab.columns.offer, id, 'recommender').params,
        checkMetric: (id: string) => void entryOf(evaluation.metrics, id, 'metric'),
      };
      const plan = planOf(words, { ...evaluation.protocol, ...protocol }, known, 'the plan');
      await tuning.begin(plan, report);
      if (tuning.result && tuning.plan === plan) return tuning.result;
      throw tuning.error ?? new LabError('AbortError', 'The search was paused or another one begun.');
    },
    async judgeLists(file, of) {
      const outcome = await lab.outsideLists.open(file, ownOr(of));
      if (outcome) return outcome;
      throw lab.outsideLists.error ?? new LabError('AbortError', 'Another file was opened, or the run was deleted.');
    },
    trainingPart: async (of) => lab.outsideLists.trainingPart(ownOr(of)),
    async exportRun(of, format = 'json') {
      if (!Object.hasOwn(runFormats, format)) {
        const known = Object.keys(runFormats).join(', ');
        throw new LabError('ParamError', `Expected a format (${known}); got "${String(format)}".`);
      }
      const run = runOf(of);
      const names = run.outcomes.map(({ label, recommender }, at) =>
        run.outcomes.some((other, place) => place !== at && other.label === label)
          ? `${label}, ${formatSelection(recommender)}`
          : label,
      );
      return runFile(run, format, { names, metrics: evaluation.metrics, view: lab.datasets.view });
    },
    async person(id, of) {
      const run = ownOr(of);
      const place = run.userIds?.indexOf(id) ?? -1;
      if (place < 0)
        throw new LabError('ParamError', `Nobody called "${id}" was judged in this run. See userIds in it.`);
      const { known, heldOut } = await lab.people.cutOf(run, id);
      const { itemIds, catalog } = view();
      const named = <E extends { readonly item: number }>(event: E) => ({
        ...event,
        ...{ item: itemIds[event.item], title: catalog.titles[event.item] },
      });
      const lists = servedBy(run, place).map(({ outcome: { recommender, label, elsewhere }, list }) => [
        elsewhere ? label : formatSelection(recommender),
        list && list.map((item) => itemIds[item]),
      ]);
      return { known: known.map(named), heldOut: heldOut.map(named), lists: Object.fromEntries(lists) };
    },
    async notebook() {
      const table = await lab.reproduceNotebook();
      if (!table) throw lab.notebook.error ?? new LabError('AbortError', 'The notebook was asked for again meanwhile.');
      return table;
    },
  };
};

function entryOf<E extends { readonly id: string }>(entries: readonly E[], id: string, kind: string): E {
  const entry = entries.find((one) => one.id === id);
  if (entry) return entry;
  throw new LabError('ParamError', `There is no ${kind} "${id}". Known: ${entries.map((one) => one.id).join(', ')}.`);
}
