import { isError } from '../core/errors.ts';
import { withLists, withoutLists } from '../core/experiments/made-elsewhere.ts';
import type { Outcome, Run } from '../core/experiments/protocol.ts';
import type { TrainingApi } from '../rpc/lab-api.ts';
import type { Evaluation } from './evaluation.svelte.ts';

/** Lists that other programs made, judged beside the recommenders of a run and kept with it. */
export class OutsideLists {
  /** Name of the file being judged. */
  judging = $state.raw<string | null>(null);
  error = $state.raw<Error | null>(null);

  readonly #evaluation: Evaluation;
  readonly #training: Pick<TrainingApi, 'judgeLists' | 'trainingPart'>;
  #job: AbortController | null = null;

  constructor(evaluation: Evaluation, training: Pick<TrainingApi, 'judgeLists' | 'trainingPart'>) {
    this.#evaluation = evaluation;
    this.#training = training;
  }

  /** Resolves to what stands in the run now; null where it failed (see `error`), another was opened or the run is gone. */
  async open(file: File, run: Run): Promise<Outcome | null> {
    this.#job?.abort();
    const job = new AbortController();
    this.#job = job;
    this.judging = file.name;
    this.error = null;
    try {
      const outcome = await this.#training.judgeLists(questionsOf(run), file, job.signal);
      // It may have been renamed, repeated or deleted meanwhile.
      const now = this.#evaluation.runs.find(({ id }) => id === run.id);
      if (!now || this.#job !== job) return null;
      const kept = withLists(now, outcome);
      await this.#evaluation.keep(kept);
      return kept.outcomes[kept.outcomes.length - 1];
    } catch (error) {
      if (this.#job === job && !isError(error, 'AbortError')) this.error = error as Error;
      return null;
    } finally {
      if (this.#job === job) this.judging = null;
    }
  }

  async remove(run: Run, file: string): Promise<void> {
    await this.#evaluation.keep(withoutLists(run, file));
  }

  /** What our own recommenders learned from in a run, as a file for other programs. Throws ParamError. */
  async trainingPart(run: Run): Promise<File> {
    const text = await this.#training.trainingPart(questionsOf(run));
    return new File([text], `tastelab-${run.dataset.id}-training.csv`, { type: 'text/csv' });
  }
}

const questionsOf = ({ dataset, protocol, users }: Run) => ({ dataset, protocol, users });
