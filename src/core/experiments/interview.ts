/** Someone new is asked about items, and answers where they know one: how a way to choose questions is put to the test. */
import type { QuestionsWanted } from './elicitor.ts';

export interface Answer {
  readonly item: number;
  readonly value: number;
  /** How many questions it took to get this answer. */
  readonly questions: number;
}

/** At most `count` questions, one at a time; `knows` gives the value of every item the person knows. */
export function interview(
  propose: (wanted: QuestionsWanted) => readonly number[],
  knows: ReadonlyMap<number, number>,
  count: number,
): Answer[] {
  const answers: Answer[] = [];
  const rated = new Set<number>();
  const skipped = new Set<number>();
  for (let questions = 1; questions <= count; questions++) {
    const [item] = propose({ rated, skipped, n: 1 });
    if (item === undefined) break;
    const value = knows.get(item);
    if (value === undefined) skipped.add(item);
    else {
      rated.add(item);
      answers.push({ item, value, questions });
    }
  }
  return answers;
}
