import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeShared, shared } from '../shared.ts';
import { openBrowser, settled, until, visit } from './person.ts';

describeShared('MovieLens through the page', ['data/ml-latest-small.zip'], () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('goes in by the file input, fits six recommenders, and a rating changes all that listen', async () => {
    const { context, page, complaints } = await visit(browser, '#/data');
    await settled(page);
    await page.locator('input[type=file][multiple]').setInputFiles(shared('data/ml-latest-small.zip')!);
    await page.getByRole('button', { name: /^import/i }).click();
    await until(page, async () =>
      (await window.tastelab.datasets()).some(({ events, users }) => users === 671 && events === 100_004),
    );
    await until(page, async () => {
      const [film] = await window.tastelab.items('toy story', 1);
      return film?.title === 'Toy Story' && Object.keys(await window.tastelab.board()).length === 6;
    });

    const { before, after } = await page.evaluate(async () => {
      const { tastelab } = window;
      for (const title of ['toy story', 'pulp fiction', 'forrest gump']) {
        const [film] = await tastelab.items(title, 1);
        await tastelab.rate(film.id, 4);
      }
      const before = await tastelab.board();
      const [film] = await tastelab.items('star wars', 1);
      await tastelab.rate(film.id, 5);
      return { before, after: await tastelab.board() };
    });
    for (const column of ['tf-idf', 'co-visitation', 'user-knn', 'item-knn', 'als']) {
      expect(
        after[column].map(({ item }) => item),
        column,
      ).not.toEqual(before[column].map(({ item }) => item));
    }
    // Popularity is the same for everyone; only what was rated leaves its list.
    expect(after.popularity.every(({ rank }, i) => rank === i + 1)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
