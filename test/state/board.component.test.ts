import { describe, expect, it } from 'vitest';
import type { BoardAnswer, BoardQuestion } from '../../src/rpc/lab-api.ts';
import { Board } from '../../src/state/board.svelte.ts';
import { Column } from '../../src/state/columns.svelte.ts';
import { answerTo, deferred, offer } from './fixtures.ts';

function fitted(id: string): Column {
  const column = new Column(offer(id), {});
  column.stored = `${id}-model`;
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
    const held = deferred<void>();
    const board = new Board(async (question) => {
      if (question.ratings[0]?.value === 4) await held.promise;
      return answerTo(question);
    }, clock);
    const rated = [{ item: 4, value: 5 }];
    await board.refresh(columns, []);
    await board.showPreview(columns, rated);
    const foretold = board.preview?.get('als')?.rows;
    expect(foretold?.[0].item).toBe(3);

    const takenBack = board.showPreview(columns, null);
    const given = board.refresh(columns, [{ item: 4, value: 4 }]);
    await takenBack;
    expect(board.preview?.get('als')?.rows).toEqual(foretold);
    held.resolve();
    await given;
    expect(board.preview).toBeNull();
    expect(board.lists.get('als')?.rows).toEqual(foretold);

    await board.showPreview(columns, []);
    expect(board.preview).not.toBeNull();
    await board.showPreview(columns, null);
    expect(board.preview).toBeNull();
  });

  it('asks nothing twice: a rating that was previewed is answered already', async () => {
    const asked: BoardQuestion[] = [];
    const board = new Board(async (question) => {
      asked.push(question);
      return answerTo(question);
    }, clock);
    const columns = [fitted('als'), fitted('popularity')];
    const rated = [{ item: 4, value: 5 }];
    await board.refresh(columns, []);
    await board.showPreview(columns, rated);
    const foretold = board.preview?.get('als');
    void board.showPreview(columns, null);
    await board.refresh(columns, rated);
    expect(asked.map(({ ratings, preview }) => [ratings.length, preview ?? false])).toEqual([
      [0, false],
      [1, true],
    ]);
    expect(board.lists.get('als')).toBe(foretold);

    await board.refresh(columns, [{ item: 4, value: 4 }]);
    expect(asked).toHaveLength(3);
  });

  it('keeps the very list on the screen that has not changed', async () => {
    const board = new Board(async (question) => answerTo({ ...question, ratings: [] }), clock);
    const columns = [fitted('als')];
    await board.refresh(columns, []);
    const shown = board.lists.get('als');
    await board.refresh(columns, [{ item: 0, value: 1 }]);
    expect(board.lists.get('als')).toBe(shown);
  });

  it('asks for the columns in view before the others, and shows them as they come', async () => {
    const asked: { question: BoardQuestion; answer: ReturnType<typeof deferred<BoardAnswer>> }[] = [];
    const board = new Board((question) => {
      const answer = deferred<BoardAnswer>();
      asked.push({ question, answer });
      return answer.promise;
    }, clock);
    const columns = ['als', 'popularity', 'svd'].map(fitted);
    board.inView.add('popularity');
    const done = board.refresh(columns, []);
    expect(asked.map(({ question }) => question.models)).toEqual([['popularity-model']]);
    asked[0].answer.resolve(answerTo(asked[0].question));
    await expect.poll(() => asked.length).toBe(2);
    expect([...board.lists.keys()]).toEqual(['popularity']);
    expect(board.pending).toBe(true);
    expect(asked[1].question.models).toEqual(['als-model', 'svd-model']);
    asked[1].answer.resolve(answerTo(asked[1].question));
    await done;
    expect([...board.lists.keys()]).toEqual(['als', 'popularity', 'svd']);
  });

  it('drops the rest of an older question, wherever that stood', async () => {
    const asked: { question: BoardQuestion; answer: ReturnType<typeof deferred<BoardAnswer>> }[] = [];
    const board = new Board((question) => {
      const answer = deferred<BoardAnswer>();
      asked.push({ question, answer });
      return answer.promise;
    }, clock);
    const columns = ['als', 'popularity'].map(fitted);
    board.inView.add('als');
    void board.refresh(columns, []);
    const done = board.refresh(columns, [{ item: 4, value: 5 }]);
    asked[0].answer.resolve(answerTo(asked[0].question));
    asked[1].answer.resolve(answerTo(asked[1].question));
    await expect.poll(() => asked.length).toBe(3);
    expect(asked[2].question).toMatchObject({ models: ['popularity-model'], ratings: [{ item: 4, value: 5 }] });
    asked[2].answer.resolve(answerTo(asked[2].question));
    await done;
    expect(board.lists.get('popularity')?.rows[0].item).toBe(3);
  });

  it('marks what an item that is given moved', async () => {
    const board = new Board(async (question) => {
      const answer = answerTo(question);
      const [list] = answer.lists;
      return question.given ? { ...answer, lists: [{ ...list, items: list.items.toReversed() }] } : answer;
    }, clock);
    const columns = [fitted('als')];
    await board.refresh(columns, []);
    await board.refresh(columns, [], { item: 2, share: 0.25 });
    expect(board.lists.get('als')?.rows.map(({ change }) => change)).toEqual([4, 2, 0, -2, -4]);
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
