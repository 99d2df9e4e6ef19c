/**
 * Work that nobody waits for, done once the page has painted and has nothing else to do. Of a burst of requests only the
 * last is done.
 */
export class Behind {
  #cancel = () => {};

  ask(work: () => void): void {
    this.#cancel();
    this.#cancel = whenIdle(work);
  }
}

/** Milliseconds after which it is done even on a page that is never idle. */
const atLast = 200;

function whenIdle(work: () => void): () => void {
  // Not in every browser; there it waits for two frames or so.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(work, 40);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(() => work(), { timeout: atLast });
  return () => cancelIdleCallback(handle);
}
