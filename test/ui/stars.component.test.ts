import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import Stars from '../../src/ui/controls/Stars.svelte';

const halves = { min: 0.5, max: 5, step: 0.5 };

async function stars(value: number | null, scale: typeof halves | null = halves) {
  const acts = { onrate: vi.fn(), onclear: vi.fn(), onpreview: vi.fn() };
  await render(Stars, { label: 'Heat', value, scale, size: 40, ...acts });
  return acts;
}
const radio = (name: string) => page.getByRole('radio', { name, exact: true });

it('is a radio group named after the film, with the present rating checked', async () => {
  await stars(4.5);
  await expect.element(page.getByRole('radiogroup', { name: 'Your rating of Heat' })).toBeInTheDocument();
  await expect.element(radio('4½ stars')).toBeChecked();
  expect(page.getByRole('radio').elements()).toHaveLength(10);
});

it('rates by pointer, to the half star', async () => {
  const { onrate } = await stars(null);
  await radio('3½ stars').click();
  expect(onrate).toHaveBeenCalledExactlyOnceWith(3.5);
});

it('takes a rating back when it is given again', async () => {
  const { onrate, onclear } = await stars(3.5);
  await radio('3½ stars').click();
  expect(onclear).toHaveBeenCalledOnce();
  expect(onrate).not.toHaveBeenCalled();
});

it('tells what is under the pointer, and when it has gone', async () => {
  const { onpreview } = await stars(null);
  await radio('2 stars').hover();
  expect(onpreview).toHaveBeenLastCalledWith(2);
  await userEvent.unhover(page.getByRole('radiogroup'));
  expect(onpreview).toHaveBeenLastCalledWith(null);
});

it('answers to arrows, digits, Shift and 0, but only while focused', async () => {
  const { onrate, onclear } = await stars(3);
  await userEvent.keyboard('5');
  expect(onrate).not.toHaveBeenCalled();

  await userEvent.tab();
  await expect.element(radio('3 stars')).toHaveFocus();
  await userEvent.keyboard('{ArrowRight}');
  expect(onrate).toHaveBeenLastCalledWith(3.5);
  await userEvent.keyboard('{ArrowLeft}');
  expect(onrate).toHaveBeenLastCalledWith(2.5);
  await userEvent.keyboard('5');
  expect(onrate).toHaveBeenLastCalledWith(5);
  await userEvent.keyboard('{Shift>}4{/Shift}');
  expect(onrate).toHaveBeenLastCalledWith(3.5);
  await userEvent.keyboard('{End}');
  expect(onrate).toHaveBeenLastCalledWith(5);
  await userEvent.keyboard('0');
  expect(onclear).toHaveBeenCalledOnce();
});

it('is one star to like or not where the data have no scale', async () => {
  const { onrate } = await stars(null, null);
  await page.getByRole('radio', { name: 'I like it' }).click();
  expect(onrate).toHaveBeenCalledExactlyOnceWith(1);
});
