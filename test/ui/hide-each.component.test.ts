import axe from 'axe-core';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { openDoor } from '../../src/state/door.ts';
import App from '../../src/App.svelte';
import { isLiked, personalScore } from '../../src/core/experiments/personal.ts';
import { fromTop } from '../../src/ui/format.ts';
import { fakeLab } from './fixtures.ts';

const given = [31, 0, 1, 12, 5, 8, 20, 17].map((item, at) => ({ item, value: at ? 4.5 : 1 }));

it('hides each rating in turn, shows where it would have been, and says what has changed since', async () => {
  await page.viewport(1440, 900);
  const lab = await fakeLab({ given });
  await render(App, { lab });
  const each = page.getByRole('region', { name: 'Without this one' });
  await each.getByRole('button', { name: 'Hide each of your ratings in turn' }).click();
  await expect.element(each.getByText(/^of 8 ratings/)).toBeVisible();
  const table = each.getByRole('table');
  const { columns, leaveOneOut, evaluation } = lab;
  for (const column of columns.ready) {
    const guesses = leaveOneOut.of(column);
    expect(guesses.map(({ item }) => item)).toEqual(given.map(({ item }) => item));
    expect(guesses.filter((one) => isLiked(one, evaluation.protocol))).toHaveLength(7);
    const own = personalScore(guesses, evaluation.protocol);
    const row = table.getByRole('row', { name: column.entry.label });
    await expect.element(row).toHaveTextContent(fromTop(own.meanPercentile));
    await expect.element(row).toHaveTextContent(`${own.hits}/7`);
  }
  const { violations } = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  const byColumn = await openDoor(Promise.resolve(lab), Promise.resolve()).leaveOneOut();
  expect(Object.keys(byColumn)).toEqual(columns.ready.map(({ id }) => id));
  for (const column of columns.ready) {
    const { hidden, ...score } = byColumn[column.id];
    const guesses = leaveOneOut.of(column);
    expect(personalScore(guesses, evaluation.protocol)).toMatchObject(score);
    expect(hidden.map(({ item, rank }) => ({ item, rank }))).toEqual(
      guesses.map(({ item, rank }) => ({ item: `film-${item}`, rank })),
    );
  }

  await lab.taste.rate(2, 5);
  await lab.taste.rate(0, 2);
  await expect.element(each.getByText('of 8 ratings; you have rated or changed 2 since')).toBeVisible();
  await each.getByRole('button', { name: 'Hide each again' }).click();
  await expect.element(each.getByText(/^of 9 ratings/)).toBeVisible();

  // Above one's own mean, as the protocol may say, fewer count: and so they do in the columns’ own headings.
  evaluation.protocol = { ...evaluation.protocol, relevantFrom: null, aboveOwnMean: true };
  const [column] = columns.ready;
  const liked = leaveOneOut.of(column).filter((one) => isLiked(one, evaluation.protocol)).length;
  expect(liked).toBeGreaterThan(0);
  expect(liked).toBeLessThan(9);
  const row = table.getByRole('row', { name: column.entry.label });
  await expect.element(row.getByRole('cell').nth(2)).toHaveTextContent(new RegExp(`/${liked}$`));
});

it('can be stopped, keeps what it has, and says when it failed', async () => {
  await page.viewport(390, 844);
  let fails = false;
  const lab = await fakeLab({
    given,
    api: {
      hide: async (models, ratings, hidden, signal) => {
        if (fails) throw new Error('The worker is gone.');
        if (hidden < ratings.length - 1) {
          await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        }
        return models.map((model) => ({ model, rank: 3, candidates: 29, predicted: 4 }));
      },
    },
  });
  await render(App, { lab });
  const each = page.getByRole('region', { name: 'Without this one' });
  await each.getByRole('button', { name: 'Hide each of your ratings in turn' }).click();
  await expect.element(each.getByText('1 of 8 ratings hidden so far')).toBeVisible();
  await expect.element(each.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '13');
  await each.getByRole('button', { name: 'Stop' }).click();
  await expect.element(each.getByText('of the last 1 of 8 ratings')).toBeVisible();
  await expect.element(each.getByRole('table')).toBeVisible();
  expect(document.documentElement.scrollWidth).toBe(390);
  fails = true;
  await each.getByRole('button', { name: 'Hide each again' }).click();
  await expect.element(each.getByText('The worker is gone.')).toBeVisible();
});

it('goes on without a recommender that is closed meanwhile', async () => {
  await page.viewport(1440, 900);
  const lab = await fakeLab({
    given,
    api: {
      hide: async (models, ratings, hidden) => {
        if (hidden === ratings.length - 3 && lab.columns.ready.includes(closed)) {
          lab.columns.remove(closed);
          throw new Error('Expected an open model.');
        }
        return models.map((model) => ({ model, rank: 3, candidates: 29, predicted: 4 }));
      },
    },
  });
  const [closed, ...others] = lab.columns.ready;
  await lab.leaveOneOut.start(lab.columns, lab.taste.shown);
  expect(lab.leaveOneOut.error).toBeNull();
  expect(lab.leaveOneOut.done).toBe(given.length);
  for (const column of others) expect(lab.leaveOneOut.of(column)).toHaveLength(given.length);
});
