import axe from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, settled, visit } from './person.ts';

const columns = '#/rate?columns=popularity~mf-adam(factors=8,epochs=8,batch=4096,patience=0)';

describe('training', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('is begun, paused, found again after a reload and finished, with lists that go on moving', async () => {
    const { context, page, complaints } = await visit(browser, columns);
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await settled(page);
    const column = page.getByRole('region', { name: 'Matrix factorization (Adam)' });
    const rows = column.locator('ol li');
    const [first, second] = await page.evaluate(async () =>
      (await window.tastelab.items('')).slice(0, 2).map(({ id }) => id),
    );
    await page.evaluate((id) => window.tastelab.rate(id, 5), first);
    await settled(page);
    expect(await rows.count()).toBe(0);
    // TensorFlow.js comes with the first training, and no sooner.
    const isTensors = (address: string) => address.includes('tfjs-backend');
    expect(fetched.filter(isTensors)).toEqual([]);

    await column.getByRole('button', { name: 'Train' }).click();
    await column.getByText(/Epoch [2-8] of 8/).waitFor({ timeout: 60_000 });
    await rows.first().waitFor();
    expect(fetched.filter(isTensors)).not.toEqual([]);
    await expectAccessible(page);

    const popular = () => page.evaluate(async () => (await window.tastelab.board()).popularity.map(({ item }) => item));
    expect(await popular()).toContain(second);
    await page.evaluate((id) => window.tastelab.rate(id, 1), second);
    expect(await popular()).not.toContain(second);
    await column.getByRole('button', { name: 'Pause' }).click();
    await column.getByText(/Paused after epoch \d of 8/).waitFor();

    await page.reload();
    await settled(page);
    await column.getByText(/Paused after epoch \d of 8/).waitFor();
    expect(await rows.count()).toBe(10);
    await column.getByRole('button', { name: 'Resume' }).click();
    await column.locator('.training').waitFor({ state: 'detached', timeout: 60_000 });
    expect(await rows.count()).toBe(10);

    await column.getByRole('button', { name: /Settings/ }).click();
    await page.getByText('8 epochs').waitFor();
    await page.getByRole('img', { name: /^Loss .* after epoch 8/ }).waitFor();
    expect(fetched.filter((address) => new URL(address).origin !== new URL(page.url()).origin)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** In both themes. */
async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found = await page.evaluate(async () => {
      const { axe: run } = window as unknown as { axe: { run(where: string): Promise<axe.AxeResults> } };
      return (await run.run('.column:has(.training)')).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
    });
    expect(found, colorScheme).toEqual([]);
  }
}
