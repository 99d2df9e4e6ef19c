import type { Labels } from '../../../src/core/data/catalog.ts';
import { buildTrainingSet } from '../../../src/core/data/training-set.ts';
import type { Background } from '../../../src/core/metrics/background.ts';
import { backgroundOf } from '../../../src/core/metrics/background.ts';
import { dialectOf } from '../../../src/core/dialects.ts';
import type { Evaluated, Metric, MetricContext } from '../../../src/core/metrics/metric.ts';
import { ranksAmong } from '../../../src/core/ranking/ranks-among.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { endOf } from '../../fixtures/generator.ts';

/** One test user's outcome from plain lists. */
export function outcomeOf(parts: {
  readonly user?: number;
  readonly ranking?: readonly number[];
  readonly relevant?: readonly number[];
  readonly actual?: readonly number[];
  readonly predicted?: readonly number[];
  readonly known?: readonly number[];
  /** Of every item; without them, only what is listed has a score, in the order of the list. */
  readonly scores?: readonly number[];
}): Evaluated {
  const relevant = Uint32Array.from(parts.relevant ?? []).sort();
  const known = Uint32Array.from(parts.known ?? []).sort();
  return {
    user: parts.user ?? 0,
    ranking: Uint32Array.from(parts.ranking ?? []),
    relevant,
    known,
    ranks: parts.scores ? ranksAmong(Float64Array.from(parts.scores), relevant, known) : null,
    actual: Float64Array.from(parts.actual ?? []),
    predicted: Float64Array.from(parts.predicted ?? []),
  };
}

/** What metrics know besides an outcome: who has what in training, and the items' labels. */
export function contextOf(
  { k, items, dialect }: { readonly k: number; readonly items: number; readonly dialect?: string },
  histories: readonly (readonly number[])[] = [[0]],
  categories: Labels | null = null,
): MetricContext {
  const events = histories.flatMap((own, user) => own.map((item) => ({ user, item, value: 1 })));
  const train = buildTrainingSet(datasetOf(events, { feedback: 'implicit', catalog: { categories } }, { items }));
  return { k, items, dialect: dialectOf(dialect), background: backgroundOf(train) };
}

export const withBackground = (context: MetricContext, part: Partial<Background>): MetricContext => ({
  ...context,
  background: { ...context.background, ...part },
});

/** The number of a metric that is no mean over people, whether it comes at once or in steps. */
export function summaryOf({ summarize }: Metric, outcomes: readonly Evaluated[], context: MetricContext): number {
  const summary = summarize!(outcomes, context);
  return typeof summary === 'number' ? summary : endOf(summary);
}
