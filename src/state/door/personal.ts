/** `window.tastelab`: how well the open columns know the person at the keyboard. */
import { LabError } from '../../core/errors.ts';
import { percentile, personalScore } from '../../core/experiments/personal.ts';
import type { Reach } from './reach.ts';

export interface PersonalVerbs {
  /**
   * Hides each rating in turn and asks every open column with the others. By column. What is liked is said by the protocol on
   * the page, the length of a list by the board.
   */
  leaveOneOut(): Promise<Record<string, HiddenScore>>;
}

export interface HiddenScore {
  readonly liked: number;
  /** How many of those were within a list's length. */
  readonly hits: number;
  /** Over the liked: 1 at the top of all candidates, 0 at the end. */
  readonly meanPercentile: number;
  /** 95 %; null for fewer than two. */
  readonly interval: readonly [number, number] | null;
  /** In stars, over all; NaN where it predicts none. */
  readonly rmse: number;
  /** In the order rated; `rank` is NaN where it had nothing to say. */
  readonly hidden: readonly HiddenItem[];
}

export interface HiddenItem {
  readonly item: string;
  readonly title: string;
  readonly value: number;
  readonly rank: number;
  readonly candidates: number;
  readonly percentile: number;
  readonly predicted: number;
}

export const personalVerbs = ['leaveOneOut'] as const satisfies readonly (keyof PersonalVerbs)[];

export const openPersonal = ({ lab, view }: Reach): PersonalVerbs => ({
  async leaveOneOut() {
    await lab.settled();
    const { leaveOneOut, columns, taste, evaluation, board } = lab;
    if (taste.shown.length === 0) {
      throw new LabError(
        'ParamError',
        'Expected at least one rating to hide; there is none. Use rate(itemId, value) first.',
      );
    }
    await leaveOneOut.start(columns, taste.shown);
    if (leaveOneOut.error) throw leaveOneOut.error;
    const { catalog, itemIds } = view();
    return Object.fromEntries(
      columns.ready.flatMap((column) => {
        const guesses = leaveOneOut.of(column);
        if (guesses.length === 0) return [];
        const { liked, hits, meanPercentile, interval, rmse } = personalScore(guesses, evaluation.protocol, board.n);
        const hidden = guesses.map((guess): HiddenItem => {
          const { item, value, rank, candidates, predicted } = guess;
          const named = { item: itemIds[item], title: catalog.titles[item] };
          return { ...named, value, rank, candidates, percentile: percentile(guess), predicted };
        });
        return [[column.id, { liked, hits, meanPercentile, interval, rmse, hidden }] as const];
      }),
    );
  },
});
