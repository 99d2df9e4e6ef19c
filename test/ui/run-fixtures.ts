import type { Slice } from '../../src/core/experiments/slices.ts';
import type { Outcome, Run } from '../../src/core/experiments/protocol.ts';
import type { LabApi } from '../../src/rpc/lab-api.ts';
import { fakeRun } from './fixtures.ts';

const rise = (best: number) =>
  Float64Array.from({ length: 50 }, (_, at) => best * (0.5 + 0.5 * Math.sqrt((at + 1) / 50)));

const sliceOf = (by: Slice['by'], label: string, people: number, value: number): Slice => ({
  ...{ by, label, people },
  scores: [{ metric: 'ndcg', value, interval: [value - 0.02, value + 0.02] }],
});

/** Values, one per person, that differ from those of the others by `lead` and a little noise. */
const valuesOf = (lead: number) => Float64Array.from({ length: 200 }, (_, u) => 0.2 + lead + 0.1 * Math.sin(u * 7.3));

const leads: Record<string, number> = { als: 0.06, 'item-knn': 0.0599, 'user-knn': 0.02, popularity: 0 };

/** A run in which ALS leads, Item kNN cannot be told from it, and User kNN and popularity fall behind; with curves and slices. */
export function judgedRun(selections: Run['outcomes'][number]['recommender'][], protocol: Run['protocol']): Run {
  const run = fakeRun(selections, protocol);
  return {
    ...run,
    id: `run of ${selections.map(({ id, params }) => id + JSON.stringify(params)).join()} at ${protocol.k} by ${protocol.seed}`,
    outcomes: run.outcomes.map((outcome): Outcome => {
      const lead = leads[outcome.recommender.id] ?? 0.01;
      const perUser = valuesOf(lead).map((value, u) => (lead === 0.0599 ? value + 0.02 * Math.cos(u * 3.1) : value));
      const value = perUser.reduce((sum, one) => sum + one, 0) / perUser.length;
      return {
        ...outcome,
        fitSeconds: 10 * lead + 0.004,
        results: outcome.results.map((result) =>
          result.metric === 'ndcg' ? { ...result, value, perUser, interval: [value - 0.01, value + 0.01] } : result,
        ),
        details: {
          ...outcome.details!,
          curves: ['ndcg', 'recall'].map((metric, at) => ({
            metric,
            values: rise(value + 0.1 * at),
            errors: new Float64Array(50).fill(0.004),
          })),
          slices: [
            sliceOf('activity', '4–10 known', 70, value - 0.05),
            sliceOf('activity', '11–90 known', 130, value + 0.03),
            sliceOf('popularity', 'tail: 20 of 36 items', 90, lead / 2),
          ],
        },
      };
    }),
  };
}

export const judging: Pick<LabApi, 'evaluate'> = {
  evaluate: async (_, selections, protocol) => judgedRun([...selections], protocol),
};
export const four = ['popularity', 'user-knn', 'item-knn', 'als'].map((id) => ({ id, params: {} }));

/** What the page would have given to the person as files, as long as `during` takes. */
export async function filesSaved(during: () => Promise<void>, count = 1): Promise<File[]> {
  const saved: Promise<File>[] = [];
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    const { download, href } = this;
    if (!download) return click.call(this);
    saved.push(fetch(href).then(async (answer) => new File([await answer.blob()], download)));
  };
  try {
    await during();
    for (let turn = 0; saved.length < count && turn < 200; turn++) await new Promise((wait) => setTimeout(wait, 25));
    return await Promise.all(saved);
  } finally {
    HTMLAnchorElement.prototype.click = click;
  }
}
