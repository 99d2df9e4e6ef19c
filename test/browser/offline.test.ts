import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, settled, visit } from './person.ts';

describe('offline', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('works without a network after the first visit, and keeps everything', async () => {
    const { context, page, complaints } = await visit(browser);
    await settled(page);
    await page.evaluate(async () => {
      const [film] = await window.tastelab.items('');
      await window.tastelab.rate(film.id, 5);
    });
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      // The shell is complete once the worker is active: it precaches before it activates.
      const { active } = await navigator.serviceWorker.ready;
      if (active?.state !== 'activated') {
        await new Promise((resolve) => active?.addEventListener('statechange', resolve, { once: true }));
      }
    });
    await context.setOffline(true);
    await page.reload();
    await settled(page);
    const found = await page.evaluate(async () => ({
      history: await window.tastelab.history(),
      columns: Object.keys(await window.tastelab.board()),
      isolated: crossOriginIsolated,
    }));
    expect(found.history).toHaveLength(1);
    expect(found.columns).toHaveLength(6);
    expect(found.isolated).toBe(true);

    for (const view of ['evaluate', 'explore', 'learn', 'data']) {
      await page.goto(`${page.url().split('#')[0]}#/${view}`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});
