import type { PageBench } from '../bench.ts';
import { median, quantile } from '../bench.ts';
import { arrive } from './steps/person.ts';

const rounds = 5;

/** From navigation to the frame that shows all six lists: a new profile, and one that comes back after a rating. */
export const pageBench: PageBench = {
  name: 'visit → all six lists painted',
  async run({ browser, url, row }) {
    const first: number[] = [];
    const restored: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const { context, page } = await arrive(browser, url);
      first.push(await page.evaluate(firstLists));
      await page.evaluate(async () => {
        const [film] = await window.tastelab.items('');
        await window.tastelab.rate(film.id, 5);
        await navigator.serviceWorker.ready;
      });
      await page.waitForTimeout(500);
      await page.reload();
      restored.push(await page.evaluate(firstLists));
      await context.close();
    }
    row({ name: 'newcomer', median: median(first), unit: 'ms', wanted: { atMost: 3000 }, quality: spread(first) });
    const wanted = { atMost: 1000 };
    row({ name: 'restored session', median: median(restored), unit: 'ms', wanted, quality: spread(restored) });
  },
};

async function firstLists(): Promise<number> {
  await window.tastelab.ready;
  return (await window.bench.listsPainted()).painted;
}

const spread = (times: readonly number[]) =>
  `${quantile(times, 0).toFixed(0)} … ${quantile(times, 1).toFixed(0)} ms; ${times.length} rounds`;
