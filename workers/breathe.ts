/**
 * Lets this thread's event loop turn once, so that an abort or a newer question can arrive. Messages are served in the
 * order they came: whatever was posted before is heard before this returns, which `scheduler.yield` would not promise.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

const waiting: (() => void)[] = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => waiting.shift()?.();
