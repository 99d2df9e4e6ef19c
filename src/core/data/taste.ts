/** One act of the person at the keyboard. The log only grows: undo and redo are acts too. */
export type TasteEvent = {
  readonly dataset: string;
  /** Seconds since 1970. */
  readonly time: number;
} & (
  | { readonly act: 'rate'; /** External id. */ readonly item: string; readonly value: number }
  | {
      /** Bought, viewed, played: it adds up, where a rating replaces the one before. */
      readonly act: 'do';
      readonly item: string;
      /** Id of a kind of event. */
      readonly kind: string;
      readonly amount: number;
    }
  | { readonly act: 'clear'; readonly item: string }
  | { readonly act: 'undo' }
  | { readonly act: 'redo' }
);

export interface TasteRating {
  /** External id. */
  readonly item: string;
  /** The rating given last; 0 where none was. */
  readonly value: number;
  /** What was done with it besides, by kind of event. */
  readonly amounts: Readonly<Record<string, number>>;
  /** When it was rated or something done with it last: seconds since 1970. */
  readonly time: number;
}

export interface Taste {
  /** In the order of the acts; an item acted on again moves to the end. */
  readonly ratings: readonly TasteRating[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

type Edit = Extract<TasteEvent, { act: 'rate' | 'do' | 'clear' }>;

/**
 * What a log of acts amounts to. Undo takes back the latest edit still standing, redo brings the latest one taken
 * back again, and a new edit forgets what was taken back. An undo, redo or clear with nothing to act on does nothing.
 */
export function replay(events: readonly TasteEvent[]): Taste {
  const done: Edit[] = [];
  const undone: Edit[] = [];
  for (const event of events) {
    if (event.act === 'undo') move(done, undone);
    else if (event.act === 'redo') move(undone, done);
    else if (event.act !== 'clear' || isTouched(done, event.item)) {
      done.push(event);
      undone.length = 0;
    }
  }
  return { ratings: ratingsAfter(done), canUndo: done.length > 0, canRedo: undone.length > 0 };
}

function move(from: Edit[], to: Edit[]): void {
  const edit = from.pop();
  if (edit) to.push(edit);
}

function isTouched(done: readonly Edit[], item: string): boolean {
  const last = done.findLast((edit) => edit.item === item);
  return last !== undefined && last.act !== 'clear';
}

function ratingsAfter(edits: readonly Edit[]): TasteRating[] {
  const ratings = new Map<string, TasteRating>();
  for (const edit of edits) {
    const { item, time } = edit;
    const before = ratings.get(item);
    ratings.delete(item);
    if (edit.act === 'rate') ratings.set(item, { item, value: edit.value, amounts: before?.amounts ?? {}, time });
    else if (edit.act === 'do')
      ratings.set(item, { item, value: before?.value ?? 0, amounts: added(before, edit), time });
  }
  return [...ratings.values()];
}

function added(
  before: TasteRating | undefined,
  { kind, amount }: Extract<Edit, { act: 'do' }>,
): TasteRating['amounts'] {
  return { ...before?.amounts, [kind]: (before?.amounts[kind] ?? 0) + amount };
}
