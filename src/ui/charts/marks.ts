/**
 * One stop of the tab key for all marks of a chart; arrows go from mark to mark, up and down by `stride` where marks stand in
 * rows, Home and End to the first and the last. A mark is an element with `data-mark` and a name.
 */
export function marks(chart: SVGElement, stride = 1) {
  let step = stride;
  const all = () => [...chart.querySelectorAll<SVGElement>('[data-mark]')];
  const settle = (own?: Element) => {
    const found = all();
    const kept = own ?? found.find((mark) => mark.getAttribute('tabindex') === '0') ?? found[0];
    for (const mark of found) mark.setAttribute('tabindex', mark === kept ? '0' : '-1');
  };
  const pressed = (event: KeyboardEvent) => {
    const found = all();
    const at = found.findIndex((mark) => mark === document.activeElement);
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: step, ArrowUp: -step, Home: -at, End: found.length - 1 - at };
    const move = by[event.key as keyof typeof by];
    if (at < 0 || move === undefined) return;
    event.preventDefault();
    const next = found[Math.max(0, Math.min(found.length - 1, at + move))];
    settle(next);
    next.focus();
  };
  const focused = (event: FocusEvent) => {
    const mark = (event.target as Element).closest('[data-mark]');
    if (mark) settle(mark);
  };
  const drawn = new MutationObserver(() => settle());
  drawn.observe(chart, { childList: true, subtree: true });
  chart.addEventListener('keydown', pressed);
  chart.addEventListener('focusin', focused);
  settle();
  return {
    update(next: number) {
      step = next;
    },
    destroy() {
      drawn.disconnect();
      chart.removeEventListener('keydown', pressed);
      chart.removeEventListener('focusin', focused);
    },
  };
}
