import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPlan, searchLines } from '../../src/cli/search.ts';
import type { Try } from '../../src/core/experiments/search.ts';

const folder = mkdtempSync(join(tmpdir(), 'tastelab-search-'));
afterAll(() => rmSync(folder, { recursive: true }));
const protocol = { split: { id: 'holdout', params: {} }, metrics: ['ndcg'], k: 10, relevantFrom: null, seed: 42 };
const plan = (text: string) => {
  const path = join(folder, 'plan.json');
  writeFileSync(path, text);
  return readPlan(path, protocol);
};
const problem = (text: string) => plan(text).then(String, (error: Error) => error.message);

describe('a search from a file', () => {
  it('needs no more than a recommender', async () => {
    expect(await plan('{"recommender":"als"}')).toEqual({
      recommender: { id: 'als', params: {} },
      space: expect.objectContaining({ factors: { from: 8, to: 256 } }),
      way: 'random',
      metric: 'ndcg',
      protocol,
      tries: 20,
      seconds: null,
    });
  });

  it('says what is wrong with it', async () => {
    expect(await problem('{"recommender"')).toMatch(/Expected a search as JSON in .*plan\.json/);
    expect(await problem('{"space":{}}')).toMatch(/"recommender" as an id/);
    expect(await problem('{"recommender":"alss"}')).toMatch(/no recommender "alss"/);
    expect(await problem('{"recommender":"als","metric":"luck"}')).toMatch(/no metric "luck"/);
    expect(await problem('{"recommender":"als","space":{"factors":8}}')).toMatch(/\{"from": …, "to": …\}/);
    expect(await problem('{"recommender":"als","trys":8}')).toMatch(/Unknown "trys".*tries/);
  });

  it('prints the tries, the best, and what it changes', async () => {
    const one = (factors: number, value: number, share = 1): Try => ({
      ...{ params: { factors, alpha: 4 }, share, value, interval: [value - 0.01, value + 0.01] },
      ...{ seconds: 1.5, error: null },
    });
    const tried = [one(64, 0.25), one(16, 0.3, 1 / 3), one(16, 0.2625)];
    const lines = searchLines(await plan('{"recommender":"als","space":{"factors":[16,64]}}'), {
      ...{ tried, best: 2, changes: { factors: 16 }, ended: 'tries' },
    });
    expect(lines).toMatch(/begun with +64 +0\.2500 +0\.2400–0\.2600 +1\.50/);
    expect(lines).toMatch(/\n +16 +1\/3 +0\.3000/);
    expect(lines).toMatch(/\nbest +16 +0\.2625/);
    expect(lines).toMatch(/factors 64 → 16; NDCG 0\.2500 → 0\.2625\./);
    expect(lines).toContain(`--params '{"als":{"factors":16}}'`);
  });
});
