import type { DataOf, Selection } from '../core/entry.ts';
import { isError } from '../core/errors.ts';
import { areComparable, comparisonOf } from '../core/experiments/comparison.ts';
import { ownOutcomes } from '../core/experiments/made-elsewhere.ts';
import type { EvaluateProgress, Protocol, Run } from '../core/experiments/protocol.ts';
import type { Metric, MetricResult } from '../core/metrics/metric.ts';
import type { Splitter } from '../core/splits/splitter.ts';
import type { DatasetView, TrainingApi } from '../rpc/lab-api.ts';
import type { RunStore } from '../storage/store.ts';
import type { RecommenderOffer } from './columns.svelte.ts';
import { withDefaults } from './columns.svelte.ts';
import { formatSelection } from './link.ts';
import type { Losses } from './losses.ts';
import { withLoss } from './losses.ts';

export interface RunningEvaluation {
  readonly startedAt: number;
  readonly progress: EvaluateProgress | null;
  readonly losses: Losses | null;
  /** Begun in spare time: it gives way to any run that somebody asks for. */
  readonly isUnasked: boolean;
}

/** Offline comparison: the protocol being put together, the run under way, the runs kept. */
export class Evaluation {
  protocol = $state.raw<Protocol>(defaultProtocol(null));
  /** Whom to compare; null = those on the board. */
  chosen = $state.raw<readonly Selection[] | null>(null);
  running = $state.raw<RunningEvaluation | null>(null);
  error = $state.raw<Error | null>(null);
  /** Newest first, of the open data set. */
  runs = $state.raw<readonly Run[]>([]);
  current = $state.raw<Run | null>(null);
  /** Ids of runs compared with the current one. */
  beside = $state.raw<readonly string[]>([]);
  /** The current run, or it and those beside it as one. */
  readonly shown = $derived.by(() => {
    const others = this.runs.filter(({ id }) => this.beside.includes(id) && id !== this.current?.id);
    return this.current && others.length ? comparisonOf([this.current, ...others], nameOfRun) : this.current;
  });
  recommenders = $state.raw<readonly RecommenderOffer[]>([]);
  splitters = $state.raw<readonly DataOf<Splitter>[]>([]);
  metrics = $state.raw<readonly DataOf<Metric>[]>([]);

  readonly #evaluate: TrainingApi['evaluate'];
  readonly #store: RunStore;
  readonly #now: () => number;
  #dataset = $state.raw<DatasetView | null>(null);
  #job: AbortController | null = null;

  constructor(evaluate: TrainingApi['evaluate'], store: RunStore, now: () => number) {
    this.#evaluate = evaluate;
    this.#store = store;
    this.#now = now;
  }

  async open(dataset: DatasetView): Promise<void> {
    this.cancel();
    this.#dataset = dataset;
    this.protocol = defaultProtocol(dataset);
    this.chosen = null;
    this.runs = await this.#store.list(dataset.summary.id);
    this.current = this.runs[0] ?? null;
    this.beside = [];
  }

  /** The same data set with its kinds weighed anew: earlier runs stay, and their figures hold for the earlier weights. */
  reweigh(dataset: DatasetView): void {
    this.#dataset = dataset;
  }

  /** Whether the data set has been measured as it is now. */
  get isMeasured(): boolean {
    return this.runs.some((run) => this.#isPresent(run));
  }

  /** Resolves to the run, or null when it was cancelled or failed (see `error`). */
  run(
    recommenders: readonly Selection[],
    protocol: Protocol = this.protocol,
    report?: (progress: EvaluateProgress) => void,
  ): Promise<Run | null> {
    return this.#run(recommenders, protocol, false, report);
  }

  /** The same unasked: whatever is on the screen stays there. */
  measure(recommenders: readonly Selection[]): Promise<Run | null> {
    return this.#run(recommenders, this.protocol, true);
  }

  async #run(
    recommenders: readonly Selection[],
    protocol: Protocol,
    isUnasked: boolean,
    report?: (progress: EvaluateProgress) => void,
  ): Promise<Run | null> {
    const dataset = this.#dataset;
    if (!dataset) return null;
    this.cancel();
    const job = new AbortController();
    this.#job = job;
    this.error = null;
    this.running = { startedAt: this.#now(), progress: null, losses: null, isUnasked };
    try {
      const run = await this.#evaluate(dataset.summary.id, recommenders, protocol, job.signal, (progress) => {
        if (this.#job !== job || !this.running) return;
        this.running = { ...this.running, progress, losses: withLoss(this.running.losses, progress) };
        report?.(progress);
      });
      if (this.#dataset?.summary.id === dataset.summary.id) {
        // The same question again has the same id, takes the place of the earlier answer, and keeps what was added to that.
        const earlier = this.runs.find(({ id }) => id === run.id);
        const kept = earlier ? succeeding(run, earlier) : run;
        if (earlier) await this.#store.put(kept);
        this.runs = [kept, ...this.runs.filter(({ id }) => id !== run.id)];
        if (!isUnasked || !this.current) this.show(kept);
        return kept;
      }
      return run;
    } catch (error) {
      if (!isError(error, 'AbortError') && !job.signal.aborted) this.error = error as Error;
      return null;
    } finally {
      if (this.#job === job) this.running = null;
    }
  }

  cancel(): void {
    this.#job?.abort();
    this.#job = null;
    this.running = null;
  }

  show(run: Run): void {
    this.current = run;
    this.beside = [];
  }

  /** Puts a run beside the one on the screen, or takes it away again. */
  compare(run: Run): void {
    this.beside = this.beside.includes(run.id) ? this.beside.filter((id) => id !== run.id) : [...this.beside, run.id];
  }

  /** Whether a run may stand beside the one on the screen. */
  isLikeCurrent(run: Run): boolean {
    return this.current !== null && run.id !== this.current.id && areComparable(this.current, run);
  }

  /** Names a run and says by what words to find it. */
  async note(run: Run, { name = run.name ?? '', tags = run.tags ?? [] }: Partial<Pick<Run, 'name' | 'tags'>>) {
    await this.keep({ ...run, name: name.trim(), tags });
  }

  /** A run as it is by now, in its old place. */
  async keep(run: Run): Promise<void> {
    this.runs = this.runs.map((kept) => (kept.id === run.id ? run : kept));
    if (this.current?.id === run.id) this.current = run;
    await this.#store.put(run);
  }

  async remove(run: Run): Promise<void> {
    await this.#store.delete(run.id);
    this.runs = this.runs.filter((kept) => kept.id !== run.id);
    this.beside = this.beside.filter((id) => id !== run.id);
    if (this.current?.id === run.id) this.current = this.runs[0] ?? null;
  }

  /** Brings a removed run back to its place. */
  async restore(run: Run): Promise<void> {
    await this.#store.put(run);
    if (run.dataset.id !== this.#dataset?.summary.id || this.runs.some(({ id }) => id === run.id)) return;
    this.runs = [...this.runs, run].sort((a, b) => b.createdAt - a.createdAt);
    this.current ??= run;
  }

  /** The same recommenders under the same protocol, whatever is set up on the page by now. */
  repeat(run: Run, report?: (progress: EvaluateProgress) => void): Promise<Run | null> {
    return this.run(
      ownOutcomes(run).map(({ recommender }) => recommender),
      run.protocol,
      report,
    );
  }

  /** A metric of a recommender with these settings, from the newest run on these data that has it, and that run's k. */
  offline(recommender: Selection, metric: string): (MetricResult & { readonly k: number }) | null {
    const wanted = this.#spelledOut(recommender);
    for (const run of this.runs) {
      if (!this.#isPresent(run)) continue;
      const { outcomes, protocol } = run;
      const outcome = outcomes.find((one) => this.#spelledOut(one.recommender) === wanted);
      const result = outcome?.results.find((one) => one.metric === metric);
      if (result) return { ...result, k: protocol.k };
    }
    return null;
  }

  #isPresent = ({ dataset }: Run) => dataset.hash === this.#dataset?.summary.hash;

  /** Equal settings are equal, whether or not defaults are written out. */
  #spelledOut({ id, params }: Selection): string {
    const entry = this.recommenders.find((known) => known.id === id);
    return formatSelection({ id, params: entry ? withDefaults(entry, params) : params });
  }
}

/** A question answered again: under its old name, beside the lists made elsewhere, which were asked the same. */
function succeeding(run: Run, earlier: Run): Run {
  const { name, tags } = earlier;
  const lists = areComparable(run, earlier) ? earlier.outcomes.filter(({ elsewhere }) => elsewhere) : [];
  return { ...run, outcomes: [...run.outcomes, ...lists], ...(name ? { name } : {}), ...(tags ? { tags } : {}) };
}

/** What a run is called: as the person named it, else by when it was. */
export function nameOfRun({ name, createdAt }: Run): string {
  if (name) return name;
  const at = new Date(createdAt * 1000);
  return `${at.toLocaleDateString('en-US', { month: 'short', day: 'numeric' })} ${at.toLocaleTimeString('en-US', { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })}`;
}

/** Relevant from four fifths of the scale up: 4 stars of 5. */
export function defaultProtocol(dataset: DatasetView | null): Protocol {
  const scale = dataset?.ratingScale;
  return {
    split: dataset?.provenance.givenTest ? { id: 'given', params: {} } : { id: 'holdout', params: {} },
    metrics: [
      'ndcg',
      'recall',
      'precision',
      'hit-rate',
      'mrr',
      'map',
      'coverage',
      'novelty',
      'diversity',
      'rmse',
      'mae',
    ],
    k: 10,
    relevantFrom: dataset?.summary.feedback === 'explicit' && scale ? Math.round(scale.max * 0.8 * 2) / 2 : null,
    seed: 42,
  };
}
