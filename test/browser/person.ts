import type { Browser, BrowserContext, Page } from 'playwright';
import { chromium } from 'playwright';
import { expect, inject } from 'vitest';
import { chromiumFlags, findChromium } from '../../scripts/chromium.js';

/** One Chromium for a test file. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({ args: chromiumFlags, ...(executablePath && { executablePath }) });
}

/** A fresh profile with the app open, and everything that went wrong in its console. */
export interface Person {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

export async function visit(browser: Browser, hash = '', address = inject('app')): Promise<Person> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`${address}${hash}`);
  return { context, page, complaints };
}

/** Resolves when every column has its list. */
export const settled = (page: Page): Promise<void> => page.evaluate(() => window.tastelab.ready);

/** Waits until an asynchronous condition holds in the page. */
export async function until(page: Page, condition: () => Promise<boolean>, timeout = 30_000): Promise<void> {
  await expect.poll(() => page.evaluate(condition).catch(() => false), { timeout, interval: 100 }).toBe(true);
}
