/** `window.tastelab`: what the person at the keyboard does and says. */
import { mostShare } from '../../core/data/history.ts';
import type { TasteProfile } from '../../core/data/taste-profile.ts';
import { tasteProfile } from '../../core/data/taste-profile.ts';
import { LabError } from '../../core/errors.ts';
import type { Stance } from '../stated.svelte.ts';
import type { Reach } from './reach.ts';

export interface TasteVerbs {
  rate(itemId: string, value: number): Promise<void>;
  /** Buying, viewing, playing, where the data hold acts instead of ratings; amounts add up. */
  act(itemId: string, kind: string, amount?: number): Promise<void>;
  clearRating(itemId: string): Promise<void>;
  /** Lists "given this item", with how much its likeness counts (0 to 10); null: without one. No act: undo leaves it. */
  look(itemId: string | null, share?: number): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  history(): Promise<{ item: string; value: number; time: number }[]>;
  /** What the person at the keyboard has rated, and said they like. */
  profile(): Promise<TasteProfile & { liked: readonly string[]; disliked: readonly string[] }>;
  /** Says what one likes, dislikes, or (null) takes it back; the column `preferences` lists by it. */
  say(category: string, stance: Stance): Promise<void>;
}

export const tasteVerbs = [
  'rate',
  'act',
  'clearRating',
  'look',
  'undo',
  'redo',
  'history',
  'profile',
  'say',
] as const satisfies readonly (keyof TasteVerbs)[];

export const openTaste = ({ lab, view, itemOf }: Reach): TasteVerbs => ({
  rate: async (id, value) => lab.taste.rate(itemOf(id), checkRating(value, view().ratingScale)),
  async act(id, kind, amount = 1) {
    const { kinds, summary } = view();
    const known = summary.feedback === 'implicit' ? kinds.map((one) => one.id) : [];
    if (!known.includes(kind) || !(amount > 0)) {
      throw new LabError(
        'ParamError',
        `Expected one of ${known.join(', ') || 'no acts: these data hold ratings'} and an amount above 0; got "${kind}" and ${amount}.`,
      );
    }
    await lab.taste.act(itemOf(id), kind, amount);
  },
  clearRating: async (id) => lab.taste.clear(itemOf(id)),
  async look(id, share) {
    if (share !== undefined && !(share >= 0 && share <= mostShare)) {
      throw new LabError('ParamError', `Expected a share from 0 to ${mostShare}; got ${share}.`);
    }
    lab.given.look(id === null ? null : itemOf(id));
    if (share !== undefined) lab.given.weigh(share);
  },
  undo: async () => lab.taste.undo(),
  redo: async () => lab.taste.redo(),
  history: async () => lab.taste.ratings.map(({ item, value, time }) => ({ item: view().itemIds[item], value, time })),
  async profile() {
    const { liked, disliked } = lab.stated;
    return { ...tasteProfile(lab.taste.ratings, view().catalog.categories), liked, disliked };
  },
  async say(category, stance) {
    const known = view().catalog.categories?.names ?? [];
    if (!known.includes(category)) {
      throw new LabError('ParamError', `There is no category "${category}". Known: ${known.join(', ') || 'none'}.`);
    }
    lab.stated.say(category, stance);
    await lab.settled();
  },
});

function checkRating(value: number, scale: { min: number; max: number; step: number } | null): number {
  if (!scale) {
    if (Number.isFinite(value) && value > 0) return value;
    throw new LabError('ParamError', `Expected a number above 0; got ${value}.`);
  }
  const steps = (value - scale.min) / scale.step;
  if (value >= scale.min && value <= scale.max && Math.abs(steps - Math.round(steps)) < 1e-9) return value;
  throw new LabError(
    'ParamError',
    `Expected a rating from ${scale.min} to ${scale.max} in steps of ${scale.step}; got ${value}.`,
  );
}
