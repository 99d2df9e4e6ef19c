/** One protocol on one body of data gives the same bits by a click, through `window.tastelab` and in a terminal. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Selection } from '../../src/core/entry.ts';
import type { Protocol } from '../../src/core/experiments/protocol.ts';
import { openBrowser, settled, until, visit } from './person.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everything a run says in figures, whoever wrote it down; JSON keeps every bit of a double. */
interface Figures {
  readonly people: readonly string[];
  readonly byRecommender: Readonly<Record<string, Readonly<Record<string, Figure>>>>;
  readonly pairs: readonly unknown[];
}
interface Figure {
  readonly value: number | null;
  readonly interval: readonly number[] | null;
  readonly perUser: readonly (number | null)[] | null;
}

describe('the same protocol', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tastelab-same-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await browser.close();
  });

  it('gives the same numbers by clicks, through the door and in a terminal, on a file', async () => {
    const csv = join(folder, 'ratings.csv');
    writeFileSync(csv, ratings());
    const { context, page, complaints } = await visit(browser, '#/data?data=toy&columns=popularity');
    await settled(page);
    await page.locator('input[type=file][multiple]').setInputFiles(csv);
    await page.getByRole('button', { name: /^import/i }).click();
    await until(page, async () => (await window.tastelab.datasets()).some(({ users, items }) => users + items === 170));
    await settled(page);

    await page.getByRole('link', { name: 'Evaluate' }).first().click();
    await page.getByLabel('Candidates', { exact: true }).selectOption('20');
    await page.getByLabel('Equal scores', { exact: true }).selectOption('random');
    await page.getByLabel('Length of the list', { exact: true }).selectOption('5');
    await page.getByLabel('Definitions', { exact: true }).selectOption('lenskit');
    await page.getByLabel('Seed', { exact: true }).fill('7');
    await page.getByLabel('Seed', { exact: true }).press('Enter');
    await page.getByText(/^Metrics/).click();
    for (const name of ['AUC', 'Novelty']) await page.getByRole('checkbox', { name, exact: true }).check();
    const picks = page.getByRole('region', { name: 'Recommenders' });
    await picks.getByRole('button', { name: /more to choose from/ }).click();
    const ticked = picks.getByRole('checkbox', { checked: true });
    while ((await ticked.count()) > 0) await ticked.first().uncheck();
    for (const name of ['Popularity', 'Item neighbors', 'ALS', 'BPR'])
      await picks.getByRole('checkbox', { name, exact: true }).check();
    await page.getByRole('button', { name: /^Run/ }).click();
    await until(page, async () => (await window.tastelab.runs()).length === 1);

    const [{ protocol, recommenders }] = await page.evaluate(async () =>
      (await window.tastelab.runs()).map(({ protocol, outcomes }) => ({
        protocol,
        recommenders: outcomes.map(({ recommender }) => recommender),
      })),
    );
    expect(protocol).toMatchObject({ negatives: 20, ties: 'random', dialect: 'lenskit', k: 5, seed: 7 });
    expect(recommenders.map(({ id }) => id).sort()).toEqual(['als', 'bpr', 'item-knn', 'popularity']);
    const clicked = await throughThePage(page);
    const called = await throughTheDoor(page, protocol, recommenders);
    const typed = await inATerminal(folder, ['--data', csv], protocol, recommenders);
    expect(clicked.people).toHaveLength(120);
    expect(Object.keys(clicked.byRecommender.als)).toEqual(protocol.metrics);
    expect(called).toEqual(clicked);
    expect(typed).toEqual(clicked);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('gives the same numbers through the door and in a terminal, on a generated community', async () => {
    const { context, page } = await visit(browser, '#/evaluate?data=toy&columns=popularity');
    await settled(page);
    const protocol: Protocol = {
      split: { id: 'k-fold', params: {} },
      metrics: ['ndcg', 'map', 'gauc', 'coverage', 'diversity', 'rmse'],
      k: 5,
      relevantFrom: null,
      aboveOwnMean: true,
      ties: 'random',
      dialect: 'notebook',
      seed: 11,
      resamples: 500,
    };
    const chosen = ['popularity', 'tf-idf', 'co-visitation', 'user-knn', 'als', 'svd-plus-plus'];
    const recommenders = chosen.map((id) => ({ id, params: {} }));
    const called = await throughTheDoor(page, protocol, recommenders);
    expect(called.people).toHaveLength(30);
    expect(await inATerminal(folder, ['--data', 'toy'], protocol, recommenders)).toEqual(called);
    await context.close();
  });
});

/** 120 people and 50 items; what somebody likes depends on both, and on a little chance of our own. */
function ratings(): string {
  let state = 1;
  const chance = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const lines = ['userId,movieId,rating,timestamp'];
  for (let user = 0; user < 120; user++) {
    for (let item = 0; item < 50; item++) {
      if (chance() > 0.2 + 0.5 / (1 + item / 8)) continue;
      const liking = 2.5 + ((user + item) % 3) + chance() - 0.5;
      lines.push(`${user},${item},${Math.min(5, Math.round(liking * 2) / 2)},${user * 5000 + item * 60}`);
    }
  }
  return lines.join('\n');
}

/** What the newest run holds. */
const throughThePage = (page: Page): Promise<Figures> =>
  figuresOf(page, async () => (await window.tastelab.runs())[0].id);

async function throughTheDoor(page: Page, protocol: Protocol, recommenders: readonly Selection[]): Promise<Figures> {
  const heard = await page.evaluate(
    async ([protocol, recommenders]) => {
      const phases = new Set<string>();
      await window.tastelab.evaluate(protocol, recommenders, ({ phase }) => phases.add(phase));
      return [...phases];
    },
    [protocol, recommenders] as const,
  );
  expect(heard).toContain('score');
  return throughThePage(page);
}

async function figuresOf(page: Page, idOf: () => Promise<string>): Promise<Figures> {
  const id = await page.evaluate(idOf);
  const { text, pairs } = await page.evaluate(async (id) => {
    const file = await window.tastelab.exportRun(id, 'json');
    return { text: await file.text(), pairs: JSON.stringify(await window.tastelab.compare(id, 'ndcg')) };
  }, id);
  const run = JSON.parse(text);
  return {
    people: run.userIds,
    byRecommender: Object.fromEntries(
      run.outcomes.map((outcome: { recommender: Selection; results: ({ metric: string } & Figure)[] }) => [
        outcome.recommender.id,
        Object.fromEntries(
          outcome.results.map(({ metric, value, interval, perUser }) => [metric, { value, interval, perUser }]),
        ),
      ]),
    ),
    pairs: JSON.parse(pairs).map(({ mean, interval, p, corrected, effect }: Record<string, unknown>) => ({
      ...{ mean, interval, p, corrected, effect },
    })),
  };
}

async function inATerminal(
  folder: string,
  data: readonly string[],
  protocol: Protocol,
  recommenders: readonly Selection[],
): Promise<Figures> {
  const [asked, answer] = [join(folder, 'protocol.json'), join(folder, 'answer.json')];
  writeFileSync(asked, JSON.stringify({ protocol, outcomes: recommenders.map((recommender) => ({ recommender })) }));
  const words = [...data, '--protocol', asked, '--json', answer, '--per-user', '--compare'];
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli/evaluate.ts', ...words], { cwd: root });
  const run = JSON.parse(readFileSync(answer, 'utf8'));
  const byRecommender = Object.fromEntries(
    run.outcomes.map((outcome: { recommender: Selection; metrics: Record<string, Figure> }) => [
      outcome.recommender.id,
      Object.fromEntries(
        Object.entries(outcome.metrics).map(([metric, { value, interval, perUser }]) => [
          metric,
          { value, interval, perUser },
        ]),
      ),
    ]),
  );
  const pairs = run.pairs.ndcg.map(({ mean, interval, p, corrected, effect }: Record<string, unknown>) => ({
    ...{ mean, interval, p, corrected, effect },
  }));
  return { people: run.people, byRecommender, pairs };
}
