import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { views } from '../../src/state/link.ts';
import { fakeLab } from './fixtures.ts';

const given = [
  { item: 0, value: 4.5 },
  { item: 1, value: 5 },
  { item: 31, value: 1.5 },
  { item: 12, value: 4.5 },
];

/** What axe finds against WCAG 2.2 AA, as sentences that name the element. */
async function violations(): Promise<string[]> {
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} (${node.failureSummary})`),
  );
}

afterEach(() => (document.documentElement.style.colorScheme = ''));

const headings = { rate: 'Rate', evaluate: 'Evaluate', explore: 'Film club', learn: 'Most popular', data: 'Data' };
const sizes = { 'a desk': [1440, 900], 'a phone': [390, 844] } as const;

describe.each(Object.entries(sizes))('on %s', (_, [width, height]) => {
  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    it.each(views)('%s is accessible', { timeout: 60_000 }, async (view) => {
      await page.viewport(width, height);
      const lab = await fakeLab({ hash: `#/${view}`, given });
      await lab.theme.choose(theme);
      if (view === 'evaluate') await lab.evaluation.run(lab.columns.all.map(({ selection }) => selection));
      await render(App, { lab });
      await expect.element(page.getByRole('heading', { level: 1, name: headings[view] })).toBeInTheDocument();
      expect(await violations()).toEqual([]);
    });
  });
});

it('an empty lab is accessible and teaches', async () => {
  await page.viewport(1440, 900);
  const lab = await fakeLab();
  await render(App, { lab });
  await expect.element(page.getByText('What you rate collects here.')).toBeVisible();
  await expect.element(page.getByText('Rate a film and every recommender is marked here')).toBeVisible();
  expect(await violations()).toEqual([]);
});
