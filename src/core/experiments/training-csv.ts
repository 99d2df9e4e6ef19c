import type { Dataset } from '../data/dataset.ts';
import type { Questioned } from './judge-lists.ts';
import { cutAgain } from './person.ts';

/**
 * What recommenders learned from in a run, row by row as in the data, so that another program can learn from nothing else:
 * `user,item,value`, then `kind` and `timestamp` (seconds since 1970) where the data have them. Where the protocol asks for
 * strangers, a last column `part` tells what was learned from (train) from what is only told of them when they are asked (known).
 * Throws ParamError where the data changed since, or were cut more than once.
 */
export function trainingCsv(dataset: Dataset, { dataset: told, protocol }: Questioned): string {
  const { split } = cutAgain(dataset, told.hash, protocol);
  const { user, item, value, kind, timestamp } = dataset.interactions;
  const head = ['user', 'item', 'value', ...(kind ? ['kind'] : []), ...(timestamp ? ['timestamp'] : [])];
  const rowOf = (row: number) => [
    cell(dataset.users.ids[user[row]]),
    cell(dataset.items.ids[item[row]]),
    value[row],
    ...(kind ? [cell(dataset.kinds[kind[row]].id)] : []),
    ...(timestamp ? [timestamp[row]] : []),
  ];
  const part = (rows: Uint32Array, name: string) =>
    Array.from(rows, (row) => [...rowOf(row), ...(split.known ? [name] : [])].join(','));
  return `${[
    [...head, ...(split.known ? ['part'] : [])].join(','),
    ...part(split.train, 'train'),
    ...part(split.known ?? new Uint32Array(0), 'known'),
  ].join('\n')}\n`;
}

const cell = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
