import type { Page } from 'playwright';
import type { PageBench, Row } from '../bench.ts';
import { median, quantile } from '../bench.ts';
import { beginImport, generatePowerLaw, movieLens, noMovieLens, show, untilOpen } from './steps/data.ts';
import type { Acted } from './steps/person.ts';
import { arrive, calm } from './steps/person.ts';

const ratings = 60;
/** Between two ratings: a person needs longer. What follows a rating behind the lists is over by then. */
const pause = 700;
/** A pointer rests this long on a star before it is pressed, and the lists show what would be. */
const hover = 120;

/** From the act to the frame that shows all six lists. */
export const pageBench: PageBench = {
  name: 'rating → all six lists painted',
  async run({ browser, url, row }) {
    const { context, page } = await arrive(browser, url);
    await calm(page);
    await measure(page, 'film club', 50, row);

    if (movieLens) {
      await show(page, 'data');
      await beginImport(page, movieLens);
      await untilOpen(page, 100_004);
      await show(page, 'rate');
      await calm(page);
      await measure(page, 'ml-latest-small', 50, row);
    } else console.log(`  ${noMovieLens}`);

    await generatePowerLaw(page, 50_000, 500_000);
    await show(page, 'rate');
    await calm(page);
    await measure(page, '50,000 items, 500,000 events', 100, row);
    await context.close();
  },
};

async function measure(page: Page, name: string, atMost: number, row: (row: Row) => void): Promise<void> {
  const clicked: Acted[] = [];
  for (let i = 0; i < ratings; i++) clicked.push(await clickStar(page, i));
  row(summary(`${name}, click on a star`, clicked, atMost));
  const called: Acted[] = [];
  const items = await page.evaluate(async (n) => {
    const rated = new Set((await window.tastelab.history()).map(({ item }) => item));
    const popular = await window.tastelab.items('', 4 * n);
    return popular.map(({ id }) => id).filter((id) => !rated.has(id));
  }, ratings);
  for (let i = 0; i < ratings; i++) {
    await page.waitForTimeout(pause);
    called.push(await page.evaluate(([id, value]) => window.bench.rate(id, value), [items[i], 1 + (i % 5)] as const));
  }
  row(summary(`${name}, tastelab.rate`, called, atMost));
}

/** The first proposal's star under a real pointer: move, rest, press. */
async function clickStar(page: Page, i: number): Promise<Acted> {
  await page.waitForTimeout(pause);
  const star = page
    .locator('.queue [role=radiogroup]')
    .first()
    .getByRole('radio')
    .nth((i * 7) % 10);
  const box = (await star.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(hover);
  await page.evaluate(() => window.bench.awaitClick());
  await page.mouse.down();
  await page.mouse.up();
  return page.evaluate(() => window.bench.clicked());
}

function summary(name: string, acted: readonly Acted[], atMost: number): Row {
  const painted = acted.map(({ painted }) => painted);
  const answered = acted.map(({ answered }) => answered);
  return {
    name,
    median: median(painted),
    p95: quantile(painted, 0.95),
    unit: 'ms',
    wanted: { atMost },
    quality: `answered after ${median(answered).toFixed(0)}, p95 ${quantile(answered, 0.95).toFixed(0)} ms; ${acted.length} ratings`,
  };
}
