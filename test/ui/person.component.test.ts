import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { LabError } from '../../src/core/errors.ts';
import { keepLists } from '../../src/core/experiments/kept-lists.ts';
import type { LabApi } from '../../src/rpc/lab-api.ts';
import { openDoor } from '../../src/state/door.ts';
import type { Lab } from '../../src/state/lab.svelte.ts';
import type { FakeLabOptions } from './fixtures.ts';
import { api, fakeLab, view } from './fixtures.ts';

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

  it('shows lists made elsewhere beside our own, and who has none there', { timeout: 60_000 }, async () => {
    await page.viewport(1440, 900);
    // A file with one list, of member-0003: 8 and 3 count, 14 was held out and does not.
    const judgeLists: LabApi['judgeLists'] = async (run, file, report) => {
      const outcome = await api.judgeLists(run, file, report);
      const lists = Array.from(run.users, (person) => Uint32Array.from(person === 3 ? [8, 14, 3] : []));
      return { ...outcome, details: { ...outcome.details!, lists: keepLists(lists, view.itemIds.length) } };
    };
    const lab = await openLab({ hash: '#/evaluate?person=member-0003', api: { judgeLists } });
    await lab.outsideLists.open(new File([''], 'theirs.run'), lab.evaluation.current!);
    const list = page.getByRole('region', { name: 'theirs', exact: true });
    await expect.element(list).toHaveTextContent(/2 of 2, lists 3/);
    const rows = list.getByRole('listitem');
    await expect.element(rows.nth(0)).toHaveTextContent(`${titleOf(8)} ✓, held out`);
    await expect.element(rows.nth(1)).not.toHaveTextContent('✓');
    await expect.element(rows.nth(2)).toHaveTextContent(`${titleOf(3)} ✓, held out`);
    const held = page.getByRole('region', { name: 'What was held out' });
    await expect.element(held.getByRole('columnheader', { name: 'theirs' })).toBeVisible();
    const figures = page.getByRole('group', { name: 'This person in figures' });
    await expect.element(figures.getByRole('rowheader', { name: 'theirs' })).toBeVisible();
    expect(await violations()).toEqual([]);

    await page.getByRole('button', { name: 'Next' }).click();
    await expect.element(list).toHaveTextContent('It had nothing to list.');
    await page.getByLabelText('Order of the people').selectOptions('whom theirs serves worst');
    expect(lab.people.order).toBe('worst 3');
  });

  it('is handed to programs, by the names of the data', { timeout: 60_000 }, async () => {
    const lab = await openLab();
    const door = openDoor(Promise.resolve(lab), Promise.resolve());
    await door.judgeLists(new File([''], 'theirs.run'));
    const { known, heldOut, lists } = await door.person('member-0003');
    const named = (item: number) => view.itemIds[item];
    expect(known[0]).toEqual({ item: named(20), title: titleOf(20), value: 3, time: 1_600_000_000 });
    expect(heldOut.map(({ item, relevant }) => [item, relevant])).toEqual([
      [named(3), true],
      [named(8), true],
      [named(14), false],
    ]);
    expect(Object.keys(lists)).toEqual(['popularity', 'item-knn', 'als', 'theirs']);
    expect(lists.popularity!.slice(0, 2)).toEqual([named(3), named(4)]);
    await expect(door.person('a stranger')).rejects.toThrow(/Nobody called "a stranger" was judged/);
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
