import type { ComputeInfo } from '../core/compute.ts';
import { abortError, LabError } from '../core/errors.ts';
import { installHandlers } from './handlers.ts';
import type { LabApi, StartOptions } from './lab-api.ts';
import type { Revive, Thread } from './session.ts';
import { forwarding, Session } from './session.ts';

export interface ConnectOptions {
  /**
   * Called after a worker that replaces another has started and before it gets any other call: the place to open the
   * data set and the models again. Its calls go to the fresh worker.
   */
  readonly revive?: Revive;
  /** Milliseconds an aborted call may take to settle before its worker is replaced. */
  readonly patience?: number;
  /** Waits with the worker until its first call, for work that may never come. */
  readonly later?: boolean;
}

/** A worker for the life of the page: whoever holds this keeps the worker and its proxy from being collected. */
export interface Connection {
  /** Every method of the worker. Calls wait for the start, and reject with WorkerError when the worker dies. */
  readonly api: LabApi;
  /** Resolves when the present worker has started; rejects where it cannot. */
  started(): Promise<ComputeInfo>;
  /** Ends the worker, whatever it is doing, and starts a fresh one. Open calls reject with WorkerError. */
  restart(): Promise<ComputeInfo>;
  /** Ends the worker for good. */
  terminate(): void;
}

/** The worker is started at once unless `later`, and again by the first call after it died. */
export function connect(spawn: () => Thread, start: StartOptions, options: ConnectOptions = {}): Connection {
  installHandlers();
  const { revive, patience = 1000, later = false } = options;
  let session: Session | null = null;
  let closed = false;
  let spawned = 0;

  function begin(): Session {
    const thread = spawn();
    const again = spawned++ > 0;
    const fresh: Session = new Session(thread, start, again ? revive : undefined, (error) => end(fresh, error));
    session = fresh;
    return fresh;
  }
  function end(ended: Session, error: Error): void {
    if (session === ended) session = null;
    ended.end(error);
  }
  function current(): Session {
    if (closed) throw new LabError('WorkerError', 'The worker was closed. Reload the page.');
    return session ?? begin();
  }
  async function call(method: keyof LabApi, args: readonly unknown[]): Promise<unknown> {
    const signal = args.find((arg) => arg instanceof AbortSignal);
    if (signal?.aborted) throw abortError();
    const serving = current();
    const deaf = () => {
      const late = setTimeout(() => {
        end(serving, restarted('a cancelled call did not stop in time'));
        if (!closed) begin();
      }, patience);
      answered.finally(() => clearTimeout(late)).catch(() => {});
    };
    const answered = serving.call(method, args);
    if (!signal) return answered;
    signal.addEventListener('abort', deaf, { once: true });
    try {
      return await answered;
    } catch (error) {
      throw signal.aborted ? abortError() : error;
    } finally {
      signal.removeEventListener('abort', deaf);
    }
  }

  if (!later) begin();
  return {
    api: forwarding(call),
    started: async () => current().started,
    async restart() {
      if (session) end(session, restarted('it was asked to'));
      return current().started;
    },
    terminate() {
      closed = true;
      if (session) end(session, new LabError('WorkerError', 'The worker was closed before it could answer.'));
    },
  };
}

const restarted = (why: string) =>
  new LabError('WorkerError', `The worker was started again, because ${why}. Ask again.`);
