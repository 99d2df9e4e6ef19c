/**
 * Calls back once the next frame has been painted. What is asked of the layout then is known already; asked while the page
 * is being changed, it makes the browser lay out everything before it would. Returns how to take it back.
 */
export function afterPaint(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => (timer = setTimeout(then)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
