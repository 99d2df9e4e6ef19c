import type { Page } from 'playwright';
import { recommenders } from '../../../src/core/recommenders/registry.ts';
import type { PageBench } from '../bench.ts';
import { median, quantile } from '../bench.ts';
import { arrive, calm } from './steps/person.ts';

const ratings = 20;
/** Once nothing has changed in the scoreboard for as long as this, a rating is through. */
const quiet = 1500;

/** From the act until the last figure about the person has changed, with every recommender open that learns without epochs. */
export const pageBench: PageBench = {
  name: 'rating → personal figures, every classical recommender open',
  async run({ browser, url, row }) {
    const open = recommenders.all.filter(({ family }) => family !== 'neural').map(({ id }) => id);
    const { context, page } = await arrive(browser, `${url}#/rate?data=film-club&columns=${open.join('~')}`);
    await calm(page);
    const items = await page.evaluate((n) => window.tastelab.items('', 3 * n), ratings);
    const painted: number[] = [];
    const figures: number[] = [];
    for (let i = 0; i < ratings; i++) {
      const acted = await rate(page, items[3 * i].id, 1 + (i % 5));
      painted.push(acted.painted);
      // The first rating brings the table; from the second on only figures change.
      if (i > 0) figures.push(acted.figures);
    }
    row({ name: `film club, ${open.length} lists`, median: median(painted), p95: quantile(painted, 0.95), unit: 'ms' });
    row({
      name: `film club, ${open.length} rows of figures`,
      median: median(figures),
      p95: quantile(figures, 0.95),
      unit: 'ms',
      wanted: { atMost: 300 },
    });
    const hiding = await page.evaluate(async () => {
      const from = performance.now();
      await window.tastelab.leaveOneOut();
      return performance.now() - from;
    });
    row({ name: `each of ${ratings} ratings hidden from ${open.length}`, median: hiding, unit: 'ms' });
    await context.close();
  },
};

function rate(page: Page, item: string, value: number): Promise<{ painted: number; figures: number }> {
  return page.evaluate(
    async ([item, value, quiet]) => {
      const from = performance.now();
      let figures = 0;
      const changes = new MutationObserver(() => (figures = performance.now() - from));
      changes.observe(document.querySelector('[aria-labelledby="score-head"]')!, {
        ...{ subtree: true, childList: true, characterData: true, attributes: true },
      });
      const { painted } = await window.bench.rate(item, value);
      while (performance.now() - from < figures + quiet) await new Promise((resolve) => setTimeout(resolve, 50));
      changes.disconnect();
      return { painted, figures };
    },
    [item, value, quiet] as const,
  );
}
