import type { Browser, BrowserContext, Page } from 'playwright';
import { chromiumFlags, findChromium } from '../../../../scripts/chromium.js';
import type { Door } from '../../../../src/state/door.ts';
import { show } from './data.ts';

declare global {
  interface Window {
    /** What a bench asks the page itself, so that no message to another process is part of a measurement. */
    bench: Probe;
  }
}

export interface Acted {
  /** Milliseconds from the act until every list was known to the page … */
  readonly answered: number;
  /** … and until the frame that shows them all had been painted. */
  readonly painted: number;
}

export interface Probe {
  /** Milliseconds since navigation began, after a frame in which the lists of the DOM were the board's. */
  listsPainted(): Promise<{ answered: number; painted: number }>;
  /** Call it before the click; `clicked` then resolves to what came of it. */
  awaitClick(): void;
  clicked(): Promise<Acted>;
  rate(itemId: string, value: number): Promise<Acted>;
  /** Tasks over 50 ms on the page's own thread since the last call. */
  longTasks(): number[];
}

export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
}

const screen = { viewport: { width: 1440, height: 900 } };

/** A fresh profile on a laptop's screen. */
export async function arrive(browser: Browser, address: string): Promise<Person> {
  return enter(await browser.newContext(screen), address);
}

/** The same with a profile on disk: one in memory, as a private window has, keeps no large data. */
export async function moveIn(browser: Browser, folder: string, address: string): Promise<Person> {
  const executablePath = findChromium();
  const options = { ...screen, args: chromiumFlags, ...(executablePath && { executablePath }) };
  return enter(await browser.browserType().launchPersistentContext(folder, options), address);
}

async function enter(context: BrowserContext, address: string): Promise<Person> {
  await context.addInitScript(installProbe);
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(address);
  return { context, page };
}

/** Every column has its list, and nothing is measured in the background any more: that may take minutes, so it is cancelled. */
export async function calm(page: Page): Promise<void> {
  await page.evaluate(() => window.tastelab.ready);
  await page.evaluate(() => window.tastelab.board());
  await show(page, 'evaluate');
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  await cancel.click({ timeout: 5000 }).catch(() => {});
  await show(page, 'rate');
  await page.waitForTimeout(1500);
}

function installProbe(): void {
  const tasks: number[] = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
    buffered: true,
  });
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** A message posted in a frame's callback arrives when that frame has been laid out and painted. */
  const afterPaint = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });

  function isShown(board: Awaited<ReturnType<Door['board']>>): boolean {
    return Object.entries(board).every(([id, entries]) => {
      const column = document.querySelector(`[data-column="${id}"]`);
      if (!column || column.querySelector('ol.preview')) return false;
      const titles = [...column.querySelectorAll('[data-item] b')].map((title) => title.textContent);
      return titles.length === entries.length && entries.every(({ title }, i) => title === titles[i]);
    });
  }
  async function listsPainted() {
    const board = await window.tastelab.board();
    const answered = performance.now();
    do await frame();
    while (!isShown(board));
    await afterPaint();
    return { answered, painted: performance.now() };
  }
  const since = (start: number, { answered, painted }: Acted): Acted => ({
    answered: answered - start,
    painted: painted - start,
  });

  let click: Promise<Acted>;
  window.bench = {
    listsPainted,
    awaitClick() {
      click = new Promise((resolve) => {
        // At the window, after the page's own listeners: by then the act has been taken in.
        const taken = async (event: MouseEvent) => resolve(since(event.timeStamp, await listsPainted()));
        window.addEventListener('click', taken, { once: true });
      });
    },
    clicked: () => click,
    async rate(itemId, value) {
      const start = performance.now();
      void window.tastelab.rate(itemId, value);
      return since(start, await listsPainted());
    },
    longTasks: () => tasks.splice(0),
  };
}
