import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, settled, until, visit } from './person.ts';

/** Someone opens the page for the first time, rates a film, and comes back later. */
describe('a first visit', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('shows six lists for a newcomer, moves them with a rating, explains them, and undoes', async () => {
    const { context, page, complaints } = await visit(browser);
    await settled(page);

    const newcomer = await page.evaluate(() => window.tastelab.board({ n: 10 }));
    expect(Object.keys(newcomer)).toEqual(['popularity', 'tf-idf', 'co-visitation', 'user-knn', 'item-knn', 'als']);
    expect(newcomer.popularity).toHaveLength(10);

    const rated = await page.evaluate(async () => {
      const popular = await window.tastelab.items('', 40);
      for (const [i, { id }] of popular.slice(0, 6).entries()) await window.tastelab.rate(id, i % 2 ? 1 : 5);
      return { history: await window.tastelab.history(), board: await window.tastelab.board() };
    });
    expect(rated.history.map(({ value }) => value)).toEqual([5, 1, 5, 1, 5, 1]);
    const seen = new Set(rated.history.map(({ item }) => item));
    for (const [column, list] of Object.entries(rated.board)) {
      expect(list, column).toHaveLength(10);
      expect(
        list.some(({ item }) => seen.has(item)),
        `${column} recommends what was rated`,
      ).toBe(false);
    }

    const [first] = rated.board.als;
    const why = await page.evaluate((item) => window.tastelab.explain('als', item), first.item);
    const sum = why.parts.reduce((total, { amount }) => total + amount, 0);
    expect(sum).toBeCloseTo(why.score, 4);
    expect(why.score).toBeCloseTo(first.score, 4);

    const undone = await page.evaluate(async () => {
      await window.tastelab.undo();
      return { history: await window.tastelab.history(), board: await window.tastelab.board() };
    });
    expect(undone.history).toHaveLength(5);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('wears the theme that is chosen, whatever the system prefers', async () => {
    const { context, page } = await visit(browser);
    await settled(page);
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const looks = [];
    for (let turn = 0; turn < 2; turn++) {
      await page.getByRole('button', { name: /theme/i }).click();
      looks.push(await paper());
    }
    expect(new Set(looks)).toEqual(new Set(['rgb(251, 250, 247)', 'rgb(20, 22, 26)']));
    await context.close();
  });

  it('moves lists by a click on a star', async () => {
    const { context, page } = await visit(browser);
    await settled(page);
    const before = await page.evaluate(() => window.tastelab.board());
    const stars = page.getByRole('radiogroup').first();
    await stars.getByRole('radio', { name: /^five stars|^5 stars/i }).click({ force: true });
    await until(page, async () => (await window.tastelab.history()).length === 1);
    const after = await page.evaluate(() => window.tastelab.board());
    expect(after['item-knn'].map(({ item }) => item)).not.toEqual(before['item-knn'].map(({ item }) => item));
    await context.close();
  });

  it('finds everything as it was after a reload, without fitting again', async () => {
    const { context, page } = await visit(browser);
    await settled(page);
    const left = await page.evaluate(async () => {
      const [film] = await window.tastelab.items('');
      await window.tastelab.rate(film.id, 4.5);
      return { history: await window.tastelab.history(), board: await window.tastelab.board() };
    });
    await page.reload();
    await settled(page);
    const found = await page.evaluate(async () => ({
      history: await window.tastelab.history(),
      board: await window.tastelab.board(),
    }));
    expect(found.history).toEqual(left.history);
    const scores = (board: typeof found.board) =>
      Object.fromEntries(Object.entries(board).map(([id, list]) => [id, list.map(({ item, score }) => [item, score])]));
    expect(scores(found.board)).toEqual(scores(left.board));
    await context.close();
  });

  it('is isolated, uses the kernels, and asks no other host for anything', async () => {
    const { context, page } = await visit(browser);
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(page.url()).origin && !/^(data|blob):/.test(request.url())) {
        elsewhere.push(request.url());
      }
    });
    await page.reload();
    await settled(page);
    const compute = await page.evaluate(() => window.tastelab.compute());
    expect(compute).toMatchObject({ backend: 'wasm', isolated: true });
    expect(elsewhere).toEqual([]);
    await context.close();
  });
});
