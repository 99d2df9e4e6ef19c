import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import type { Lab } from '../../src/state/lab.svelte.ts';
import { fakeLab, view } from './fixtures.ts';

const given = [
  { item: 1, value: 5 },
  { item: 12, value: 4.5 },
];
const column = (name: string) => page.getByRole('region', { name, exact: true });
const titlesIn = (name: string) =>
  column(name)
    .getByRole('listitem')
    .elements()
    .map((row) => row.querySelector('b')!.textContent);
const own = () => page.getByRole('region', { name: 'Your ratings' });

async function open(options: Parameters<typeof fakeLab>[0] = { given }): Promise<Lab> {
  const lab = await fakeLab(options);
  await render(App, { lab });
  await expect.element(column('ALS')).toBeVisible();
  return lab;
}

// Playwright waits for elements to stand still, which on a busy machine takes a while.
beforeEach(() => page.viewport(1440, 900));

it('shows every recommender’s ten, and what it said of the own films', async () => {
  const lab = await open();
  for (const { entry } of lab.columns.all) expect(titlesIn(entry.label)).toHaveLength(10);
  const row = page.getByRole('row', { name: /ALS/ });
  await expect.element(row).toHaveTextContent(/\d+\/2/);
});

it('moves the lists when a film is rated, and back when that is undone', async () => {
  const lab = await open();
  const before = titlesIn('ALS');
  const next = page.getByRole('region', { name: 'Rate next' });
  const title = view.catalog.titles[lab.next.value![0]];
  await next
    .getByRole('radiogroup', { name: `Your rating of ${title}` })
    .getByRole('radio', { name: '5 stars', exact: true })
    .click();
  await expect.element(own().getByRole('group', { name: title })).toBeVisible();
  await lab.settled();
  await expect.poll(() => titlesIn('ALS')).not.toEqual(before);

  await userEvent.keyboard('{Control>}z{/Control}');
  await lab.settled();
  await expect.poll(() => titlesIn('ALS')).toEqual(before);
});

it('finds a film by / and a few letters, and rates it without the mouse', async () => {
  const lab = await open();
  await userEvent.keyboard('/');
  await expect.element(page.getByPlaceholder('Find something to rate')).toHaveFocus();
  await userEvent.keyboard('teeth');
  await expect.element(page.getByRole('option', { name: /Teeth/ })).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => document.activeElement?.getAttribute('role')).toBe('radio');
  await userEvent.keyboard('4');
  await expect.poll(() => lab.taste.valueOf(31)).toBe(4);
});

it('lights the film under the pointer in every column, and joins its ranks', async () => {
  await open();
  const film = titlesIn('Most popular').find((title) => titlesIn('ALS').includes(title))!;
  await column('Most popular')
    .getByRole('button', { name: new RegExp(film!) })
    .hover();
  await expect.poll(() => document.querySelectorAll('[data-item].lit').length).toBeGreaterThan(1);
  await expect.poll(() => document.querySelectorAll('svg.links path').length).toBeGreaterThan(0);
});

it('says why, in parts that add up to the score, and gives the focus back', async () => {
  await open();
  const row = column('ALS').getByRole('listitem').first().getByRole('button');
  await row.click();
  const why = page.getByRole('complementary', { name: 'Why this?' });
  await expect.element(why.getByText('which is the sum of')).toBeVisible();
  const shown = why.element().textContent!;
  const score = Number(/score ([\d.]+)/.exec(shown)![1]);
  const parts = [...why.element().querySelectorAll('.parts .num')].map((cell) =>
    Number(cell.textContent!.replace('−', '-')),
  );
  expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 1);
  await userEvent.keyboard('{Escape}');
  await expect.element(row).toHaveFocus();
});

it('scrubs through the history', async () => {
  const lab = await open();
  const slider = page.getByRole('slider', { name: 'Your history' });
  await slider.fill('1');
  await expect.poll(() => lab.taste.shown.length).toBe(1);
  await expect.element(own().getByText('1 rating ago')).toBeVisible();
  await own().getByRole('button', { name: 'back to now' }).click();
  await expect.poll(() => lab.taste.shown.length).toBe(2);
});

it('removes, adds and moves columns from the keyboard', async () => {
  const lab = await open();
  const names = () => lab.columns.all.map(({ entry }) => entry.label);
  const [first, second] = names();
  await column(first)
    .getByRole('button', { name: `Settings of ${first}` })
    .click();
  await page.getByRole('button', { name: 'Move right' }).click();
  expect(names().slice(0, 2)).toEqual([second, first]);
  const settings = column(first).getByRole('button', { name: `Settings of ${first}` });
  await expect.element(settings).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  await page.getByRole('button', { name: 'Remove' }).click();
  expect(names()).not.toContain(first);
  await page.getByRole('button', { name: 'Add a recommender' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(first) })
    .click();
  await expect.poll(names).toContain(first);
});

it('offers to try again where a fit failed, while the others go on', async () => {
  let refuse = true;
  const { api } = await import('./fixtures.ts');
  const lab = await open({
    given,
    api: {
      fit: (dataset, selection, ...rest) =>
        selection.id === 'item-knn' && refuse
          ? Promise.reject(new Error('The memory is full.'))
          : api.fit(dataset, selection, ...rest),
    },
  });
  await expect.element(column('Item kNN').getByText('The memory is full.')).toBeVisible();
  expect(titlesIn('ALS')).toHaveLength(10);
  refuse = false;
  await column('Item kNN').getByRole('button', { name: 'Try again' }).click();
  await lab.settled();
  await expect.poll(() => titlesIn('Item kNN')).toHaveLength(10);
});

it('gives each column a page of its own on a phone, and the ratings a sheet', async () => {
  await page.viewport(390, 844);
  await open();
  const als = page.getByRole('navigation', { name: 'Recommenders' }).getByRole('button', { name: 'ALS' });
  await als.click();
  await expect.poll(() => column('ALS').element().getBoundingClientRect().left, { timeout: 3000 }).toBeLessThan(60);
  await page.getByRole('button', { name: 'Your 2 ratings' }).click();
  await expect.element(page.getByRole('dialog', { name: 'Your 2 ratings' })).toBeVisible();
});
