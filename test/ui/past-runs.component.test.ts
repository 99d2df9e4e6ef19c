import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import type { Lab } from '../../src/state/lab.svelte.ts';
import { fakeLab } from './fixtures.ts';
import { four, judging } from './run-fixtures.ts';

/** Three kept runs: of four recommenders, of ALS with 16 factors, and of four under another seed, which is on the screen. */
async function openLab(): Promise<Lab> {
  await page.viewport(1440, 900);
  const lab = await fakeLab({ hash: '#/evaluate', api: judging });
  const { evaluation } = lab;
  await evaluation.run(four);
  await evaluation.run([{ id: 'als', params: { factors: 16 } }]);
  await evaluation.run(four, { ...evaluation.protocol, seed: 7 });
  await render(App, { lab });
  return lab;
}
const runs = () => page.getByRole('region', { name: 'Runs' });
const rows = () => runs().getByRole('listitem');

describe('runs that are kept', { timeout: 60_000 }, () => {
  it('are named and tagged, and found by either', async () => {
    const lab = await openLab();
    await page.getByLabelText('Name of this run').fill('Another seed');
    await page.getByLabelText('Tags of this run').fill('seeds, draft draft');
    await page.getByLabelText('Filter runs').click();
    await expect.poll(() => lab.evaluation.current).toMatchObject({ name: 'Another seed', tags: ['seeds', 'draft'] });
    await expect.element(rows().first()).toHaveTextContent(/Another seed.*seeds, draft/);

    await page.getByLabelText('Filter runs').fill('DRAFT another');
    await expect.poll(() => rows().elements().length).toBe(1);
    await page.getByLabelText('Filter runs').fill('popular');
    await expect.poll(() => rows().elements().length).toBe(2);
    await page.getByLabelText('Filter runs').fill('nothing like it');
    await expect.element(runs()).toHaveTextContent('No run has these words.');
    expect(lab.evaluation.runs).toHaveLength(3);
  });

  it('count what was made elsewhere by itself', async () => {
    const lab = await openLab();
    const lines = () => rows().first().getByRole('button').first();
    await expect.element(lines()).toHaveTextContent(/4 recommenders · /);
    for (const name of ['a.run', 'b.run']) await lab.outsideLists.open(new File([''], name), lab.evaluation.current!);
    await expect.element(lines()).toHaveTextContent(/4 recommenders, 2 lists from elsewhere · /);
    await lab.outsideLists.remove(lab.evaluation.current!, 'a.run');
    await expect.element(lines()).toHaveTextContent(/4 recommenders, 1 list from elsewhere · /);
  });

  it('are put beside one another where they were asked alike, and only there', async () => {
    const lab = await openLab();
    // The one on the screen has a seed of its own: nothing may stand beside it.
    await expect.poll(() => runs().getByRole('checkbox').elements().length).toBe(0);
    await rows().nth(1).getByRole('button').first().click();
    await expect.poll(() => runs().getByRole('checkbox').elements().length).toBe(1);
    await runs()
      .getByRole('checkbox', { name: /^compare/ })
      .click();
    const table = page.getByRole('group', { name: 'Results' });
    await expect.poll(() => table.getByRole('rowheader').elements().length).toBe(5);
    await expect.element(table).toHaveTextContent(/ALS \(.*\).*ALS \(/s);
    expect(lab.evaluation.shown!.outcomes).toHaveLength(5);
    await runs()
      .getByRole('checkbox', { name: /^compare/ })
      .click();
    await expect.poll(() => table.getByRole('rowheader').elements().length).toBe(1);
  });

  it('are deleted at once, and had back', async () => {
    const lab = await openLab();
    const before = lab.evaluation.runs.map(({ id }) => id);
    await rows()
      .nth(1)
      .getByRole('button', { name: /^Delete the run/ })
      .click();
    await expect.element(runs().getByRole('status')).toHaveTextContent('is deleted');
    expect(lab.evaluation.runs.map(({ id }) => id)).toEqual([before[0], before[2]]);
    await runs().getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => new Set(lab.evaluation.runs.map(({ id }) => id))).toEqual(new Set(before));
    await expect.poll(() => runs().getByRole('status').elements().length).toBe(0);
  });

  it('show the next one when the one on the screen goes, and it again when it is had back into an empty list', async () => {
    const lab = await openLab();
    for (let left = 3; left > 0; left--) {
      await rows()
        .first()
        .getByRole('button', { name: /^Delete the run/ })
        .click();
      await expect.poll(() => lab.evaluation.runs.length).toBe(left - 1);
      expect(lab.evaluation.current).toBe(lab.evaluation.runs[0] ?? null);
    }
    await expect.element(page.getByText('Which one is best, and how sure is that?')).toBeVisible();
    await runs().getByRole('button', { name: 'Undo' }).click();
    await expect.element(page.getByRole('group', { name: 'Results' })).toBeVisible();
  });

  it('are repeated as they were, whatever is set up on the page by now', async () => {
    const lab = await openLab();
    const asked = lab.evaluation.current!;
    lab.evaluation.protocol = { ...lab.evaluation.protocol, k: 3, seed: 1 };
    lab.evaluation.chosen = [{ id: 'als', params: {} }];
    await lab.evaluation.note(asked, { name: 'The one' });
    await page.getByRole('button', { name: 'Repeat it as it was' }).click();
    await expect.poll(() => lab.evaluation.running).toBeNull();
    expect(lab.evaluation.current).toMatchObject({ id: asked.id, protocol: asked.protocol, name: 'The one' });
    expect(lab.evaluation.runs).toHaveLength(3);
    expect(lab.evaluation.current!.outcomes.map(({ results }) => results)).toEqual(
      asked.outcomes.map(({ results }) => results),
    );
  });
});
