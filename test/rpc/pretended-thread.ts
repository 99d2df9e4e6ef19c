import { expose } from 'comlink';
import type { Thread } from '../../src/rpc/session.ts';
import { installHandlers } from '../../src/rpc/handlers.ts';
import type { LabWorker } from '../../src/rpc/lab-api.ts';

/** A worker without a thread: the same wire over a channel, so that Node can run it. */
export interface PretendedThread extends Thread {
  readonly terminated: boolean;
  /** What a worker with an uncaught error looks like from outside. */
  crash(message: string): void;
}

export function pretendThread(api: Partial<LabWorker>): PretendedThread {
  installHandlers();
  const { port1, port2 } = new MessageChannel();
  expose({ start: async () => compute, ...api }, port2);
  const thread = Object.assign(port1, {
    terminated: false,
    terminate() {
      thread.terminated = true;
      port1.close();
      port2.close();
    },
    crash: (message: string) => void port1.dispatchEvent(Object.assign(new Event('error'), { message })),
  });
  return thread as unknown as PretendedThread;
}

export const compute = { backend: 'wasm', threads: 1, simd: 'baseline', isolated: false } as const;
