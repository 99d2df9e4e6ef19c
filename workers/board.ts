import { leftOut, queryFrom } from '../src/core/data/history.ts';
import { abortError, isError } from '../src/core/errors.ts';
import { topN } from '../src/core/ranking/top-n.ts';
import type { BoardAnswer, BoardList, BoardQuestion } from '../src/rpc/lab-api.ts';
import { breathe } from './breathe.ts';
import type { AskedModel } from './mixed-model.ts';

/** Milliseconds of scoring between two breaths. */
const stretch = 5;

/** `find` throws where a model is not open. */
export function createBoard(find: (key: string) => AskedModel): (question: BoardQuestion) => Promise<BoardAnswer> {
  let latest = 0;
  let latestPreview = 0;
  return async ({ models, ratings, again = [], n, given = null, preview = false }) => {
    const from = performance.now();
    // A question of what is also overtakes the previews before it: they asked about a history that has passed.
    const mine = preview ? ++latestPreview : (latestPreview++, ++latest);
    const overtaken = () => mine !== (preview ? latestPreview : latest);
    const query = queryFrom(ratings, given);
    const hidden = leftOut(query).filter((item) => !again.includes(item));
    const lists: BoardList[] = [];
    let breath = -Infinity;
    for (const model of models) {
      if (performance.now() - breath > stretch) {
        await breathe();
        breath = performance.now();
      }
      if (overtaken()) throw abortError('The question');
      try {
        const open = find(model);
        const scores = await open.scores(query);
        const list = topN(scores, n, hidden);
        const items = [...list].map((item) => ({ item, score: scores[item] }));
        lists.push({ model, items, spokenFor: open.spokenFor(query, list), error: null });
      } catch (error) {
        if (isError(error, 'AbortError')) throw error;
        lists.push({
          model,
          items: [],
          spokenFor: null,
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
    return { lists, elapsed: performance.now() - from };
  };
}
