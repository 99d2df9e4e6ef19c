import axe from 'axe-core';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { fakeLab } from './fixtures.ts';

it('shows two recommenders mixed, takes a pick by keyboard, and says whose it was', { timeout: 60_000 }, async () => {
  await page.viewport(1440, 900);
  const lab = await fakeLab({ given: [{ item: 0, value: 5 }] });
  await render(App, { lab });
  const test = page.getByRole('region', { name: 'Blind taste test' });
  await test.getByLabelText('First recommender').selectOptions('item-knn');
  await test.getByLabelText('Second recommender').selectOptions('als');
  await test.getByRole('button', { name: 'Begin' }).click();
  const { tasteTest } = lab;
  await expect.poll(() => tasteTest.draft?.items.length).toBe(6);
  const cards = test.getByRole('listitem');
  // While it is blind, no list on the page tells whose an item is.
  const board = page.getByRole('region', { name: 'Recommendations, side by side' });
  const headings = board.getByRole('heading');
  await expect.element(board.getByText('The lists are covered while you taste')).toBeVisible();
  expect(headings.elements()).toEqual([]);
  expect(cards.elements().map((card) => card.textContent)).not.toContainEqual(expect.stringMatching(/Item kNN|ALS/));

  const { items, sides } = tasteTest.draft!;
  const own = sides.indexOf('b');
  cards.nth(own).getByRole('button').element().focus();
  await userEvent.keyboard(' ');
  expect(tasteTest.picked).toEqual([items[own]]);
  await test.getByRole('button', { name: 'Show who was who' }).click();
  await expect.element(test.getByText('ALS takes this round.')).toBeVisible();
  await expect.element(test).toHaveTextContent(/Item kNN 0 : 1 ALS/);
  await expect.element(cards.nth(own)).toHaveTextContent('ALS');
  await expect.element(headings.first()).toBeVisible();
  const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  await test.getByRole('button', { name: 'Another round' }).click();
  await expect.poll(() => tasteTest.draft?.items.some((item) => items.includes(item))).toBe(false);
  await lab.taste.undo();
  expect(tasteTest.tally).toEqual({ a: 0, b: 1, ties: 0 });

  const [a, b] = [tasteTest.sides!.a, tasteTest.sides!.b];
  tasteTest.close();
  await tasteTest.open(lab.datasets.view!.summary.id, a, b);
  expect(tasteTest.tally).toEqual({ a: 0, b: 1, ties: 0 });
  await tasteTest.reveal();
  expect(tasteTest.tally).toEqual({ a: 0, b: 1, ties: 1 });
});
