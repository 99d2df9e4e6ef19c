import { createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { createRng } from '../../../src/core/rng.ts';
import type { PageBench } from '../bench.ts';
import { beginImport, show, untilStored } from './steps/data.ts';
import { moveIn } from './steps/person.ts';

const rows = 9_400_000;
const users = 160_000;
const items = 24_000;

/** A table larger than most that are given away: from confirmation to stored, and what the renderer takes for it. */
export const pageBench: PageBench = {
  name: 'import of 9.4 million ratings',
  onlyByName: true,
  async run({ browser, url, row }) {
    const folder = mkdtempSync(join(tmpdir(), 'tastelab-'));
    try {
      const file = join(folder, 'ratings.csv');
      await writeRatings(file);
      const megabytes = statSync(file).size / 1e6;
      const { context, page } = await moveIn(browser, join(folder, 'profile'), url);
      await page.evaluate(() => window.tastelab.ready);
      await show(page, 'data');
      const before = await rendererMegabytes(page);
      let peak = before;
      const watch = setInterval(() => void rendererMegabytes(page).then((now) => (peak = Math.max(peak, now))), 100);
      const start = performance.now();
      try {
        await beginImport(page, file);
        await untilStored(page, rows);
      } finally {
        clearInterval(watch);
      }
      const seconds = (performance.now() - start) / 1000;
      const size = `${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s`;
      row({
        name: 'read and stored',
        median: megabytes / seconds,
        unit: 'MB/s',
        wanted: { atLeast: 40 },
        quality: size,
      });
      const rest = `resident, of which ${before.toFixed(0)} MB before`;
      row({ name: 'renderer at its peak', median: peak, unit: 'MB', wanted: { atMost: 1000 }, quality: rest });
      await context.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Half stars in order of user, as such tables come; a million lines or so are held at a time. */
async function writeRatings(file: string): Promise<void> {
  const rng = createRng(1);
  const out = createWriteStream(file);
  out.write('userId,movieId,rating,timestamp\n');
  let lines: string[] = [];
  let user = 0;
  const known = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const next = 1 + Math.floor((row * users) / rows);
    if (next !== user) known.clear();
    user = next;
    // Cubed, so that few items are frequent and most are not; nobody rates one twice, or there would be fewer events.
    let item: number;
    do item = 1 + Math.floor(items * rng.next() ** 3);
    while (known.has(item));
    known.add(item);
    lines.push(`${user},${item},${0.5 + rng.int(10) / 2},${1_000_000_000 + rng.int(500_000_000)}\n`);
    if (lines.length < 100_000 && row < rows - 1) continue;
    if (!out.write(lines.join(''))) await once(out, 'drain');
    lines = [];
  }
  out.end();
  await once(out, 'close');
}

/** Resident megabytes (10⁶ bytes) of the page's process, of which its workers are threads. 0 where there is no /proc to read. */
async function rendererMegabytes(page: Page): Promise<number> {
  const session = await page.context().browser()!.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => residentMegabytes(id));
    return Math.max(...renderers);
  } finally {
    await session.detach();
  }
}

function residentMegabytes(pid: number): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return 0;
  return (Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024) / 1e6;
}
