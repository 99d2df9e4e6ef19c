import { beforeEach, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import type { Asked } from '../../src/core/experiments/asking.ts';
import { openDoor } from '../../src/state/door.ts';
import type { MeetingQuestion } from '../../src/rpc/lab-api.ts';
import { api, fakeLab } from './fixtures.ts';

beforeEach(() => page.viewport(1440, 900));

const chip = (name: string) => page.getByRole('button', { name, exact: true });
const preferences = (lab: Awaited<ReturnType<typeof fakeLab>>) =>
  lab.columns.all.find(({ entry }) => entry.id === 'preferences');

it('turns what a newcomer says into a list and into other questions', async () => {
  const asked: Asked[] = [];
  const lab = await fakeLab({
    api: { nextToRate: (ratings, skipped, n, by) => (asked.push(by!), api.nextToRate(ratings, skipped, n, by)) },
  });
  await render(App, { lab });
  await chip('Crime').click();
  await chip('Crime: you like it').click();
  await expect.element(chip('Crime: not for you')).toHaveAttribute('aria-pressed', 'true');
  await chip('Sci-fi').click();
  await lab.settled();
  expect(lab.columns.all[0].selection).toEqual({
    id: 'preferences',
    params: { liked: 'Sci-fi', disliked: 'Crime' },
  });
  expect(asked.at(-1)).toMatchObject({ liked: ['Sci-fi'], disliked: ['Crime'] });
  await expect.element(page.getByRole('region', { name: 'Preferences' })).toBeVisible();

  // Taken back, word by word.
  await chip('Crime: not for you').click();
  await chip('Sci-fi: you like it').click();
  await chip('Sci-fi: not for you').click();
  await expect.poll(() => preferences(lab)).toBeUndefined();
});

it('can be answered from the keyboard, or skipped for good', async () => {
  const lab = await fakeLab();
  await render(App, { lab });
  chip('Crime').element().focus();
  await userEvent.keyboard(' ');
  await expect.element(chip('Crime: you like it')).toHaveFocus();
  expect(lab.stated.liked).toEqual(['Crime']);
  await userEvent.keyboard('{Enter} ');
  await expect.poll(() => lab.stated.anything).toBe(false);

  await page.getByRole('button', { name: 'skip', exact: true }).click();
  await expect.element(chip('Crime')).not.toBeInTheDocument();
  expect(await lab.store.settings.get('asking:film-club')).toMatchObject({ declined: true });
  await page.getByRole('button', { name: 'say it' }).click();
  await expect.element(chip('Crime')).toBeVisible();
});

it('chooses questions another way when told to, and remembers', async () => {
  const asked: string[] = [];
  const lab = await fakeLab({
    api: { nextToRate: (ratings, skipped, n, by) => (asked.push(by!.by), api.nextToRate(ratings, skipped, n, by)) },
  });
  await render(App, { lab });
  await page.getByRole('combobox', { name: 'How to choose what to ask' }).selectOptions('coverage');
  await expect.poll(() => asked.at(-1)).toBe('coverage');
  expect(await lab.store.settings.get('asking:film-club')).toMatchObject({ by: 'coverage' });
});

it('introduces an item nobody has met', async () => {
  let question: MeetingQuestion | null = null;
  const lab = await fakeLab({
    hash: '#/explore',
    given: [{ item: 1, value: 5 }],
    api: { meet: (one) => ((question = one), api.meet(one)) },
  });
  await render(App, { lab });
  const form = page.getByRole('region', { name: 'An item nobody has met' });
  await form.getByLabelText('Title').fill('The Glass Harbor');
  await form.getByRole('button', { name: 'Introduce it' }).click();
  await expect.element(form.getByRole('alert')).toHaveTextContent('pick a category, or write a few words');
  expect(question).toBeNull();

  await form.getByRole('button', { name: 'Crime' }).click();
  await form.getByLabelText('What it is about').fill('a heist in the fog');
  await form.getByRole('button', { name: 'Introduce it' }).click();
  await expect.element(form.getByRole('row', { name: /TF-IDF/ })).toHaveTextContent('3 of 36');
  await expect.element(form.getByText(/cannot place it before somebody has met it/)).toHaveTextContent('ALS');
  await expect.element(form.getByText('member-0007')).toBeVisible();
  await expect.element(form.getByText('for The Long Harbor')).toBeVisible();
  expect(question).toMatchObject({
    item: { title: 'The Glass Harbor', categories: ['Crime'], text: 'a heist in the fog' },
    ratings: [{ item: 1, value: 5 }],
  });
});

it('answers programs likewise', async () => {
  const lab = await fakeLab({ given: [{ item: 1, value: 5 }, { item: 2, value: 2 }] }); // prettier-ignore
  const door = openDoor(Promise.resolve(lab), Promise.resolve());
  await door.say('Crime', 'liked');
  expect(await door.profile()).toEqual({
    ratings: 2,
    mean: 3.5,
    categories: [
      { name: 'Sci-fi', ratings: 1, mean: 5 },
      { name: 'Romance', ratings: 1, mean: 2 },
    ],
    liked: ['Crime'],
    disliked: [],
  });
  await expect(door.say('Westren', 'liked')).rejects.toMatchObject({ name: 'ParamError' });
  const like = await door.similar('film-1');
  expect(like).toHaveLength(5);
  expect(like[0]).toEqual({ item: expect.any(String), title: expect.any(String), score: expect.any(Number) });
  await expect(door.similar('film-1', { recommender: 'nothing' })).rejects.toMatchObject({ name: 'ParamError' });
  const met = await door.meet({ categories: ['Crime'] });
  expect(met.verdicts['tf-idf']).toEqual({ score: 0.42, rank: 3, candidates: 36 });
  expect(met.verdicts.als).toBeNull();
  expect(met.audience[0]).toMatchObject({ person: 'member-0007', because: [{ title: 'The Long Harbor' }] });
  await expect(door.meet({ title: 'Bare' })).rejects.toMatchObject({ name: 'ParamError' });
});
