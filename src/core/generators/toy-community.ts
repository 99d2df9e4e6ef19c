/** What the demo community of the notebook is drawn from, stage by stage: the order of the draws is the data. */
import type { Mersenne } from '../math/mersenne.ts';
import { clamp } from './draws.ts';

export const toySize = { users: 30, items: 60, ratings: 12, preferred: 8, words: 5, session: 8 } as const;

/** A category each: its name, and the words its items are described by. */
export const toyCategories: readonly (readonly [name: string, words: readonly string[]])[] = [
  ['Action', 'action fast adventure hero battle explosion chase mission fight weapon danger rescue'],
  ['Romance', 'romance love drama heart relationship emotion passion kiss betrayal wedding tearful affection'],
  ['Science fiction', 'scifi space future alien robot technology galaxy time experiment spaceship cyber planet'],
  ['Comedy', 'comedy funny joke laugh humor awkward satire parody prank clumsy ridiculous smile'],
  ['Horror', 'horror scary ghost dark monster fear nightmare blood curse haunted evil scream'],
  [
    'Documentary',
    'documentary history facts nature real science culture wildlife investigation education truth archive',
  ],
].map(([name, words]) => [name, words.split(' ')] as const);

/** A category for each of `count` items, or of users: the one they prefer. */
export const drawCategories = (draws: Mersenne, count: number): number[] => draws.integers(toyCategories.length, count);

/** What is said of an item: some of its category's words. */
export const drawText = (draws: Mersenne, category: number): string =>
  draws.pick(toyCategories[category][1], toySize.words).join(' ');

/** One user's side of the catalog, ascending. */
export interface Sides {
  readonly inside: readonly number[];
  readonly outside: readonly number[];
}

export function sidesOf(preference: number, categories: readonly number[]): Sides {
  const items = [...categories.keys()];
  return {
    inside: items.filter((item) => categories[item] === preference),
    outside: items.filter((item) => categories[item] !== preference),
  };
}

/** Mostly what the user prefers, in the order rated. Fewer where the category is small. */
export function drawPicks(draws: Mersenne, { inside, outside }: Sides): number[] {
  const own = draws.pick(inside, toySize.preferred);
  return draws.shuffle([...own, ...draws.pick(outside, toySize.ratings - toySize.preferred)]);
}

/** Before it is cut to the scale and rounded. */
export const drawOpinion = (draws: Mersenne, preferred: boolean): number => draws.normal(preferred ? 4.2 : 2.8, 0.6);

/** On the scale of 1 to 5, to one decimal; halves go to the even digit. */
export function stars(opinion: number): number {
  const tenths = 10 * clamp(opinion, 1, 5);
  const below = Math.floor(tenths);
  const rest = tenths - below;
  return (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below) / 10;
}

/** What a user looked at in one sitting, whether or not it was rated. */
export const drawSession = (draws: Mersenne, { inside }: Sides): number[] => draws.pickAgain(inside, toySize.session);
