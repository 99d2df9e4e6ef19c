import type { Action } from 'svelte/action';
import { prefersReducedMotion } from 'svelte/motion';

const ease = 'cubic-bezier(0.2, 0.7, 0.2, 1)';

/**
 * Lets a row of a list slide from the place it had to the place it has. Rows are equally tall, so the way is a multiple
 * of the row's own height and nothing is measured: sixty rows that each ask where they stand cost more than new lists.
 */
export const slide: Action<HTMLElement, number> = (row, place) => {
  let was = place;
  return {
    update(now) {
      const places = was - now;
      was = now;
      if (places === 0 || prefersReducedMotion.current) return;
      row.animate([{ transform: `translateY(${places * 100}%)` }, { transform: 'none' }], {
        duration: 200,
        easing: ease,
      });
    },
  };
};
