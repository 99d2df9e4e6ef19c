import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { LabError } from '../../src/core/errors.ts';
import type { Lab } from '../../src/state/lab.svelte.ts';
import type { FakeLabOptions } from './fixtures.ts';
import { fakeLab, view } from './fixtures.ts';

async function openLab(options: FakeLabOptions = {}): Promise<Lab> {
  const lab = await fakeLab({ hash: '#/evaluate', ...options });
  await lab.evaluation.run(['popularity', 'item-knn', 'als'].map((id) => ({ id, params: {} })));
  await render(App, { lab });
  return lab;
}
const violations = async () =>
  (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] })).violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0].html}`,
  );
const titleOf = (item: number) => view.catalog.titles[item];

describe('a person of a run', () => {
  it('is found by name, shown with lists, hits and ranks, and leafed through', { timeout: 60_000 }, async () => {
    await page.viewport(1440, 900);
    const lab = await openLab();
    const ways = page.getByRole('region', { name: 'One person at a time' });
    const find = ways.getByRole('combobox', { name: 'Find a person' });
    await find.fill('0003');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'member-0003' })).toBeVisible();
    expect(lab.address.screen.person).toBe('member-0003');

    await expect.element(page.getByText('4 known ratings')).toBeVisible();
    await expect.element(page.getByText(/since July 2017/)).toBeVisible();
    // Popularity lists 3 … 14 for them; 3 and 8 count, 14 was held out and does not.
    const list = page.getByRole('region', { name: 'Most popular' });
    await expect.element(list).toHaveTextContent(/2 of 2/);
    const rows = list.getByRole('listitem');
    await expect.element(rows.nth(0)).toHaveTextContent(`${titleOf(3)} ✓, held out`);
    await expect.element(rows.nth(1)).not.toHaveTextContent('✓');
    await expect.element(rows.nth(5)).toHaveTextContent('✓');
    const held = page.getByRole('region', { name: 'What was held out' });
    const row = (item: number) => held.getByRole('row', { name: new RegExp(titleOf(item)) });
    await expect.element(row(8).getByRole('cell').nth(1)).toHaveTextContent('✓ 6');
    await expect.element(row(14).getByRole('cell').nth(0)).toHaveTextContent('no');
    await expect.element(row(14).getByRole('cell').nth(1)).toHaveTextContent('12');
    await expect.element(row(3).getByRole('cell').nth(3)).toHaveTextContent('> 12');
    expect(await violations()).toEqual([]);

    await page.getByRole('button', { name: 'Next' }).click();
    await expect.element(page.getByRole('heading', { name: 'member-0004' })).toBeVisible();
    await page.getByLabelText('Order of the people').selectOptions('worst 2');
    const [worst] = lab.people.inOrder(lab.evaluation.shown!, 'ndcg', 'higher');
    expect(lab.address.screen.person).toBe(lab.evaluation.shown!.userIds![worst]);
    await expect.element(page.getByRole('button', { name: 'Previous' })).toBeDisabled();
    // A real link would be heard of by the real window, not by the one of this lab.
    const back = page.getByRole('link', { name: 'Everyone in this run' }).element();
    expect(back.getAttribute('href')).toBe(lab.address.toPerson(null));
    lab.address.goToPerson(null);
    await expect.element(ways).toBeVisible();
    await ways.getByRole('button', { name: 'Where they differ most' }).click();
    expect(lab.people.order).toBe('difference');
    await expect.element(page.getByText('1 of 200')).toBeVisible();
  });

  it('opens from a link, on a phone too, and says what is missing', { timeout: 60_000 }, async () => {
    await page.viewport(390, 844);
    const hash = '#/evaluate?person=member-0007';
    const lab = await openLab({ hash });
    await expect.element(page.getByRole('heading', { name: 'member-0007' })).toBeVisible();
    await expect.element(page.getByText('4 known ratings')).toBeVisible();
    expect(document.documentElement.scrollWidth).toBe(390);
    expect(await violations()).toEqual([]);

    lab.address.goToPerson('a stranger');
    await expect.element(page.getByText('Nobody called “a stranger” was judged in this run')).toBeVisible();
    lab.address.goToPerson('member-0007');
    await lab.evaluation.remove(lab.evaluation.current!);
    await expect.element(page.getByText('in a run that is not on this device')).toBeVisible();
  });

  it('shows the lists even where the cut cannot be had, and says why', { timeout: 60_000 }, async () => {
    await page.viewport(1440, 900);
    const person = () => Promise.reject(new LabError('ParamError', 'It has been weighed anew. Repeat the run.'));
    const lab = await openLab({ hash: '#/evaluate?person=member-0007', api: { person } });
    await expect.element(page.getByText('It has been weighed anew. Repeat the run.')).toBeVisible();
    await expect.element(page.getByRole('region', { name: 'Most popular' })).toBeVisible();

    const { relevant: _relevant, ...bare } = lab.evaluation.current!;
    lab.evaluation.show(bare);
    await expect.element(page.getByText('This run kept no lists of its people')).toBeVisible();
  });
});
