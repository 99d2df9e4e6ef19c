/**
 * Items that others visited in the same sitting as yours.
 * J. Davidson et al., "The YouTube video recommendation system", RecSys 2010.
 *
 * With c_ab the number of sessions that hold both a and b, and n_a those that hold a, the strength of a pair is c_ab or
 * c_ab / sqrt(n_a n_b), kept for each item's strongest neighbors only. For a history H with last item l and share λ:
 *   score(i) = λ s_li + (1 − λ) Σ_{j ∈ H} s_ji / |H|
 * Where that is 0 popularity fills up, so that lists are always full: such a score is at most 0, hence below all others:
 *   score(i) = −1 + (people who have i) / (people who have the most popular item)
 */
import { valueAt, rowOf } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import { sessionsFromEvents } from '../data/sessions.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { addRow } from '../math/add-row.ts';
import type { CoOccurrence } from '../math/co-occurrence.ts';
import { countTogether } from '../math/co-occurrence.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float, int } from '../params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender } from './recommender.ts';
import { arraysOf, likenessIn, tableIn } from './similar-items.ts';

const params = {
  lastShare: float({
    label: 'Share of the last item',
    help: 'How much of the score the last item decides, beside the whole history: 1 follows the moment, 0 the taste.',
    live: true,
    default: 0.02,
    min: 0,
    max: 1,
  }),
  strength: choice({
    label: 'Strength of a pair',
    help: 'Counts favor what everybody visits; dividing by how often both occur favors what belongs together.',
    default: 'cosine',
    options: [
      { id: 'count', label: 'sessions with both' },
      { id: 'cosine', label: 'sessions with both, divided by √(sessions with one × with the other)' },
    ],
  }),
  neighbors: int({
    label: 'Neighbors kept',
    help: 'How many companions of an item to remember; more reach further and dilute.',
    default: 200,
    min: 1,
    max: 1000,
    scale: 'log',
  }),
  gap: float({
    label: 'Pause that ends a session, hours',
    help: 'Where the data have no sessions of their own, the log is cut at pauses longer than this.',
    advanced: true,
    default: 6,
    min: 0.1,
    max: 10_000,
    scale: 'log',
  }),
  window: int({
    label: 'Window',
    help: 'How many items apart two visits may lie within a session to count as together; 0 = any number.',
    advanced: true,
    default: 20,
    min: 0,
    max: 1000,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'co-visitation';
const version = 1;

export const coVisitation = defineRecommender({
  id,
  label: 'Co-visitation',
  summary: 'What others looked at in the same sitting as your items.',
  family: 'neighborhood',
  reference: 'Davidson et al., The YouTube video recommendation system, RecSys 2010',
  lesson: {
    idea: 'Cut everyone’s log into sittings and count which items occur together. A pair that meets often, given how often each occurs at all, belongs together. Companions of what you chose are added up, and the last thing you did may count for more.',
    formula:
      'score(i) = λ s_li + (1 − λ) · mean of s_ji over your items j,  s_ab = c_ab / √(n_a n_b), with c_ab sittings with both, n_a sittings with a, l your last item, λ the share of the last item',
    strengths: 'Simple counting that scales far and follows what goes together at the moment.',
    weaknesses:
      'Does not ask whether anybody liked it, only whether it happened; where sittings mean nothing, neither do the pairs.',
  },
  version,
  needs: [],
  traits: ['personalized', 'new-user', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook',
      params: { lastShare: 1, strength: 'count', neighbors: 50, window: 0 },
    },
  ],

  *fit(train, params) {
    const sessions = train.sessions ?? sessionsFromEvents(train.log, train.users, params.gap * 3600);
    yield { step: 0, steps: train.items };
    const counting = countTogether(sessions, train.items, {
      window: params.window,
      keep: params.neighbors,
      strength: params.strength === 'count' ? (together) => together : (together, a, b) => together / Math.sqrt(a * b),
    });
    for (;;) {
      const { done, value } = counting.next();
      if (done) return fitted(value, train, params);
      yield { step: value, steps: train.items };
    }
  },

  restore: (snapshot, train, params) =>
    fitted(
      { pairs: tableIn(snapshot, train.items), occurrences: snapshot.arrays.occurrences as Uint32Array },
      train,
      params,
    ),
});

function fitted({ pairs, occurrences }: CoOccurrence, train: TrainingSet, params: Params): FittedModel {
  const people = Uint32Array.from({ length: train.items }, (_, item) => rowOf(train.byItem, item).indices.length);
  const most = people.reduce((a, b) => Math.max(a, b), 1);
  const fill = Float64Array.from(people, (count) => count / most - 1);

  function score(query: Query, out: Float64Array): void {
    out.fill(0);
    for (const [item, weight] of shares(query, params.lastShare)) addRow(pairs, item, weight, out);
    for (let item = 0; item < out.length; item++) if (out[item] === 0) out[item] = fill[item];
  }

  return {
    score,
    spokenFor(query, list) {
      const own = [...shares(query, params.lastShare)].filter(([, weight]) => weight > 0);
      return list.filter((item) => own.some(([other]) => valueAt(rowOf(pairs, other), item) > 0)).length;
    },
    similar(item, out) {
      likenessIn(pairs, item, out);
      if (occurrences[item] > 0) out[item] = params.strength === 'count' ? occurrences[item] : 1;
    },
    explain(query, item) {
      const parts: ExplanationPart[] = [];
      let score = 0;
      for (const [own, weight] of shares(query, params.lastShare)) {
        const amount = weight * valueAt(rowOf(pairs, own), item);
        if (amount === 0) continue;
        parts.push({ kind: 'item', index: own, label: train.catalog.titles[own], amount });
        score += amount;
      }
      if (score > 0) return { score, parts: parts.sort((a, b) => b.amount - a.amount) };
      const count = people[item] === 1 ? '1 person has it' : `${people[item]} people have it`;
      return {
        score: fill[item],
        parts: [
          { kind: 'bias', index: -1, label: 'never visited together with your items', amount: -1 },
          { kind: 'bias', index: -1, label: `popularity: ${count}`, amount: people[item] / most },
        ],
      };
    },
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: { ...arraysOf(pairs), occurrences: occurrences.slice() },
      numbers: {},
      words: {},
    }),
  };
}

/** How much each own item weighs; the sum is 1 unless there is none. */
function shares({ history, last }: Query, lastShare: number): Map<number, number> {
  const lasting = last === null ? 0 : history.indices.length === 0 ? 1 : lastShare;
  const weights = new Map<number, number>();
  for (const item of history.indices) weights.set(item, (1 - lasting) / history.indices.length);
  if (last !== null) weights.set(last, (weights.get(last) ?? 0) + lasting);
  return weights;
}
