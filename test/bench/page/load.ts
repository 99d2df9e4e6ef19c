import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import type { PageBench } from '../bench.ts';
import { beginImport, movieLens, noMovieLens, show, untilOpen } from './steps/data.ts';
import { arrive, calm } from './steps/person.ts';

/** What a first visit transfers, and whether the page's own thread ever stalls. */
export const pageBench: PageBench = {
  name: 'first load',
  async run({ browser, url, row }) {
    const { context, page } = await arrive(browser, url);
    await page.evaluate(() => window.tastelab.ready);
    const { scripts, workers } = await scriptsOf(page);
    const [own, others] = await Promise.all([gzipped(page, scripts), gzipped(page, workers)]);
    const files = (paths: readonly string[]) => paths.map((path) => path.split('/').pop()).join(', ');
    row({
      name: 'scripts of the page, gzip',
      median: own,
      unit: 'kB',
      wanted: { atMost: 90 },
      quality: files(scripts),
    });
    row({ name: 'scripts of its workers, gzip', median: others, unit: 'kB', quality: files(workers) });

    const wanted = { atMost: 50 };
    const stalls = async (name: string) => {
      await page.waitForTimeout(500);
      const tasks = await page.evaluate(() => window.bench.longTasks());
      const longest = Math.max(0, ...tasks);
      row({ name, median: longest, unit: 'ms', wanted, quality: `longest; ${tasks.length} tasks over 50 ms` });
    };
    await stalls('until all lists are there');
    await calm(page);
    await page.evaluate(() => window.bench.longTasks());
    await page.evaluate(async () => {
      for (const [i, { id }] of (await window.tastelab.items('', 20)).entries()) {
        await window.bench.rate(id, 1 + (i % 5));
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    });
    await stalls('20 ratings');
    for (const view of ['evaluate', 'explore', 'learn', 'data', 'rate']) {
      await show(page, view);
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      await stalls(`view ${view}`);
    }
    if (movieLens) {
      await show(page, 'data');
      await beginImport(page, movieLens);
      await untilOpen(page, 100_004);
      await page.evaluate(() => window.tastelab.board());
      await stalls('import of ml-latest-small');
    } else console.log(`  ${noMovieLens}`);
    await context.close();
  },
};

/** Addresses of the scripts the page itself asked for so far, and of its workers'. */
async function scriptsOf(page: Page): Promise<{ scripts: string[]; workers: string[] }> {
  const loaded = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => /\.m?js($|\?)/.test(name)),
  );
  const workers = [...new Set(page.workers().map((worker) => worker.url()))];
  return { scripts: [...new Set(loaded)].filter((name) => !workers.includes(name)), workers };
}

/** Kilobytes (1000 bytes) as a host that compresses would send them. */
async function gzipped(page: Page, addresses: readonly string[]): Promise<number> {
  const bodies = await Promise.all(addresses.map(async (address) => (await page.request.get(address)).body()));
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0) / 1000;
}
