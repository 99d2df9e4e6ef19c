import type { ItemDescription } from '../src/core/data/catalog.ts';
import { describeItem, textOf } from '../src/core/data/catalog.ts';
import { queryFrom } from '../src/core/data/history.ts';
import { preferenceScale } from '../src/core/data/preference.ts';
import type { TrainingSet } from '../src/core/data/training-set.ts';
import { drive } from '../src/core/experiments/drive.ts';
import { audienceOf } from '../src/core/experiments/new-item.ts';
import { matchProfile } from '../src/core/math/profile-match.ts';
import { englishStopWords } from '../src/core/math/stop-words.ts';
import type { WeightedTexts } from '../src/core/math/tf-idf.ts';
import { weighText, weighTexts } from '../src/core/math/tf-idf.ts';
import { rankOf, topN } from '../src/core/ranking/top-n.ts';
import type { Meeting, MeetingQuestion, Rating, Verdict } from '../src/rpc/lab-api.ts';
import { breathe } from './breathe.ts';
import type { AskedModel } from './mixed-model.ts';

const maxTerms = 20_000;
/** Items that speak for telling someone: the ones most like it. */
const nearest = 50;
/** As if everyone had an item of this much likeness that they are indifferent to. */
const damping = 1;
const reasons = 3;

/** Answers what would become of an item nobody has met. The words of the catalog are weighed by the first question. */
export function createMeeting(train: TrainingSet, people: readonly string[], find: (model: string) => AskedModel) {
  let texts: Promise<WeightedTexts> | null = null;
  const likeness = new Float64Array(train.items);

  async function compare(item: ItemDescription): Promise<void> {
    const all = Array.from({ length: train.items }, (_, other) => describeItem(train.catalog, other));
    const weighed = await (texts ??= drive(weighTexts(all, maxTerms, englishStopWords), { breathe }));
    const profile = new Float64Array(weighed.rows.cols);
    const { indices, values } = weighText(textOf(item), weighed);
    indices.forEach((term, i) => (profile[term] = values[i]));
    matchProfile(weighed.rows, profile, 'cosine', likeness);
  }

  /** Its place behind the items of the catalog: among equals it comes last. */
  async function verdictOf(model: string, item: ItemDescription, ratings: readonly Rating[]): Promise<Verdict> {
    const { asked } = find(model);
    if (!asked.scoreNew) return { model, able: false, score: NaN, rank: NaN, candidates: 0 };
    const query = queryFrom(ratings);
    const score = asked.scoreNew(query, item);
    const scores = new Float64Array(train.items + 1);
    await asked.score(query, scores.subarray(0, train.items));
    scores[train.items] = score;
    const seen = query.history.indices;
    return {
      model,
      able: true,
      score,
      rank: rankOf(scores, train.items, seen),
      candidates: scores.length - seen.length,
    };
  }

  return async ({ item, models, ratings, n }: MeetingQuestion): Promise<Meeting> => {
    await compare(item);
    const neighbors = [...topN(likeness, n)].filter((other) => likeness[other] > 0);
    const audience = audienceOf(likeness, train.byUser, n, { nearest, damping, weightOf: preferenceScale(train) });
    const verdicts: Verdict[] = [];
    for (const model of models) {
      await breathe();
      verdicts.push(await verdictOf(model, item, ratings));
    }
    return {
      neighbors: neighbors.map((other) => ({ item: other, score: likeness[other] })),
      verdicts,
      audience: audience.map(({ user, affinity, because }) => ({
        person: people[user],
        affinity,
        because: because.slice(0, reasons).map(({ item, amount }) => ({ item, score: amount })),
      })),
    };
  };
}
