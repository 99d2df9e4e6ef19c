import axe from 'axe-core';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { readAsked } from '../../src/rpc/asked-model.ts';
import type { BoardQuestion } from '../../src/rpc/lab-api.ts';
import { api, fakeLab } from './fixtures.ts';

const given = [
  { item: 0, value: 4.5 },
  { item: 1, value: 5 },
];
/** The fake recommenders are chosen by how a model's name begins: a mix answers as its first part. */
const first = (model: string): string => {
  const asked = readAsked(model);
  return 'parts' in asked ? first(asked.parts[0].model) : asked.key;
};

it('a mix is added from the panel, follows its sliders and stays in the address', { timeout: 60_000 }, async () => {
  await page.viewport(1440, 900);
  const asked: BoardQuestion[] = [];
  const board: typeof api.board = async (question) => {
    asked.push(question);
    const answer = await api.board({ ...question, models: question.models.map(first) });
    return { ...answer, lists: answer.lists.map((list, at) => ({ ...list, model: question.models[at] })) };
  };
  const lab = await fakeLab({ hash: '#/rate?columns=popularity~als', given, api: { board } });
  await render(App, { lab });
  await page.getByRole('button', { name: 'Add a recommender' }).click();
  await page.getByRole('button', { name: /Mix of what is open/ }).click();
  await expect.element(page.getByRole('region', { name: 'Mix' })).toBeVisible();
  await page.getByRole('button', { name: 'Settings of Mix' }).click();
  await page.getByRole('slider', { name: /ALS/ }).fill('0.6');
  await expect.poll(() => lab.address.screen.columns?.at(-1)).toEqual({ id: 'mix', params: { als: 0.6 } });
  await expect
    .poll(() => readAsked(asked.at(-1)!.models[2]))
    .toMatchObject({ combine: 'rank', parts: [{ weight: 0.6 }] });
  await page.getByRole('combobox', { name: 'Blend by' }).selectOptions('score');
  await expect.poll(() => readAsked(asked.at(-1)!.models[2])).toMatchObject({ combine: 'score' });
  const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
});

it('groups items by likeness as a picture and as numbers', { timeout: 60_000 }, async () => {
  await page.viewport(1440, 900);
  const lab = await fakeLab({ hash: '#/explore' });
  await render(App, { lab });
  const picture = page.getByRole('img', { name: 'How alike 30 items are, grouped' });
  await expect.element(picture).toBeInTheDocument();
  expect(picture.element().querySelectorAll('rect').length).toBe(900);
  expect(picture.element().querySelectorAll('path').length).toBe(29);
  await page.getByRole('searchbox', { name: 'Words of titles' }).fill('moon');
  await expect.element(page.getByText('Ninth Moon').first()).toBeInTheDocument();
  await page.getByRole('button', { name: 'Show the numbers of “Likeness, grouped” as a table' }).click();
  const table = page.getByRole('group', { name: 'Likeness, grouped' });
  await expect.element(table.getByRole('rowheader', { name: 'Ninth Moon' })).toBeInTheDocument();
  expect(table.element().querySelectorAll('tbody tr').length).toBe(30);
  await expect.element(page.getByRole('img', { name: /words that tell 10 items apart/ })).toBeInTheDocument();
});
