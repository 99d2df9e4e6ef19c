import type { TransferHandler } from 'comlink';

interface WireSignal {
  readonly aborted: boolean;
  readonly port: MessagePort;
}

/**
 * An AbortSignal as an ordinary argument. The other side gets a signal of its own that follows this one; a thread
 * that never returns to its event loop never hears of it. The channel closes with the abort.
 */
export const abortSignalHandler: TransferHandler<AbortSignal, WireSignal> = {
  canHandle: (value): value is AbortSignal => value instanceof AbortSignal,
  serialize(signal) {
    const { port1, port2 } = new MessageChannel();
    const tell = () => {
      port1.postMessage('abort');
      port1.close();
    };
    if (signal.aborted) port1.close();
    else signal.addEventListener('abort', tell, { once: true });
    return [{ aborted: signal.aborted, port: port2 }, [port2]];
  },
  deserialize({ aborted, port }) {
    if (aborted) return AbortSignal.abort();
    const controller = new AbortController();
    port.onmessage = () => {
      controller.abort();
      port.close();
    };
    return controller.signal;
  },
};
