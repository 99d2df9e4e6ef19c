/**
 * The notebook's comparison, computed anew: its community, its cut, its settings, beside the figures it printed.
 * One item per person is withheld, so recall is the share of people whose item is in their list, and precision a k-th of it.
 */
import type { Compute } from '../compute.ts';
import type { Dataset } from '../data/dataset.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../data/training-set.ts';
import { generators } from '../generators/registry.ts';
import { mean } from '../math/statistics.ts';
import { tiedRanks, rankOf } from '../ranking/top-n.ts';
import type { FittedModel } from '../recommenders/recommender.ts';
import { recommenders } from '../recommenders/registry.ts';
import { createRng } from '../rng.ts';
import { splitters } from '../splits/registry.ts';
import type { Driver } from './drive.ts';
import { drive } from './drive.ts';
import type { HeldOutUser } from './held-out.ts';
import { heldOutUsers } from './held-out.ts';

const seed = 42;
const k = 10;

export interface NotebookTable {
  readonly people: number;
  readonly k: number;
  readonly rows: readonly NotebookRow[];
}

export interface NotebookRow {
  /** As the notebook names it. */
  readonly method: string;
  /** The recommender that answers here, with its preset "notebook"; null where there is none. */
  readonly recommender: string | null;
  readonly printed: Figures;
  readonly measured: Measured | null;
  /** The same recommender with its default settings on the same cut, nothing leaking, equal scores in catalog order. */
  readonly byDefault: Measured | null;
  /** What decides where the two columns differ, or could; "" where nothing does. */
  readonly note: string;
}

export interface Figures {
  readonly recall: number;
  readonly precision: number;
}

export interface Measured extends Figures {
  /** The recall that the least and the most favorable order of equal scores would give. */
  readonly anyOrder: readonly [least: number, most: number];
}

const methods = [
  { method: 'Popularity', recommender: 'popularity', printed: { recall: 0.3, precision: 0.03 } },
  { method: 'Content', recommender: 'tf-idf', printed: { recall: 0.8, precision: 0.08 } },
  { method: 'Co-visitation', recommender: 'co-visitation', printed: { recall: 0.433, precision: 0.043 } },
  { method: 'User kNN', recommender: 'user-knn', printed: { recall: 0.367, precision: 0.037 } },
  { method: 'Item kNN', recommender: 'item-knn', printed: { recall: 0.333, precision: 0.033 } },
  { method: 'Matrix factorization', recommender: 'mf-adam', printed: { recall: 0.467, precision: 0.047 } },
  { method: 'Two-tower', recommender: 'two-tower', printed: { recall: 0.5, precision: 0.05 } },
] as const;

/** Nobody seeded these. What 200 reruns of the notebook’s own programs gave. */
const reruns: Readonly<Record<string, { readonly mean: number; readonly range: readonly [number, number] }>> = {
  'mf-adam': { mean: 0.455, range: [0.2, 0.633] },
  'two-tower': { mean: 0.474, range: [0.367, 0.6] },
};
const runs = 5;

/** Takes a second or two. Throws AbortError when the driver's stop says so. */
export async function reproduceNotebook(
  compute: Compute,
  driver: Omit<Driver<unknown>, 'report'> = {},
): Promise<NotebookTable> {
  const dataset = generators.get('toy').generate({}, seed, null);
  const split = splitters.get('leave-one-out').split(dataset, { which: 'notebook' }, createRng(seed));
  const train = buildTrainingSet(dataset, split.train);
  const asked = heldOutUsers(dataset, split, train, null);

  const fit = async (id: string, preset: string | null, learned: TrainingSet, shape?: Shape, run = 0) => {
    const recommender = recommenders.get(id);
    const params = recommender.presets?.find((one) => one.id === preset)?.params ?? {};
    const env = { rng: createRng(seed + run).fork(`fit ${id}`), ...compute };
    const model = await drive(recommender.fit(learned, params, env), driver);
    try {
      return await measure(model, learned, asked, shape);
    } finally {
      model.dispose?.();
    }
  };

  const judge = (id: string, learned: TrainingSet, shape?: Shape, run?: number) =>
    fit(id, 'notebook', learned, shape, run);

  const rows: NotebookRow[] = [];
  for (const one of methods) {
    const byDefault = await fit(one.recommender, null, train);
    if (one.recommender in reruns) {
      const each: Measured[] = [];
      for (let run = 0; run < runs; run++) each.push(await judge(one.recommender, train, undefined, run));
      rows.push({ ...one, measured: meanOf(each), byDefault, note: rerunNote(one.recommender, each) });
    } else if (one.recommender === 'co-visitation') {
      // As recorded: what is withheld from the ratings is still in the sessions.
      const measured = await judge(one.recommender, { ...train, sessions: dataset.sessions }, onlyVisited);
      const fair = await judge(one.recommender, train, onlyVisited);
      rows.push({ ...one, measured, byDefault, note: leakNote(ownLeaks(dataset, asked), fair) });
    } else {
      const measured = await judge(one.recommender, train);
      rows.push({ ...one, measured, byDefault, note: tieNote(measured) });
    }
  }
  return { people: asked.length, k, rows };
}

/** Takes scores back, before they become a list. */
type Shape = (scores: Float64Array, seen: Uint32Array) => void;

/** The notebook fills no list up: popular items come only where nothing was visited together with the last one. */
const onlyVisited: Shape = (scores, seen) => {
  const known = new Set(seen);
  if (!scores.some((score, item) => score > 0 && !known.has(item))) return;
  for (let item = 0; item < scores.length; item++) if (scores[item] <= 0) scores[item] = NaN;
};

async function measure(
  model: FittedModel,
  train: TrainingSet,
  asked: readonly HeldOutUser[],
  shape?: Shape,
): Promise<Measured> {
  const scores = new Float64Array(train.items);
  let hits = 0;
  let least = 0;
  let most = 0;
  for (const { user, relevant } of asked) {
    const query = queryOfUser(train, user);
    const seen = query.history.indices;
    await model.score(query, scores);
    shape?.(scores, seen);
    const [withheld] = relevant;
    const [best, worst] = tiedRanks(scores, withheld, seen);
    if (rankOf(scores, withheld, seen) <= k) hits++;
    if (worst <= k) least++;
    if (best <= k) most++;
  }
  const share = (count: number) => count / asked.length;
  return { recall: share(hits), precision: share(hits) / k, anyOrder: [share(least), share(most)] };
}

function meanOf(each: readonly Measured[]): Measured {
  const meanBy = (figure: (one: Measured) => number) => mean(each.map(figure));
  return {
    recall: meanBy(({ recall }) => recall),
    precision: meanBy(({ precision }) => precision),
    anyOrder: [meanBy(({ anyOrder: [least] }) => least), meanBy(({ anyOrder: [, most] }) => most)],
  };
}

/** People whose own withheld item is in a session of theirs. */
function ownLeaks({ sessions }: Dataset, asked: readonly HeldOutUser[]): number {
  const withheld = new Map(asked.map(({ user, relevant: [item] }) => [user, item]));
  const leaking = new Set<number>();
  sessions?.user.forEach((user, s) => {
    const visits = sessions.items.subarray(sessions.indptr[s], sessions.indptr[s + 1]);
    if (visits.includes(withheld.get(user) ?? -1)) leaking.add(user);
  });
  return leaking.size;
}

const leakNote = (people: number, fair: Figures) =>
  `Its sessions leak: ${people} people’s withheld item is in their own. Without these visits, ${inThousandths(fair.recall)}.`;

function rerunNote(recommender: string, each: readonly Figures[]): string {
  const recalls = each.map(({ recall }) => recall);
  const [low, high] = [Math.min(...recalls), Math.max(...recalls)].map(inThousandths);
  const { mean: usual, range } = reruns[recommender];
  const [least, most] = range.map(inThousandths);
  return `Trained from values nobody seeded, so no two runs agree: here the mean of ${runs}, from ${low} to ${high}. 200 runs of the notebook’s program gave ${least} to ${most}, mean ${inThousandths(usual)}.`;
}

function tieNote({ anyOrder: [least, most] }: Measured): string {
  if (least === most) return '';
  return `Equal scores decide: by their order anything from ${inThousandths(least)} to ${inThousandths(most)}. Here the lower index comes first.`;
}

const inThousandths = (share: number) => share.toFixed(3).replace(/^0/, '');
