import axe from 'axe-core';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { fakeLab } from './fixtures.ts';

it('asks for several cuts in the sentence, and shows how far they are apart', async () => {
  await page.viewport(1440, 900);
  const lab = await fakeLab({ hash: '#/evaluate' });
  await render(App, { lab });
  await page.getByLabelText('How often the data are cut').selectOptions('5');
  expect(lab.evaluation.protocol.repeats).toBe(5);
  expect(lab.address.screen.protocol.repeats).toBe(5);
  await expect.element(page.getByText(/takes 5 times as long/)).toBeVisible();

  const run = (await lab.evaluation.run(lab.columns.all.map(({ selection }) => selection)))!;
  lab.evaluation.show({
    ...run,
    id: 'cut five times',
    outcomes: run.outcomes.map((outcome) => ({
      ...outcome,
      results: outcome.results.map((result) => ({
        ...result,
        repeats: {
          values: [-0.02, -0.01, 0, 0.01, 0.02].map((shift) => result.value + shift),
          deviation: 0.0158,
          overPeople: result.interval,
          parts: result.perUser && { people: 0.2412, cuts: 0.0123, rest: 0.1034 },
        },
      })),
    })),
  });
  const table = page.getByRole('group', { name: /cut by cut/ });
  await expect.element(table.getByText('cut to cut')).toBeVisible();
  await expect.element(table.getByText('.0158').first()).toBeVisible();
  await expect.element(table.getByText('.0123').first()).toBeVisible();
  await expect.element(page.getByText(/first cut/)).toBeVisible();
  const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'best-practice'] });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`)).toEqual([]);

  await page.getByLabelText('How often the data are cut').selectOptions('1');
  expect(lab.evaluation.protocol.repeats).toBeUndefined();
});
