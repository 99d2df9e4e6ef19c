import type { TransferHandler } from 'comlink';

/** Milliseconds between two reports: 30 a second is all that an eye can follow. */
const pause = 1000 / 30;

/** A function of the other side's, and how to let go of it. */
export class Reporter<P = unknown> {
  readonly listen: (progress: P) => void;
  #port: MessagePort | null = null;

  constructor(listen: (progress: P) => void) {
    this.listen = listen;
  }

  open(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event: MessageEvent<P>) => this.listen(event.data);
    this.#port = port1;
    return port2;
  }

  /** Nothing said afterwards is heard. */
  close(): void {
    this.#port?.close();
    this.#port = null;
  }
}

/**
 * A report function as an argument: one way and unacknowledged, since nobody waits for an answer to progress.
 * It is throttled where the reports are made, so that a fast loop does not flood the page with messages.
 */
export const reportHandler: TransferHandler<Reporter, MessagePort> = {
  canHandle: (value): value is Reporter => value instanceof Reporter,
  serialize(reporter) {
    const port = reporter.open();
    return [port, [port]];
  },
  deserialize(port) {
    const say = throttle(
      (progress: unknown) => port.postMessage(progress),
      pause,
      () => performance.now(),
      endsAnEpoch,
    );
    return say as unknown as Reporter;
  },
};

/** Whoever listens counts on hearing of it: its list is shown. */
const endsAnEpoch = (progress: unknown) => (progress as { readonly epoch?: unknown } | null)?.epoch !== undefined;

/** The first call passes at once, and so does all that counts; what else follows within `wait` milliseconds is dropped. */
export function throttle<P>(
  say: (progress: P) => void,
  wait: number,
  clock: () => number,
  counts: (progress: P) => boolean = () => false,
): (progress: P) => void {
  let last = -Infinity;
  return (progress) => {
    const now = clock();
    if (now - last < wait && !counts(progress)) return;
    last = now;
    say(progress);
  };
}
