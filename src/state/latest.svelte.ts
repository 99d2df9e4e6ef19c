import { isError } from '../core/errors.ts';

/** Any answer that is asked for repeatedly: the newest question wins, the older is cancelled, the screen never goes blank. */
export class Latest<T> {
  /** The newest answer that arrived; stays while a newer one is awaited. */
  value = $state.raw<T | null>(null);
  pending = $state(false);
  error = $state.raw<Error | null>(null);
  #cancel: AbortController | null = null;

  /** Resolves to the answer, or to null when a newer question overtook this one or it failed (see `error`). */
  async ask(question: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    this.#cancel?.abort();
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.pending = true;
    try {
      const answer = await question(cancel.signal);
      if (cancel.signal.aborted) return null;
      this.value = answer;
      this.error = null;
      return answer;
    } catch (error) {
      if (!cancel.signal.aborted && !isError(error, 'AbortError')) this.error = error as Error;
      return null;
    } finally {
      if (this.#cancel === cancel) this.pending = false;
    }
  }

  clear(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.value = null;
    this.error = null;
    this.pending = false;
  }
}
