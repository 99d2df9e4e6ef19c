import { mount, tick, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { DatasetView, LabApi } from '../../src/rpc/lab-api.ts';
import type { Lab } from '../../src/state/lab.svelte.ts';
import App from '../../src/App.svelte';
import { api, fakeLab, view } from './fixtures.ts';

const kinds = (viewed: number) => [
  { id: 'purchase', weight: 1, rated: false },
  viewed === 0.3 ? { id: 'view', weight: 0.3, rated: false } : { id: 'view', weight: viewed, usual: 0.3, rated: false },
];
const shop: DatasetView = {
  ...view,
  summary: { ...view.summary, feedback: 'implicit' },
  catalog: { ...view.catalog, years: null },
  ratingScale: null,
  kinds: kinds(0.3),
  profile: { ...view.profile, kinds: Uint32Array.of(300, 900) },
};
const [first] = await api.nextToRate([], [], 1);
const title = shop.catalog.titles[first];

let app: Record<string, unknown>;
let lab: Lab;
async function open(more: Partial<LabApi> = {}) {
  await page.viewport(1280, 900);
  lab = await fakeLab({ api: { openDataset: async () => shop, ...more } });
  app = mount(App, { target: document.body, props: { lab } });
  await tick();
}
afterEach(() => unmount(app));

const history = () => lab.taste.ratings.map(({ item, value, amounts }) => ({ item, value, amounts }));

describe('a shop on the Rate page', () => {
  it('has buttons for what one does, and no stars', async () => {
    await open();
    await expect.element(page.getByRole('button', { name: `Buy ${title}` })).toBeVisible();
    await expect.element(page.getByRole('button', { name: `View ${title}` })).toBeVisible();
    expect(document.querySelector('.stars')).toBeNull();
    expect(page.getByRole('complementary', { name: 'Your taste' }).element().textContent).not.toMatch(
      /\bfilms?\b|\bstars?\b|\brat(e|ing)/i,
    );
  });

  it('adds up what is done, tells it in the history, and takes it back', async () => {
    await open();
    await page.getByRole('button', { name: `View ${title}` }).click();
    const rail = page.getByRole('region', { name: 'What you did' });
    const again = rail.getByRole('button', { name: `Buy ${title}` });
    await again.click();
    await again.click();
    expect(history()).toEqual([{ item: first, value: 2.3, amounts: { view: 1, purchase: 2 } }]);
    await expect.element(rail.getByRole('button', { name: `Buy ${title}, bought 2 times` })).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(history()).toEqual([{ item: first, value: 1.3, amounts: { view: 1, purchase: 1 } }]);
  });

  it('asks the board with the weighted sum', async () => {
    const asked: number[][] = [];
    await open({
      board: (question) => {
        asked.push(question.ratings.map(({ value }) => value));
        return api.board(question);
      },
    });
    await lab.taste.act(first, 'purchase', 2);
    await lab.taste.act(first, 'view');
    await lab.settled();
    expect(asked.at(-1)).toEqual([2.3]);
  });

  it('may recommend again what was only viewed, where asked', async () => {
    const asked: (readonly number[] | undefined)[] = [];
    await open({
      board: (question) => {
        asked.push(question.again);
        return api.board(question);
      },
    });
    await lab.taste.act(3, 'view');
    await lab.taste.act(4, 'view');
    await lab.taste.act(4, 'purchase');
    await lab.settled();
    expect(asked.at(-1)).toBeUndefined();
    await lab.allowRepeats(true);
    await lab.settled();
    expect(asked.at(-1)).toEqual([3]);
  });

  it('weighs the kinds anew, fits every column to that and loses nothing', async () => {
    const weighed: unknown[] = [];
    let opened = shop;
    await open({
      openDataset: async () => opened,
      reweigh: async (_, weights) => {
        weighed.push(weights);
        const summary = { ...shop.summary, hash: 'f00d+view=1' };
        opened = { ...shop, summary, kinds: kinds(1) };
        return summary;
      },
    });
    await lab.taste.act(first, 'purchase');
    await lab.taste.act(first, 'view', 2);
    const columns = [...lab.columns.all];
    const before = columns.map(({ model }) => model);
    await page.getByText('What an act counts').click();
    const slider = page.getByRole('slider', { name: 'viewed' }).element() as HTMLInputElement;
    for (const value of ['0.6', '1']) {
      slider.value = value;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    await expect.poll(() => lab.datasets.view!.kinds[1].weight).toBe(1);
    await lab.settled();
    expect(weighed).toEqual([{ view: 1 }]);
    expect(history()).toEqual([{ item: first, value: 3, amounts: { purchase: 1, view: 2 } }]);
    expect(lab.columns.all).toEqual(columns);
    expect(lab.columns.all.every(({ status }) => status === 'ready')).toBe(true);
    expect(lab.columns.all.map(({ model }) => model)).toEqual(before);
    expect(lab.address.screen.weights).toEqual({ view: 1 });
    await expect.element(page.getByRole('button', { name: 'as they came' })).toBeVisible();
  });
});
