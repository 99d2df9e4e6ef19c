import type { PageBench } from '../bench.ts';
import { median, quantile } from '../bench.ts';
import { beginImport, movieLens, noMovieLens, show, untilOpen, untilStored } from './steps/data.ts';
import { arrive } from './steps/person.ts';

const rounds = 5;

/** From the choice of ml-latest-small.zip, through preview and confirmation, to six fitted lists on the screen. */
export const pageBench: PageBench = {
  name: 'import of ml-latest-small → fitted board',
  async run({ browser, url, row }) {
    if (!movieLens) return console.log(`  ${noMovieLens}`);
    const stored: number[] = [];
    const painted: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const { context, page } = await arrive(browser, url);
      await page.evaluate(() => window.tastelab.ready);
      await show(page, 'data');
      const start = await page.evaluate(() => performance.now());
      await beginImport(page, movieLens);
      await untilStored(page, 100_004);
      stored.push((await page.evaluate(() => performance.now())) - start);
      await untilOpen(page, 100_004);
      await show(page, 'rate');
      painted.push((await page.evaluate(() => window.bench.listsPainted())).painted - start);
      await context.close();
    }
    const span = `${quantile(painted, 0).toFixed(0)} … ${quantile(painted, 1).toFixed(0)} ms; ${rounds} rounds`;
    row({ name: 'read and stored', median: median(stored), unit: 'ms' });
    row({ name: 'six lists painted', median: median(painted), unit: 'ms', wanted: { atMost: 5000 }, quality: span });
  },
};
