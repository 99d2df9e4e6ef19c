/**
 * A worker that runs out of memory, or that the browser ends, says nothing; the calls to it would wait for ever.
 * But a lock that it holds is given back with its life. Where there are no locks, silent deaths stay unnoticed.
 */
const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** For the worker: resolves when the lock is held, which then lasts as long as this thread does. */
export async function holdLifeline(name: string): Promise<void> {
  await new Promise<void>((held, refused) => {
    const manager = locks();
    if (!manager) return held();
    manager
      .request(name, () => {
        held();
        return new Promise(() => {});
      })
      .catch(refused);
  });
}

/** For the page, once the worker holds it: calls `died` when the worker is no more. Returns how to stop watching. */
export function watchLifeline(name: string, died: () => void): () => void {
  const stop = new AbortController();
  locks()
    ?.request(name, { signal: stop.signal }, died)
    .catch(() => {});
  return () => stop.abort();
}
