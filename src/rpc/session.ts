import type { Remote } from 'comlink';
import { proxy, wrap } from 'comlink';
import type { ComputeInfo } from '../core/compute.ts';
import { LabError } from '../core/errors.ts';
import type { LabApi, LabWorker, StartOptions } from './lab-api.ts';
import { watchLifeline } from './lifeline.ts';
import { PendingCalls } from './pending-calls.ts';
import { Reporter } from './report.ts';

/** What is asked of a Worker: less than all of it, so that a port can stand in for one. */
export type Thread = Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener' | 'terminate'>;

/** Opens again in a fresh worker what lay open in the one before. */
export type Revive = (api: LabApi) => Promise<unknown>;

/** One worker from its birth to its death. */
export class Session {
  readonly started: Promise<ComputeInfo>;
  readonly #thread: Thread;
  readonly #remote: Remote<LabWorker>;
  readonly #pending = new PendingCalls();
  readonly #ready: Promise<unknown>;
  #isReady = false;
  #ended = false;
  #unwatch = () => {};

  constructor(
    thread: Thread,
    { store, ...rest }: StartOptions,
    revive: Revive | undefined,
    died: (error: Error) => void,
  ) {
    this.#thread = thread;
    this.#remote = wrap<LabWorker>(thread);
    thread.addEventListener('error', (event) => died(crashed(event.message)));
    thread.addEventListener('messageerror', () => died(crashed('a message could not be read')));
    const lent = store?.kind === 'memory' ? proxy(store) : null;
    const lifeline = `tastelab worker ${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
    this.started = this.#pending.wait(this.#remote.start({ ...rest, lifeline }, lent) as Promise<ComputeInfo>);
    // What cannot be opened again is missed, and reported, by the call that needs it.
    const opened = () => revive?.(forwarding((method, args) => this.#send(method, args))).catch(() => {});
    this.#ready = this.started.then(opened);
    this.started.then(() => {
      if (!this.#ended) this.#unwatch = watchLifeline(lifeline, () => died(crashed('it ended')));
    }, died);
    this.#ready.then(
      () => (this.#isReady = true),
      () => {},
    );
  }

  /** A ready worker is told at once, before the page draws what follows from the same act: it answers meanwhile. */
  call(method: keyof LabApi, args: readonly unknown[]): Promise<unknown> {
    return this.#pending.wait(
      this.#isReady ? this.#send(method, args) : this.#ready.then(() => this.#send(method, args)),
    );
  }

  end(error: Error): void {
    this.#ended = true;
    this.#unwatch();
    this.#pending.refuseAll(error);
    this.#thread.terminate();
  }

  /** Signals and report functions get a channel each, which ends with the call. */
  async #send(method: keyof LabApi, args: readonly unknown[]): Promise<unknown> {
    const settled = new AbortController();
    const reporters: Reporter[] = [];
    const sent = args.map((arg) => {
      if (arg instanceof AbortSignal) return AbortSignal.any([arg, settled.signal]);
      if (typeof arg !== 'function') return arg;
      const reporter = new Reporter(arg as (progress: unknown) => void);
      reporters.push(reporter);
      return reporter;
    });
    try {
      const ask = this.#remote[method] as unknown as (...sent: unknown[]) => Promise<unknown>;
      return await this.#pending.wait(ask(...sent));
    } finally {
      settled.abort();
      for (const reporter of reporters) reporter.close();
    }
  }
}

/** An object with whatever method is asked of it. */
export function forwarding(call: (method: keyof LabApi, args: readonly unknown[]) => Promise<unknown>): LabApi {
  return new Proxy({} as LabApi, {
    // Not a promise, though an `await` asks for a `then`.
    get: (_target, method) =>
      method === 'then' || typeof method === 'symbol'
        ? undefined
        : (...args: unknown[]) => call(method as keyof LabApi, args),
  });
}

const crashed = (why: string | undefined) =>
  new LabError(
    'WorkerError',
    `Expected an answer from the worker; it failed${why ? `: ${why}` : ' to load'}. It is started again by the next call.`,
  );
