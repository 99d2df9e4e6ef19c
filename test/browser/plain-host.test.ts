import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, settled, until, visit } from './person.ts';
import type { PlainHost } from './plain-host.ts';
import { openPlainHost } from './plain-host.ts';

describe('on a plain static host, under a sub-path', () => {
  let browser: Browser;
  let host: PlainHost;
  beforeAll(async () => {
    browser = await openBrowser();
    host = await openPlainHost();
  });
  afterAll(async () => {
    await browser.close();
    await host.close();
  });

  const installed = (page: Page) =>
    until(page, async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated');
  const lists = (page: Page) => page.evaluate(async () => Object.values(await window.tastelab.board()));

  it('works on one thread at first, and isolated once its own worker adds the headers', async () => {
    const { context, page } = await visit(browser, '#/rate?columns=popularity', host.address);
    await settled(page);
    expect(await page.evaluate(() => window.tastelab.compute())).toMatchObject({ isolated: false, threads: 1 });
    expect((await lists(page))[0]).toHaveLength(10);
    await installed(page);
    await page.reload();
    await settled(page);
    expect(await page.evaluate(() => window.tastelab.compute())).toMatchObject({ isolated: true });
    expect((await lists(page))[0]).toHaveLength(10);
    await context.close();
  });

  it('asks before a newer version takes over', async () => {
    const { context, page } = await visit(browser, '#/rate?columns=popularity', host.address);
    await settled(page);
    await installed(page);
    await page.reload();
    await settled(page);
    await page.evaluate(() => Object.assign(window, { sameVisit: true }));

    host.release();
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.update());
    const chip = page.getByRole('button', { name: 'update ready' });
    await chip.waitFor();
    expect(await page.evaluate(() => 'sameVisit' in window)).toBe(true);

    await chip.click();
    await page.getByRole('button', { name: 'Reload now' }).click();
    await page.waitForFunction(() => !('sameVisit' in window));
    await settled(page);
    expect((await lists(page))[0]).toHaveLength(10);
    await context.close();
  });
});
