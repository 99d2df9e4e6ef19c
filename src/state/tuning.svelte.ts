import { isError } from '../core/errors.ts';
import type { SearchPlan, SearchProgress, SearchResult, Try } from '../core/experiments/search.ts';

export type Tune = (
  plan: SearchPlan,
  tried: readonly Try[],
  signal: AbortSignal,
  report: (progress: SearchProgress) => void,
) => Promise<SearchResult>;

/** A search for a good setting: under way, paused, or at its end. */
export class Tuning {
  /** What is being looked for; null before the first search. */
  plan = $state.raw<SearchPlan | null>(null);
  progress = $state.raw<SearchProgress | null>(null);
  /** Once it has ended. */
  result = $state.raw<SearchResult | null>(null);
  error = $state.raw<Error | null>(null);
  isRunning = $state(false);
  readonly #tune: Tune;
  #job: AbortController | null = null;

  constructor(tune: Tune) {
    this.#tune = tune;
  }

  get tried(): readonly Try[] {
    return this.progress?.tried ?? [];
  }

  get isPaused(): boolean {
    return this.plan !== null && !this.isRunning && this.result === null;
  }

  /** Resolves when it has ended, is paused or gives way to another; `report` hears of every try. */
  begin(plan: SearchPlan, report?: (progress: SearchProgress) => void): Promise<void> {
    this.clear();
    this.plan = plan;
    return this.#run(report);
  }

  /** The try under way is lost; those before it are kept. */
  pause(): void {
    this.#job?.abort();
    this.#job = null;
    this.isRunning = false;
  }

  resume(): Promise<void> {
    return this.isPaused ? this.#run() : Promise.resolve();
  }

  clear(): void {
    this.pause();
    this.plan = this.progress = this.result = this.error = null;
  }

  async #run(report?: (progress: SearchProgress) => void): Promise<void> {
    const job = new AbortController();
    this.#job = job;
    this.isRunning = true;
    this.error = null;
    const isCurrent = () => this.#job === job;
    try {
      const result = await this.#tune(this.plan!, this.tried, job.signal, (progress) => {
        if (!isCurrent()) return;
        this.progress = progress;
        report?.(progress);
      });
      if (!isCurrent()) return;
      this.result = result;
      this.progress = { tried: result.tried, best: result.best, remaining: 0, running: null };
    } catch (error) {
      if (isCurrent() && !isError(error, 'AbortError')) this.error = error as Error;
    } finally {
      if (isCurrent()) this.isRunning = false;
    }
  }
}
