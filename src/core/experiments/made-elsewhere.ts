/** What a file of lists held that could not be taken as it stands: counted, and said in sentences. */
import type { Outcome, Run } from './protocol.ts';

export interface MadeElsewhere {
  /** Name of the file, and what it calls its lists. */
  readonly file: string;
  readonly tag: string;
  /** Of its text. */
  readonly hash: number;
  /** Questions of the run with something to find; those the file has a list for; those whose list is shorter than k. */
  readonly asked: number;
  readonly listed: number;
  readonly short: number;
  /** Lists of people whom the data do not know, and of people of whom nothing was held out. */
  readonly strangers: number;
  readonly unasked: number;
  /** In the lists judged: items the data do not know, items the person was known to have, items not to be ranked at all. */
  readonly unknown: number;
  readonly known: number;
  readonly outside: number;
  /** Items named again further down the same list. */
  readonly repeated: number;
}

/** Sentences for a person, the most telling first; none where every line was as it should be. */
export function remarksOn(lists: MadeElsewhere, k: number): string[] {
  const { asked, listed, short, strangers, unasked, unknown, known, outside, repeated } = lists;
  const said: string[] = [];
  const say = (n: number, one: string, many: string) => {
    if (n > 0) said.push(`${n === 1 ? one : many.replace('#', n.toLocaleString('en-US'))}.`);
  };
  const missing = asked - listed;
  say(missing, 'One list asked for is not there and counts 0', '# lists asked for are not there and count 0');
  say(
    unknown,
    'One place holds an item the data do not know: a miss',
    '# places hold items the data do not know: misses',
  );
  say(
    known,
    'One place holds an item the person was known to have, which is never asked for: a miss',
    '# places hold items their people were known to have, which are never asked for: misses',
  );
  say(
    outside,
    'One place holds an item that was not among the sampled candidates: a miss',
    '# places hold items that were not among the sampled candidates: misses',
  );
  say(
    repeated,
    'One item is named twice in a list; the first place counts',
    '# items are named again in the same list; the first place counts',
  );
  say(short, `One list is shorter than ${k}`, `# lists are shorter than ${k}`);
  say(
    unasked,
    'One list is of somebody of whom nothing was held out: left aside',
    '# lists are of people of whom nothing was held out: left aside',
  );
  say(
    strangers,
    'One list is of somebody the data do not know: left aside',
    '# lists are of people the data do not know: left aside',
  );
  return said;
}

/** A run with such an outcome at its end, in place of one from a file of the same name; no two are called alike. */
export function withLists(run: Run, outcome: Outcome): Run {
  const others = run.outcomes.filter(({ elsewhere }) => elsewhere?.file !== outcome.elsewhere!.file);
  const { tag, file } = outcome.elsewhere!;
  const label = others.some((other) => other.label === tag) ? `${tag} (${file})` : tag;
  return { ...run, outcomes: [...others, { ...outcome, label }] };
}

export const withoutLists = (run: Run, file: string): Run => ({
  ...run,
  outcomes: run.outcomes.filter(({ elsewhere }) => elsewhere?.file !== file),
});

/** Those that can be fitted again. */
export const ownOutcomes = ({ outcomes }: Run): Outcome[] => outcomes.filter(({ elsewhere }) => !elsewhere);
