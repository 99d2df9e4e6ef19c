import type { ColumnRole } from './column-roles.ts';
import { plain, roleOfName } from './column-roles.ts';
import { isNumber } from './table-guess.ts';
import type { TableGuess } from './table-guess.ts';

/** Positions of the columns, from 0; -1 where there is none. */
export interface ColumnMapping {
  readonly user: number;
  readonly item: number;
  readonly value: number;
  /** What the value's name says it is, or null where the values have to tell. */
  readonly meaning: 'rating' | 'count' | null;
  readonly time: number;
  readonly title: number;
}

export type ColumnWish = Readonly<Record<'user' | 'item' | 'value' | 'time' | 'title', string>>;

/**
 * From what a person wished ("" = find it, "-" = there is none, else a name or a number from 1) and what the names or,
 * without a header, the first rows say. A wished column that is not there is reported to `fail`.
 */
export function mapColumns(table: TableGuess, wish: ColumnWish, fail: (message: string) => Error): ColumnMapping {
  const guessed = table.header ? guessByName(table.header) : guessByRows(table.rows);
  const choose = (role: keyof ColumnWish): number => {
    const wished = wish[role].trim();
    if (wished === '') return guessed[role];
    return wished === '-' ? -1 : positionOf(wished, table, role, fail);
  };
  const value = choose('value');
  const named = table.header && value >= 0 ? roleOfName(table.header[value]) : null;
  return {
    user: choose('user'),
    item: choose('item'),
    value,
    meaning: named === 'rating' || named === 'count' ? named : null,
    time: choose('time'),
    title: choose('title'),
  };
}

function positionOf(wished: string, table: TableGuess, role: string, fail: (message: string) => Error): number {
  const names = table.header ?? [];
  const width = table.header?.length ?? table.rows[0]?.length ?? 0;
  const exact = names.indexOf(wished);
  const alike = exact >= 0 ? exact : names.findIndex((name) => plain(wished) !== '' && plain(name) === plain(wished));
  if (alike >= 0) return alike;
  if (/^\d+$/.test(wished) && Number(wished) >= 1 && Number(wished) <= width) return Number(wished) - 1;
  throw fail(
    `Expected a column "${wished}" for the ${role}, got ${columnsInWords(table, width)}. ` +
      `Give a column's name${table.header ? '' : ' only where there is a header'}, or its number from 1 to ${width}.`,
  );
}

export const columnsInWords = ({ header }: TableGuess, width: number): string =>
  header ? `the columns ${header.join(', ')}` : width === 1 ? 'one column' : `${width} columns without names`;

type Positions = Record<keyof ColumnWish, number>;

function guessByName(header: readonly string[]): Positions {
  const first = (...wanted: ColumnRole[]) =>
    wanted.map((role) => header.findIndex((name) => roleOfName(name) === role)).find((at) => at >= 0) ?? -1;
  const title = first('title');
  const item = first('item');
  // Without ids the titles are the ids.
  return {
    user: first('user'),
    item: item < 0 ? title : item,
    value: first('rating', 'count', 'value'),
    time: first('time'),
    title,
  };
}

/** User, item, value, time is the usual order; numbers of the size of a time are one. */
function guessByRows(rows: readonly (readonly string[])[]): Positions {
  const width = rows[0]?.length ?? 0;
  const numbers = (column: number) =>
    column < width && rows.every((row) => isNumber(row[column] ?? '')) ? rows.map((row) => Number(row[column])) : null;
  const third = numbers(2);
  const thirdIsTime = third !== null && third.every(isTimeSized);
  const fourth = numbers(3);
  return {
    user: width > 1 ? 0 : -1,
    item: width > 1 ? 1 : -1,
    value: third && !thirdIsTime ? 2 : -1,
    time: thirdIsTime ? 2 : fourth?.every(isTimeSized) ? 3 : -1,
    title: -1,
  };
}

const isTimeSized = (value: number) => value > 1e8;
