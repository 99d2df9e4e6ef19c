import { LabError } from '../core/errors.ts';
import {
  CLOSED,
  CONTROL_WORDS,
  Control,
  instantiate,
  kernelNames,
  takeChunks,
  type Kernel,
  type KernelName,
  type ThreadStart,
} from './thread.ts';

/** Runs kernels over ranges, on the calling thread and whatever threads were started beside it. */
export class Pool {
  readonly #control: Int32Array;
  readonly #kernels: readonly Kernel[];
  readonly #workers: readonly Worker[];

  private constructor(module: WebAssembly.Module, memory: WebAssembly.Memory, workers: readonly Worker[]) {
    this.#control = new Int32Array(memory.buffer, 0, CONTROL_WORDS);
    this.#kernels = instantiate(module, memory);
    this.#workers = workers;
  }

  /** A pool of `threads`, the calling one included; the calling one alone where the workers do not start. */
  static async start(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    threads: number,
    spawn: (() => Worker) | null,
  ): Promise<Pool> {
    const control = new Int32Array(memory.buffer, 0, CONTROL_WORDS);
    control[Control.counter] = CLOSED;
    const workers = spawn ? Array.from({ length: threads - 1 }, spawn) : [];
    try {
      await Promise.all(workers.map((worker, i) => startThread(worker, { module, memory, thread: i + 1 })));
    } catch {
      for (const worker of workers.splice(0)) worker.terminate();
    }
    return new Pool(module, memory, workers);
  }

  get threads(): number {
    return this.#workers.length + 1;
  }

  /** Runs a kernel over from .. to, `chunk` at a time, and returns when all of it is done. */
  run(name: KernelName, task: number, from: number, to: number, chunk: number): void {
    const kernel = kernelNames.indexOf(name);
    if (this.#workers.length === 0 || to - from <= chunk) {
      if (from < to) this.#kernels[kernel](task, 0, from, to);
      return;
    }
    const control = this.#control;
    control[Control.kernel] = kernel;
    control[Control.task] = task;
    control[Control.from] = from;
    control[Control.to] = to;
    control[Control.chunk] = chunk;
    Atomics.store(control, Control.counter, 0);
    Atomics.add(control, Control.ring, 1);
    Atomics.notify(control, Control.ring);
    try {
      takeChunks(control, this.#kernels, 0);
    } finally {
      Atomics.store(control, Control.counter, CLOSED);
      for (let active = Atomics.load(control, Control.active); active > 0;) {
        Atomics.wait(control, Control.active, active);
        active = Atomics.load(control, Control.active);
      }
    }
    if (Atomics.exchange(control, Control.failed, 0)) {
      throw new LabError(
        'BackendError',
        `Expected every thread to finish ${name}; one stopped. Run it again, or reload the page.`,
      );
    }
  }

  dispose(): void {
    for (const worker of this.#workers) worker.terminate();
  }
}

/** Resolves when the thread is waiting for its first job. */
function startThread(worker: Worker, start: ThreadStart): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = worker.onmessageerror = reject;
    worker.postMessage(start);
  });
}
