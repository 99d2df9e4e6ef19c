import { abortError } from '../errors.ts';

/** Just enough of AbortSignal for the core, which knows no DOM. */
export interface Stop {
  readonly aborted: boolean;
}

export interface Driver<P> {
  readonly stop?: Stop;
  readonly report?: (progress: P) => void;
  /** Lets the thread's event loop turn, so that a stop can arrive. */
  readonly breathe?: () => Promise<void>;
}

/** Runs a generator to its end: the one place that knows about progress, breathing and cancelling. Throws AbortError. */
export async function drive<P, R>(
  run: Generator<P, R, void> | AsyncGenerator<P, R, void>,
  { stop, report, breathe }: Driver<P> = {},
): Promise<R> {
  let finished = false;
  try {
    for (;;) {
      if (stop?.aborted) throw abortError();
      const { done, value } = await run.next();
      if (done) {
        finished = true;
        return value;
      }
      report?.(value);
      await breathe?.();
    }
  } finally {
    if (!finished) await run.return(undefined as never);
  }
}
