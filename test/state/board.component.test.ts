import { describe, expect, it } from 'vitest';
import type { BoardAnswer, BoardQuestion } from '../../src/rpc/lab-api.ts';
import { Board } from '../../src/state/board.svelte.ts';
import { Column } from '../../src/state/columns.svelte.ts';
import { answerTo, deferred, offer } from './fixtures.ts';

function fitted(id: string): Column {
  const column = new Column(offer(id), {});
  column.model = `${id}-model`;
  column.status = 'ready';
  return column;
}

describe('board', () => {
  const clock = () => 0;

  it('marks what moved since the list before', async () => {
    const board = new Board(async (question) => answerTo(question), clock);
    const columns = [fitted('als')];
    board.n = 3;
    await board.refresh(columns, []);
    expect(board.lists.get('als')?.rows.map(({ item, change }) => [item, change])).toEqual([
      [4, 0],
      [3, 0],
      [2, 0],
    ]);
    await board.refresh(columns, [{ item: 4, value: 5 }]);
    expect(board.lists.get('als')?.rows.map(({ item, change }) => [item, change])).toEqual([
      [3, 1],
      [2, 1],
      [1, 'new'],
    ]);
  });

  it('keeps the marks of the last act when a column arrives late', async () => {
    const board = new Board(async (question) => answerTo(question), clock);
    const first = fitted('popularity');
    await board.refresh([first], []);
    await board.refresh([first], [{ item: 4, value: 5 }]);
    const marked = board.lists.get('popularity');
    await board.refresh([first, fitted('als')], [{ item: 4, value: 5 }]);
    expect(board.lists.get('popularity')).toEqual(marked);
    expect(board.lists.get('als')?.rows.every(({ change }) => change === 0)).toBe(true);
  });

  it('lets a preview stand until the lists it foretold are there, or its question is taken back', async () => {
    const columns = [fitted('als')];
    const board = new Board(async (question) => answerTo(question), clock);
    const rated = [{ item: 4, value: 5 }];
    await board.refresh(columns, []);
    await board.showPreview(columns, rated);
    const foretold = board.preview?.get('als')?.rows;
    expect(foretold?.[0].item).toBe(3);

    const takenBack = board.showPreview(columns, null);
    const given = board.refresh(columns, rated);
    await takenBack;
    expect(board.preview?.get('als')?.rows).toEqual(foretold);
    await given;
    expect(board.preview).toBeNull();
    expect(board.lists.get('als')?.rows).toEqual(foretold);

    await board.showPreview(columns, []);
    expect(board.preview).not.toBeNull();
    await board.showPreview(columns, null);
    expect(board.preview).toBeNull();
  });

  it('lets the newest question win and settles on it', async () => {
    const asked: { question: BoardQuestion; answer: ReturnType<typeof deferred<BoardAnswer>> }[] = [];
    const board = new Board((question) => {
      const answer = deferred<BoardAnswer>();
      asked.push({ question, answer });
      return answer.promise;
    }, clock);
    const columns = [fitted('als')];
    void board.refresh(columns, []);
    void board.refresh(columns, [{ item: 4, value: 5 }]);
    const settled = board.settled();
    asked[1].answer.resolve(answerTo(asked[1].question));
    asked[0].answer.resolve(answerTo(asked[0].question));
    await settled;
    expect(board.lists.get('als')?.rows[0].item).toBe(3);
  });

  it('keeps the last lists on the screen when a question fails', async () => {
    let fail = false;
    const board = new Board(async (question) => {
      if (fail) throw new Error('The worker died.');
      return answerTo(question);
    }, clock);
    const columns = [fitted('als')];
    await board.refresh(columns, []);
    fail = true;
    await board.refresh(columns, [{ item: 4, value: 5 }]);
    expect(board.error?.message).toBe('The worker died.');
    expect(board.lists.get('als')?.rows[0].item).toBe(4);
  });
});
