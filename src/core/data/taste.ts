/** One act of the person at the keyboard. The log only grows: undo and redo are acts too. */
export type TasteEvent = {
  readonly dataset: string;
  /** Seconds since 1970. */
  readonly time: number;
} & (
  | { readonly act: 'rate'; /** External id. */ readonly item: string; readonly value: number }
  | { readonly act: 'clear'; readonly item: string }
  | { readonly act: 'undo' }
  | { readonly act: 'redo' }
);

export interface TasteRating {
  /** External id. */
  readonly item: string;
  readonly value: number;
  /** When it was given: seconds since 1970. */
  readonly time: number;
}

export interface Taste {
  /** In the order of the acts; an item rated again moves to the end. */
  readonly ratings: readonly TasteRating[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

type Edit = Extract<TasteEvent, { act: 'rate' | 'clear' }>;

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
    else if (event.act === 'rate' || isRated(done, event.item)) {
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

const isRated = (done: readonly Edit[], item: string) => done.findLast((edit) => edit.item === item)?.act === 'rate';

function ratingsAfter(edits: readonly Edit[]): TasteRating[] {
  const ratings = new Map<string, TasteRating>();
  for (const edit of edits) {
    ratings.delete(edit.item);
    if (edit.act === 'rate') ratings.set(edit.item, { item: edit.item, value: edit.value, time: edit.time });
  }
  return [...ratings.values()];
}
