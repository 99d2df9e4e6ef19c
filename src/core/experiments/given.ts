/**
 * Lists "given this item": what a recommender says to somebody who is looking at an item. The one place for all of them:
 *   no history              what is most like the item, where the model compares items
 *   a history               s_i' = (s_i − mean) / deviation + share · likeness(i, item), as core/math/boost.ts
 *   a model that minds the item acted on last itself is asked as if that were this item, in its own way
 *   a model that does not compare items answers as if nothing were given
 */
import type { Given, Query } from '../data/history.ts';
import { boostScores, scalingOf } from '../math/boost.ts';
import type { Explanation, FittedModel } from '../recommenders/recommender.ts';
import { explanationOf } from '../recommenders/recommender.ts';

export type GivenWay = 'likeness' | 'own' | 'boost' | 'none';

/** How a model hears what is given. */
export function wayOf(model: FittedModel, { history, given }: Query): GivenWay {
  if (!given) return 'none';
  if (model.similar && history.indices.length === 0) return 'likeness';
  if (model.contextual) return 'own';
  return model.similar ? 'boost' : 'none';
}

const boostOf = ({ share }: Given) => ({ share, standardize: true });

/** What the model is asked for itself. */
const within = (query: Query, way: GivenWay): Query =>
  query.given ? { ...query, given: null, last: way === 'own' ? query.given.item : query.last } : query;

/** `plain`: scores without anything given. `likeness`: to the given item, one per item, asked for where it is needed. */
export async function scoreGiven(
  model: FittedModel,
  query: Query,
  plain: (query: Query, out: Float64Array) => void | Promise<void>,
  likeness: (item: number) => Float64Array,
  out: Float64Array,
): Promise<void> {
  const way = wayOf(model, query);
  if (way === 'likeness') return void out.set(likeness(query.given!.item));
  await plain(within(query, way), out);
  if (way === 'boost') boostScores(out, likeness(query.given!.item), boostOf(query.given!));
}

/** The parts of such a score, for a model that explains. `title`: of the given item. */
export async function explainGiven(
  model: FittedModel,
  query: Query,
  item: number,
  plain: (query: Query) => Promise<Float64Array>,
  likeness: (item: number) => Float64Array,
  title: string,
): Promise<Explanation> {
  const way = wayOf(model, query);
  const asked = within(query, way);
  if (way === 'none' || way === 'own') return model.explain!(asked, item);
  const given = query.given!;
  const like = likeness(given.item)[item] || 0;
  const pull = (amount: number) =>
    ({ kind: 'bias', index: -1, label: `like ${title}, which is given`, amount }) as const;
  if (way === 'likeness') return explanationOf([pull(like)]);
  const { score, parts } = model.explain!(asked, item);
  if (Number.isNaN(score)) return explanationOf([pull(given.share * like)]);
  const { scale, shift } = scalingOf(await plain(asked), boostOf(given));
  const scaled = parts.map((part) => ({ ...part, amount: part.amount * scale }));
  return explanationOf([...scaled, pull(given.share * like)], shift, 'measured from the average score');
}
