import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import type { KeptPlaces } from '../../src/core/experiments/kept-places.ts';
import type { Outcome } from '../../src/core/experiments/protocol.ts';
import type { LabApi } from '../../src/rpc/lab-api.ts';
import { fakeLab, fakeRun } from './fixtures.ts';

/** 200 people with one liked item each, `aheadOf` of a thousand before it. */
const placesOf = (aheadOf: (person: number) => number): KeptPlaces => ({
  pools: new Uint16Array(200).fill(1000),
  indptr: Uint32Array.from({ length: 201 }, (_, person) => person),
  ahead: Uint16Array.from({ length: 200 }, (_, person) => aheadOf(person)),
});
/** One knows half the people perfectly and the others not at all; the other is not bad for anyone, and good for nobody. */
const places = [placesOf((person) => (person % 2 ? 900 : 0)), placesOf(() => 40)];
const evaluate: LabApi['evaluate'] = async (_, selections, protocol) => {
  const run = fakeRun(selections.slice(0, 2), protocol);
  const outcomes = run.outcomes.map((one, at): Outcome => ({
    ...one,
    details: { ...one.details!, places: places[at] },
  }));
  return { ...run, outcomes };
};
const figure = () => page.getByRole('figure').filter({ hasText: 'among sampled items' });
const said = () => figure().getByRole('status');

describe('sampled candidates', { timeout: 60_000 }, () => {
  it('reorder recommenders under one slider, and all of them put it right', async () => {
    await page.viewport(1440, 900);
    const lab = await fakeLab({ hash: '#/evaluate', api: { evaluate } });
    await lab.evaluation.run(lab.columns.all.map(({ selection }) => selection));
    await render(App, { lab });
    const [first, second] = lab.evaluation.current!.outcomes.map(({ label }) => label);
    await expect.element(figure()).toBeVisible();
    await expect
      .element(said())
      .toHaveTextContent(
        `With 50 sampled items, ${second} would look better than ${first}; among all items it is the other way round`,
      );
    const slider = figure().getByRole('slider', { name: 'Number of sampled items' });
    await expect.element(slider).toHaveAttribute('aria-valuetext', '50 sampled items');
    (slider.element() as HTMLInputElement).focus();
    await userEvent.keyboard('{End}');
    await expect.element(slider).toHaveAttribute('aria-valuetext', 'all items');
    await expect.element(said()).toHaveTextContent(`Ranked among all items, ${first} comes first.`);
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect.element(slider).toHaveAttribute('aria-valuetext', '500 sampled items');
    await expect.element(said()).toHaveTextContent('With 500 sampled items, the order is the one among all, but');
    await figure().getByLabelText('Metric among sampled items').selectOptions('hit-rate');
    await userEvent.click(figure().getByRole('button', { name: /as a table/ }));
    // Half are hit whatever is drawn; of the other, 40 of 1,000 stand before what is liked.
    const row = figure().getByRole('row', { name: first });
    await expect.element(row).toHaveTextContent(/\.500$/);
    await expect.element(figure().getByRole('row', { name: second })).toHaveTextContent(/\.000$/);
    const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] });
    expect(found.violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
  });

  it('start where the protocol samples', async () => {
    const lab = await fakeLab({ hash: '#/evaluate', api: { evaluate } });
    const selections = lab.columns.all.map(({ selection }) => selection);
    await lab.evaluation.run(selections, { ...lab.evaluation.protocol, negatives: 99 });
    await render(App, { lab });
    await expect.element(said()).toHaveTextContent('With 99 sampled items');
  });

  it('are offered by repeating a run that kept no places', async () => {
    const lab = await fakeLab({ hash: '#/evaluate' });
    await lab.evaluation.run(lab.columns.all.map(({ selection }) => selection));
    const before = lab.evaluation.current!.id;
    await render(App, { lab });
    await userEvent.click(
      page.getByRole('region', { name: 'Among sampled items' }).getByRole('button', { name: 'Repeat it' }),
    );
    await expect.poll(() => lab.evaluation.current!.id).not.toBe(before);
  });
});
