import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, settled, visit } from './person.ts';

/** Everything here must end in a sentence, with nothing lost and the page still working. */
describe('bad input', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  const alive = (page: Page) =>
    page.evaluate(async () => {
      const [film] = await window.tastelab.items('');
      await window.tastelab.rate(film.id, 5);
      return Object.values(await window.tastelab.board()).every((list) => list.length === 10);
    });

  it.each([
    ['an empty file', 'ratings.csv', ''],
    ['a header alone', 'ratings.csv', 'userId,movieId,rating,timestamp\n'],
    ['a word for a rating', 'ratings.csv', 'userId,movieId,rating,timestamp\n1,1,great,1\n'],
    ['a photo renamed', 'ratings.csv', '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0'],
    ['a broken zip', 'ml.zip', 'PK\u0003\u0004 not really a zip'],
  ])('says what is wrong with %s', async (_what, name, content) => {
    const { context, page } = await visit(browser, '#/data?columns=popularity');
    await settled(page);
    const message = await page.evaluate(
      async ([name, content]) => {
        const bytes = Uint8Array.from(content, (letter) => letter.charCodeAt(0));
        try {
          await window.tastelab.importFiles([new File([bytes], name)]);
          return null;
        } catch (error) {
          return { name: (error as Error).name, message: (error as Error).message };
        }
      },
      [name, content] as const,
    );
    expect(message?.name).toBe('ImportError');
    expect(message?.message).toContain(name);
    expect(await alive(page)).toBe(true);
    await context.close();
  });

  it('opens on a link full of nonsense and says what it left out', async () => {
    const { context, page } = await visit(browser, '#/rate?data=nowhere&columns=astrology~als(factors=banana)&k=%%%');
    await settled(page);
    await expect.poll(() => page.locator('body').innerText()).toContain('nowhere');
    expect(await alive(page)).toBe(true);
    await context.close();
  });

  it('works from memory where IndexedDB is refused', async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined });
    });
    const page = await context.newPage();
    await page.goto(inject('app'));
    await settled(page);
    expect(await alive(page)).toBe(true);
    await context.close();
  });

  it('refuses a rating off the scale and an item there is not', async () => {
    const { context, page } = await visit(browser, '#/rate?columns=popularity');
    await settled(page);
    const names = await page.evaluate(async () => {
      const { tastelab } = window;
      const [film] = await tastelab.items('');
      const attempts = [tastelab.rate(film.id, 11), tastelab.rate(film.id, NaN), tastelab.rate('no-such-film', 3)];
      return Promise.all(attempts.map((attempt) => attempt.then(() => 'fine').catch((error: Error) => error.name)));
    });
    expect(names).toEqual(['ParamError', 'ParamError', 'ParamError']);
    expect(await alive(page)).toBe(true);
    await context.close();
  });
});
