import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';

const zip = fileURLToPath(new URL('../../../../../shared/data/ml-latest-small.zip', import.meta.url));

/** The zip as GroupLens gives it out, or null where it does not lie beside the project. */
export const movieLens = existsSync(zip) ? zip : null;
export const noMovieLens = 'ml-latest-small.zip is not at ../shared/data: MovieLens is left out.';

/** Chooses a file on the Data page and confirms; resolves when the import has begun. */
export async function beginImport(page: Page, path: string): Promise<void> {
  await page.locator('input[type=file][multiple]').setInputFiles(path);
  await page.getByRole('button', { name: /^import/i }).click();
}

/** Resolves when a data set of so many events is on the device … */
export const untilStored = (page: Page, events: number): Promise<void> =>
  page.evaluate(async (events) => {
    while (!(await window.tastelab.datasets()).some((known) => known.events === events)) {
      const failure = document.querySelector('main [role=alert]')?.textContent;
      if (failure) throw new Error(failure);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, events);

/** … and when it lies open, as the link tells; its lists may still be missing. */
export const untilOpen = (page: Page, events: number): Promise<void> =>
  page.evaluate(async (events) => {
    for (;;) {
      const stored = (await window.tastelab.datasets()).find((known) => known.events === events);
      if (stored && location.hash.includes(`data=${encodeURIComponent(stored.id)}`)) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }, events);

/** Through the form on the Data page. */
export async function generatePowerLaw(page: Page, items: number, events: number): Promise<void> {
  await show(page, 'data');
  await page.getByRole('button', { name: /^power law/i }).click();
  await page.getByLabel('Items', { exact: true }).fill(String(items));
  await page.getByLabel('Events', { exact: true }).fill(String(events));
  await page.getByLabel('Values', { exact: true }).selectOption('explicit');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await untilOpen(page, events);
}

/** Another view of the same data. */
export async function show(page: Page, view: string): Promise<void> {
  await page.evaluate((view) => {
    location.hash = location.hash.replace(/^(#\/\w*)?/, `#/${view}`);
  }, view);
}
