import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import type { BoardQuestion } from '../../src/rpc/lab-api.ts';
import type { Lab } from '../../src/state/lab.svelte.ts';
import { api, fakeLab, view } from './fixtures.ts';

const rated = [{ item: 1, value: 5 }];
let asked: BoardQuestion[];

async function open(hash = '#/rate'): Promise<Lab> {
  const board = (question: BoardQuestion) => (asked.push(question), api.board(question));
  const lab = await fakeLab({ hash, given: rated, api: { board } });
  await render(App, { lab });
  await expect.element(page.getByRole('region', { name: 'ALS', exact: true })).toBeVisible();
  return lab;
}
const chip = () => page.getByRole('button', { name: /^Lists without / });
const last = () => asked.at(-1)!;

beforeEach(async () => {
  asked = [];
  await page.viewport(1440, 900);
});

it('gives the lists an item by its cover, and takes it back', async () => {
  const lab = await open();
  const title = view.catalog.titles[1];
  await page.getByRole('button', { name: `Lists given ${title}` }).click();
  await expect.element(page.getByRole('button', { name: `Lists without ${title}` })).toBeVisible();
  await lab.settled();
  expect(last().given).toEqual({ item: 1, share: 0.25 });
  expect(lab.address.screen.given).toEqual({ item: view.itemIds[1], share: 0.25 });
  await expect.element(page.getByText(/not compare items and stay/)).toBeVisible();

  await chip().click();
  await lab.settled();
  expect(last().given).toBeNull();
  expect(lab.address.screen.given).toBeNull();
});

it('weighs its likeness', async () => {
  const lab = await open();
  lab.given.look(1);
  await page.getByRole('slider', { name: /its likeness counts/ }).fill('0.5');
  await lab.settled();
  expect(last().given).toEqual({ item: 1, share: 2.5 });
});

it('is no act: undo takes the rating back and leaves it', async () => {
  const lab = await open();
  lab.given.look(3);
  await userEvent.keyboard('{Control>}z{/Control}');
  await lab.settled();
  expect(last()).toMatchObject({ ratings: [], given: { item: 3 } });
});

it('comes with a link, and one that is not there is said', async () => {
  const lab = await open(`#/rate?given=${view.itemIds[4]}*1.5`);
  expect(last().given).toEqual({ item: 4, share: 1.5 });
  expect(lab.notices).toEqual([]);
  const other = await fakeLab({ hash: '#/rate?given=nothing' });
  expect(other.given.value).toBeNull();
  expect(other.notices[0]).toContain('"nothing"');
});

it('is asked for from “Why this?”', async () => {
  const lab = await open();
  await page
    .getByRole('region', { name: 'ALS', exact: true })
    .getByRole('listitem')
    .first()
    .getByRole('button')
    .click();
  const item = lab.why.subject!.item;
  await page.getByRole('button', { name: 'Lists given this film' }).click();
  expect(lab.given.item).toBe(item);
  await expect.element(page.getByRole('button', { name: 'Lists without this film' })).toBeVisible();
});

it('is asked for from an item on Explore', async () => {
  const lab = await fakeLab({ hash: `#/explore/${view.itemIds[7]}` });
  await render(App, { lab });
  await page.getByRole('button', { name: 'Lists given this film' }).click();
  expect(lab.given.item).toBe(7);
});

it('shows what is kept of answers where the page says what computes', async () => {
  await open();
  await page.getByRole('banner').getByRole('button', { name: /wasm/ }).click();
  await expect.element(page.getByText('12 of 42')).toBeVisible();
});
