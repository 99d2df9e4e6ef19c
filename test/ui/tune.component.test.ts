import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import type { SearchPlan, Try } from '../../src/core/experiments/search.ts';
import type { LabApi } from '../../src/rpc/lab-api.ts';
import { fakeLab } from './fixtures.ts';

const bestFactors = 20;
const tryAt = (factors: number): Try => {
  const value = 0.3 - 0.04 * Math.abs(Math.log2(factors / bestFactors));
  return {
    params: { factors, alpha: 5 },
    share: 1,
    value,
    interval: [value - 0.01, value + 0.01],
    seconds: 1.2,
    error: null,
  };
};
const wanted = [64, 8, 128, bestFactors, 200];

/** Tries one setting after the other; waits before the third until it is asked anew. */
function slowTune() {
  const asked: { plan: SearchPlan; from: number }[] = [];
  const tune: LabApi['tune'] = async (_, plan, tried, signal, report) => {
    asked.push({ plan, from: tried.length });
    const all = [...tried];
    const standing = () => ({ tried: [...all], best: bestOf(all), remaining: wanted.length - all.length });
    while (all.length < wanted.length) {
      all.push(tryAt(wanted[all.length]));
      report({ ...standing(), running: null });
      if (all.length === 2 && tried.length === 0) {
        await new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
        );
      }
    }
    return { ...standing(), changes: { factors: bestFactors }, ended: 'tries' };
  };
  return { tune, asked };
}
const bestOf = (all: readonly Try[]) =>
  all.findIndex(({ value }) => value === Math.max(...all.map((one) => one.value)));

afterEach(() => (document.documentElement.style.colorScheme = ''));

describe('tuning', () => {
  it(
    'looks for a better setting, pauses, goes on where it was, and opens what it found',
    { timeout: 60_000 },
    async () => {
      await page.viewport(1440, 900);
      const { tune, asked } = slowTune();
      const lab = await fakeLab({ hash: '#/evaluate', api: { tune } });
      await render(App, { lab });
      await page.getByLabelText('Recommender to tune').selectOptions('als');
      await page.getByLabelText('How to search').selectOptions('grid');
      await page.getByRole('checkbox', { name: 'Alpha' }).click();
      await page.getByLabelText('Factors, to').fill('200');
      await page.getByRole('button', { name: 'Begin', exact: true }).click();
      await expect.element(page.getByText('try 3 of 5')).toBeInTheDocument();
      expect(asked[0].plan).toMatchObject({
        recommender: { id: 'als', params: {} },
        space: { factors: { from: 8, to: 200 } },
        way: 'grid',
        metric: 'ndcg',
        protocol: lab.evaluation.protocol,
      });
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect.element(page.getByText('2 of 5 tried')).toBeInTheDocument();
      await page.getByRole('button', { name: 'Resume' }).click();
      await expect.element(page.getByText('instead of .233')).toBeInTheDocument();
      expect(asked.map(({ from }) => from)).toEqual([0, 2]);
      await page.getByRole('button', { name: 'Open as a column' }).click();
      expect(lab.columns.all.map(({ selection }) => selection)).toContainEqual({
        id: 'als',
        params: { factors: bestFactors },
      });
      await page.getByRole('button', { name: 'Test against the default' }).click();
      await expect
        .poll(() => lab.evaluation.runs[0]?.outcomes.map(({ recommender }) => recommender))
        .toEqual([
          { id: 'als', params: {} },
          { id: 'als', params: { factors: bestFactors } },
        ]);
    },
  );

  it.each(['light', 'dark'] as const)('is accessible in the %s theme', { timeout: 60_000 }, async (theme) => {
    await page.viewport(theme === 'light' ? 1440 : 390, 900);
    const { tune } = slowTune();
    const lab = await fakeLab({ hash: '#/evaluate', api: { tune } });
    await lab.theme.choose(theme);
    await render(App, { lab });
    const plan = {
      recommender: { id: 'als', params: {} },
      space: { factors: { from: 8, to: 200 } },
      way: 'grid',
    } as const;
    void lab.tuning.begin({ ...plan, metric: 'ndcg', protocol: lab.evaluation.protocol, tries: 5, seconds: null });
    await expect.poll(() => lab.tuning.tried.length).toBe(2);
    lab.tuning.pause();
    await lab.tuning.resume();
    await expect.element(page.getByRole('img', { name: /5 tries: NDCG@10 upwards/ })).toBeInTheDocument();
    const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  });
});
