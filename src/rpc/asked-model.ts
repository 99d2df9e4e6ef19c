/**
 * Which model a question is about, as one line of text: a stored one by its key, the same with other live values, or a mix
 * of several. The text says all there is to know, so that nothing need be set up before it is asked, answers can be kept
 * by it, and equal texts mean equal models.
 */
import type { ParamValues } from '../core/params.ts';
import type { Combine } from '../core/ranking/blend.ts';

export type Asked = AskedStored | AskedMix;

export interface AskedStored {
  readonly key: string;
  /** Every live value, or null: as it was stored. */
  readonly live: ParamValues | null;
}

export interface AskedMix {
  readonly combine: Combine;
  /** `model` is such a text itself. */
  readonly parts: readonly { readonly model: string; readonly weight: number }[];
}

export function spellAsked(asked: Asked): string {
  if ('parts' in asked) {
    const parts = asked.parts.map(({ model, weight }) => ({ model, weight }));
    return JSON.stringify({ combine: asked.combine, parts });
  }
  const { key, live } = asked;
  if (!live || Object.keys(live).length === 0) return key;
  const sorted = Object.fromEntries(Object.entries(live).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ key, live: sorted });
}

/** A key never begins with a brace: it begins with a recommender's id. */
export const readAsked = (text: string): Asked =>
  text.startsWith('{') ? (JSON.parse(text) as Asked) : { key: text, live: null };
