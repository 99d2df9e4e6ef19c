import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { LabError } from '../../src/core/errors.ts';
import type { LabApi } from '../../src/rpc/lab-api.ts';
import { openDoor } from '../../src/state/door.ts';
import type { FakeLabOptions } from './fixtures.ts';
import { fakeLab, fakeRun } from './fixtures.ts';

const file = (name = 'theirs.run') => new File(['member-0001 Q0 f1 1 1 theirs\n'], name);

async function labWithRun(options: FakeLabOptions = {}) {
  await page.viewport(1440, 900);
  const lab = await fakeLab({ hash: '#/evaluate', ...options });
  await lab.evaluation.run(lab.columns.all.map(({ selection }) => selection));
  await render(App, { lab });
  return lab;
}
const chooser = () => page.getByLabelText('Open a TREC run file');

describe('lists made elsewhere', { timeout: 60_000 }, () => {
  it('stand in the report beside our own, say what was not as it should be, and go again', async () => {
    const lab = await labWithRun();
    await userEvent.upload(chooser(), file());
    const row = page.getByRole('group', { name: 'Results' }).getByRole('rowheader', { name: 'theirs' });
    await expect.element(row).toBeVisible();
    await expect.element(page.getByText('theirs.run · 198 of 200 lists asked for')).toBeVisible();
    await expect.element(page.getByText('41 places hold items the data do not know: misses.')).toBeVisible();
    const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'] });
    expect(found.violations.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
    const [kept] = await lab.store.runs.list('film-club');
    expect(kept.outcomes.map(({ label }) => label)).toContain('theirs');
    await page.getByRole('button', { name: 'Remove theirs' }).click();
    await expect.element(row).not.toBeInTheDocument();
    const [without] = await lab.store.runs.list('film-club');
    expect(without.outcomes.map(({ label }) => label)).not.toContain('theirs');
  });

  it('are replaced by a file of the same name, and named apart where another calls its lists alike', async () => {
    const lab = await labWithRun();
    const own = lab.evaluation.current!.outcomes.length;
    for (const name of ['a.run', 'b.run', 'a.run']) await lab.outsideLists.open(file(name), lab.evaluation.current!);
    const labels = lab.evaluation.current!.outcomes.slice(own).map(({ label }) => label);
    expect(labels).toEqual(['theirs (b.run)', 'theirs']);
  });

  it('stay when the run is repeated, and are never fitted', async () => {
    const asked: string[][] = [];
    const evaluate: LabApi['evaluate'] = async (_, selections, protocol) => {
      asked.push(selections.map(({ id }) => id));
      return { ...fakeRun(selections, protocol), id: 'the same question' };
    };
    const lab = await labWithRun({ api: { evaluate } });
    const theirs = await lab.outsideLists.open(file(), lab.evaluation.current!);
    await lab.evaluation.note(lab.evaluation.current!, { name: 'before' });
    await lab.evaluation.repeat(lab.evaluation.current!);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual(asked[0]);
    const [kept] = await lab.store.runs.list('film-club');
    expect(kept.name).toBe('before');
    expect(kept.outcomes[asked[0].length]).toEqual(theirs);
    expect(lab.evaluation.current).toEqual(kept);
  });

  it('say what is wrong with a file, and let it be put aside', async () => {
    const judgeLists = () =>
      Promise.reject(new LabError('ImportError', 'Expected lists of people such as member-0001.'));
    await labWithRun({ api: { judgeLists } });
    await userEvent.upload(chooser(), file());
    await expect.element(page.getByText('Expected lists of people such as member-0001.')).toBeVisible();
  });

  it('come in by the door for programs, too', async () => {
    const lab = await labWithRun();
    const door = openDoor(Promise.resolve(lab), Promise.resolve());
    const outcome = await door.judgeLists(file());
    expect(outcome).toMatchObject({ label: 'theirs', elsewhere: { listed: 198, unknown: 41 } });
    const [run] = await door.runs();
    expect(run.outcomes).toContain(outcome);
    const training = await door.trainingPart();
    expect(training.name).toBe('tastelab-film-club-training.csv');
    expect(await training.text()).toMatch(/^user,item,value\n/);
    await expect(door.judgeLists(file(), 'no such run')).rejects.toThrow(/There is no run "no such run"/);
  });
});
