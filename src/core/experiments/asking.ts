/** How to choose what to ask a newcomer: what the page offers and the worker does (elicitor.ts). */

/** In the order they are offered; the first, which taught most in interviews (docs/benchmarks.md), unless another is chosen. */
export const askings = [
  { id: 'entropy0', label: 'likely known, hard to guess' },
  { id: 'divisive', label: 'popular and divisive' },
  { id: 'spread', label: 'divisive, spread over categories' },
  { id: 'coverage', label: 'standing for the others' },
  { id: 'entropy', label: 'hard to guess, known or not' },
] as const;
export const usualAsking: Asked = { by: askings[0].id, liked: [], disliked: [] };
export type Asking = (typeof askings)[number]['id'];

export interface Asked {
  readonly by: Asking;
  /** Categories the person said they like or dislike. */
  readonly liked: readonly string[];
  readonly disliked: readonly string[];
}
