/**
 * The files of the Text REtrieval Conference, which trec_eval, ranx and ir_measures read: anyone can judge our lists anew.
 *
 *   run:   query Q0 document rank score tag
 *   qrels: query 0 document relevance
 *
 * Programs sort by score and break ties each in their own way, so the score written is the number of places left: it says
 * the order and nothing else.
 */
import { LabError } from '../errors.ts';
import type { KeptLists } from './kept-lists.ts';
import { listOf } from './kept-lists.ts';

/** `people` in the order of the lists; ids as the data have them, spaces and the like written as %20. */
export function trecRun(lists: KeptLists, people: readonly string[], itemIds: readonly string[], tag: string): string {
  const name = trecWord(tag);
  return linesOf(lists, people, (person, item, place, length) =>
    [person, 'Q0', trecWord(itemIds[item]), place + 1, length - place, name].join(' '),
  );
}

/** What counts as relevant, one line each. */
export const trecQrels = (relevant: KeptLists, people: readonly string[], itemIds: readonly string[]): string =>
  linesOf(relevant, people, (person, item) => [person, 0, trecWord(itemIds[item]), 1].join(' '));

/** A person who is judged in several folds is a query in each. */
function linesOf(
  lists: KeptLists,
  people: readonly string[],
  line: (person: string, item: number, place: number, length: number) => string,
): string {
  const times = new Map<string, number>();
  const lines: string[] = [];
  people.forEach((id, at) => {
    const before = times.get(id) ?? 0;
    times.set(id, before + 1);
    const person = before ? `${trecWord(id)}#${before + 1}` : trecWord(id);
    const list = listOf(lists, at);
    list.forEach((item, place) => lines.push(line(person, item, place, list.length)));
  });
  return lines.map((one) => `${one}\n`).join('');
}

/** An id as a file has it. Columns are separated by spaces, so a word may hold none. */
export const trecWord = (text: string): string => (text === '' ? '-' : encodeURI(text).replaceAll('#', '%23'));

/**
 * The lists of a run file, best first, by query. Higher scores come first; equal scores stand as their ranks say.
 * Throws ImportError naming the line.
 */
export function readTrecRun(text: string): { readonly tag: string; readonly lists: ReadonlyMap<string, string[]> } {
  const rows = new Map<string, { item: string; score: number; rank: number }[]>();
  let tag = '';
  text.split(/\r?\n/).forEach((line, at) => {
    if (line.trim() === '') return;
    const cells = line.trim().split(/\s+/);
    const [query, , item, rank, score, name] = cells;
    if (cells.length !== 6 || !Number.isFinite(Number(score)) || !Number.isFinite(Number(rank))) {
      throw new LabError(
        'ImportError',
        `Expected "query Q0 item rank score tag" in line ${at + 1}; got "${line.slice(0, 80)}". Write the lists as a TREC run file.`,
      );
    }
    tag ||= name;
    if (name !== tag) {
      throw new LabError(
        'ImportError',
        `Expected the lists of one program, "${tag}"; line ${at + 1} is of "${name}". Put each into a file of its own.`,
      );
    }
    if (!rows.has(query)) rows.set(query, []);
    rows.get(query)!.push({ item, score: Number(score), rank: Number(rank) });
  });
  const lists = new Map<string, string[]>();
  for (const [query, own] of rows) {
    lists.set(
      query,
      own.sort((a, b) => b.score - a.score || a.rank - b.rank).map(({ item }) => item),
    );
  }
  return { tag, lists };
}
