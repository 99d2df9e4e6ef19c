/**
 * A pool of threads over one shared memory. A job is a kernel, a task record and a range cut into chunks; whoever is
 * free takes the next chunk. The control words lie at the start of the memory:
 *
 *   the caller   writes the job, opens the counter of chunks at 0, rings; takes chunks itself; closes the counter;
 *                waits until no thread is active.
 *   a thread     waits for the ring, counts itself active, takes chunks until none is left or the counter is closed,
 *                counts itself out.
 *
 * A chunk is only ever taken by an active thread, so when none is active and the counter is closed, all is done. A thread
 * that wakes late finds the counter closed before it reads a job that is just being written.
 */
export const Control = {
  ring: 0,
  counter: 1,
  active: 2,
  failed: 3,
  kernel: 4,
  task: 5,
  from: 6,
  to: 7,
  chunk: 8,
} as const;
export const CONTROL_WORDS = 9;

/** A closed counter: further than any job has chunks. */
export const CLOSED = 2 ** 30;

export const kernelNames = [
  'solveRows',
  'gramBlocks',
  'gramSum',
  'lossBlocks',
  'compareRows',
  'descend',
  'rankingBlocks',
  'drawPeople',
  'addColumns',
] as const;
export type KernelName = (typeof kernelNames)[number];

/** (record of the task, number of the thread, range of rows or blocks) */
export type Kernel = (task: number, thread: number, from: number, to: number) => void;

/** What a new thread is sent. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly thread: number;
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): readonly Kernel[] {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return kernelNames.map((name) => exports[name] as Kernel);
}

/** Takes chunks of the present job until none is left. */
export function takeChunks(control: Int32Array, kernels: readonly Kernel[], thread: number): void {
  for (;;) {
    const number = Atomics.add(control, Control.counter, 1);
    if (number >= CLOSED) return;
    const chunk = control[Control.chunk];
    const from = control[Control.from] + number * chunk;
    const to = control[Control.to];
    if (from >= to) return;
    kernels[control[Control.kernel]](control[Control.task], thread, from, Math.min(from + chunk, to));
  }
}

/** A thread's whole life. It never returns to its event loop, and ends when it is terminated. */
export function serve({ module, memory, thread }: ThreadStart, ready: () => void): never {
  const kernels = instantiate(module, memory);
  const control = new Int32Array(memory.buffer, 0, CONTROL_WORDS);
  let heard = Atomics.load(control, Control.ring);
  ready();
  for (;;) {
    Atomics.wait(control, Control.ring, heard);
    heard = Atomics.load(control, Control.ring);
    Atomics.add(control, Control.active, 1);
    try {
      takeChunks(control, kernels, thread);
    } catch {
      Atomics.store(control, Control.failed, 1);
    }
    if (Atomics.sub(control, Control.active, 1) === 1) Atomics.notify(control, Control.active);
  }
}
