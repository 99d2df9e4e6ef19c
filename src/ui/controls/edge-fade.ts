/** Marks on which sides a scrolling row goes on (`data-more-before`, `data-more-after`), for its frame to say so. */
export function edgeFade(row: HTMLElement) {
  const frame = row.parentElement!;
  const look = () => {
    frame.toggleAttribute('data-more-before', row.scrollLeft > 1);
    frame.toggleAttribute('data-more-after', row.scrollLeft + row.clientWidth < row.scrollWidth - 1);
  };
  const sizes = new ResizeObserver(look);
  const children = new MutationObserver(look);
  sizes.observe(row);
  children.observe(row, { childList: true });
  row.addEventListener('scroll', look, { passive: true });
  return {
    destroy() {
      sizes.disconnect();
      children.disconnect();
      row.removeEventListener('scroll', look);
    },
  };
}
