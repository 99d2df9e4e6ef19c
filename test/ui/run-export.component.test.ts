import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../src/App.svelte';
import { readTrecRun } from '../../src/core/experiments/trec.ts';
import type { Lab } from '../../src/state/lab.svelte.ts';
import { fakeLab, view } from './fixtures.ts';
import { filesSaved, four, judging } from './run-fixtures.ts';

async function openLab(): Promise<Lab> {
  await page.viewport(1440, 900);
  const lab = await fakeLab({ hash: '#/evaluate', api: judging });
  await lab.evaluation.run(four);
  await render(App, { lab });
  return lab;
}
const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
const resultOf = (lab: Lab, id: string, metric: string) =>
  lab.evaluation
    .current!.outcomes.find(({ recommender }) => recommender.id === id)!
    .results.find((one) => one.metric === metric)!;

describe('a run as a file', { timeout: 60_000 }, () => {
  it('is a CSV with every figure to the last digit', async () => {
    const lab = await openLab();
    const [file] = await filesSaved(() => press('CSV'));
    expect(file.name).toMatch(/^tastelab-film-club-\d{4}-\d{2}-\d{2}\.csv$/);
    const [head, ...rows] = (await file.text()).trim().split('\n');
    expect(head.split(',').slice(0, 3)).toEqual(['recommender', 'params', 'metric']);
    const ndcg = rows.map((row) => row.split(',')).find(([id, , metric]) => id === 'als' && metric === 'ndcg')!;
    expect(ndcg).toContain(String(resultOf(lab, 'als', 'ndcg').value));
  });

  it('is JSON with the values of every person', async () => {
    const lab = await openLab();
    const [file] = await filesSaved(() => press('JSON'));
    const run = JSON.parse(await file.text());
    expect(run.protocol).toEqual(lab.evaluation.current!.protocol);
    const result = run.outcomes[3].results.find((one: { metric: string }) => one.metric === 'ndcg');
    expect(result.perUser).toEqual(Array.from(resultOf(lab, 'als', 'ndcg').perUser!));
  });

  it('is LaTeX in the clipboard', async () => {
    await openLab();
    let copied = '';
    const clipboard = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async (text: string) => void (copied = text) },
    });
    try {
      await press('Copy as LaTeX');
      await expect.element(page.getByRole('button', { name: 'Copied', exact: true })).toBeVisible();
    } finally {
      if (clipboard) Object.defineProperty(navigator, 'clipboard', clipboard);
      else Reflect.deleteProperty(navigator, 'clipboard');
    }
    expect(copied).toMatch(/\\begin\{tabular\}[\s\S]*ALS[\s\S]*\\end\{tabular\}/);
  });

  it('is a zip of all of them, with the lists as TREC run files that others can judge', async () => {
    const lab = await openLab();
    const [file] = await filesSaved(() => press('Zip of all'));
    const files = unzipSync(new Uint8Array(await file.arrayBuffer()));
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['run.json', 'run.csv', 'table.tex']));
    const trec = Object.keys(files).filter((name) => name.startsWith('trec/') && name.endsWith('.run'));
    expect(trec).toHaveLength(4);
    const { lists } = readTrecRun(strFromU8(files[trec[0]]));
    expect(lists.size).toBe(lab.evaluation.current!.users.length);
    for (const list of lists.values()) for (const item of list) expect(view.itemIds).toContain(item);
    const qrels = Object.keys(files).find((name) => /qrels/.test(name))!;
    expect(strFromU8(files[qrels]).trim().split('\n')[0]).toMatch(/^member-\d+ 0 film-\d+ 1$/);
  });
});
