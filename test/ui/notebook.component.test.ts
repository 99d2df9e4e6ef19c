import axe from 'axe-core';
import { beforeEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { LabError } from '../../src/core/errors.ts';
import type { LabApi } from '../../src/rpc/lab-api.ts';
import { demoCommunity } from '../../src/state/datasets.svelte.ts';
import { fakeLab, view } from './fixtures.ts';

beforeEach(() => page.viewport(1440, 900));

const heading = () => page.getByRole('heading', { name: 'The notebook’s own table' });
const button = () => page.getByRole('button', { name: 'Reproduce the notebook' });

async function openCommunity(api: Partial<LabApi> = {}) {
  const community = { ...view, summary: { ...view.summary, id: demoCommunity, name: 'Demo community' } };
  const lab = await fakeLab({ hash: '#/evaluate', api: { openDataset: async () => community, ...api } });
  await render(App, { lab });
  return lab;
}

it('the Evaluate page offers the notebook’s table where its community is open', async () => {
  await openCommunity();
  await expect.element(heading()).toBeVisible();
  await button().click();
  const cells = (method: string) =>
    [...page.getByRole('row', { name: method }).element().querySelectorAll('td')].map((cell) => cell.textContent);
  await expect.element(page.getByRole('row', { name: /Popularity/ })).toBeVisible();
  expect(cells('Popularity')).toEqual(['.300', '.367', '.400', '.030', '.037', '.040', 'Equal scores decide.']);
  expect(cells('Two-tower')).toEqual(['.500', '–', '–', '.050', '–', '–', 'Later work.']);
  expect((await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa'] })).violations).toEqual([]);
});

it('says why where it cannot be computed, and can be asked again', async () => {
  const reproduceNotebook = async () => {
    throw new LabError('WorkerError', 'The worker stopped. Ask again.');
  };
  await openCommunity({ reproduceNotebook });
  await button().click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('The worker stopped. Ask again.');
  await expect.element(button()).toBeEnabled();
});

it('is not in the way of other data', async () => {
  const lab = await fakeLab({ hash: '#/evaluate' });
  await render(App, { lab });
  await expect.element(page.getByRole('heading', { level: 1, name: 'Evaluate' })).toBeInTheDocument();
  await expect.element(heading()).not.toBeInTheDocument();
});
