/**
 * One recommender for newcomers and another for everyone else.
 * R. Burke, "Hybrid recommender systems: survey and experiments", UMUAI 12(4), 2002: the switching hybrid.
 * D. Billsus, M. J. Pazzani, "User modeling for adaptive news access", UMUAI 10, 2000, for falling through.
 *
 *   score(i) = newcomers' score(i)   with fewer than t items in the history, or where the main part knows nothing to say
 *              main score(i)         else
 * Items the main part cannot score stand behind all it can, in the order of the newcomers' part:
 *   score(i) = min main − (max newcomers' − newcomers' score(i)) − 1
 */
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import type { ValuesOf } from '../params.ts';
import { int } from '../params.ts';
import type { Part } from './parts.ts';
import {
  disposeParts,
  fitParts,
  partChoice,
  partNamed,
  restoreParts,
  scorePart,
  settingsChoice,
  snapshotOfParts,
  versionOver,
} from './parts.ts';
import type { Explanation, FittedModel, Recommender } from './recommender.ts';
import { defineRecommender } from './recommender.ts';

/** Who can answer an empty history, and who is worth switching to. */
const forNewcomers = (parts: readonly Recommender[]) => parts.filter(({ traits }) => traits.includes('new-user'));
const forRegulars = (parts: readonly Recommender[]) => parts.filter(({ traits }) => traits.includes('personalized'));

const paramsOver = (parts: readonly Recommender[]) => ({
  newcomers: partChoice(
    'For newcomers',
    'Who answers while little is known of a person.',
    forNewcomers(parts),
    'popularity',
  ),
  main: partChoice('For everyone else', 'Who answers from then on.', forRegulars(parts), 'als'),
  threshold: int({
    label: 'Newcomer until',
    help: 'With fewer items than this in a history, the newcomers’ part answers.',
    live: true,
    default: 3,
    min: 0,
    max: 1000,
    scale: 'log',
  }),
  settings: settingsChoice,
});
type Params = ValuesOf<ReturnType<typeof paramsOver>>;

const id = 'switching-hybrid';

/** `parts`: what it may be made of, each with an id and a `score` that answers at once. */
export function switchingHybrid(parts: readonly Recommender[]): Recommender {
  const version = versionOver(1, parts);
  const chosenOf = ({ newcomers, main }: Params) => [partNamed(parts, newcomers), partNamed(parts, main)];

  return defineRecommender({
    id,
    label: 'Switching hybrid',
    summary: 'A safe list for newcomers, a personal one as soon as enough is known.',
    family: 'hybrid',
    reference: 'Burke, Hybrid recommender systems: survey and experiments, UMUAI 12(4), 2002',
    lesson: {
      idea: 'Count what a person has done. While that is little, answer with something that needs no history, such as what is popular. From a threshold on, hand over to a recommender that knows tastes. What the second cannot place comes at the end, in the first one’s order.',
      formula:
        'score(i) = a(i) while h < t, else b(i), with h the length of the history, t the threshold, a the newcomers’ part, b the main part',
      strengths: 'Always has a full list, and nobody’s first two ratings turn it upside down.',
      weaknesses:
        'The list jumps at the threshold, and length says little of how well a person is known: ten ratings of blockbusters tell less than three of odd films.',
    },
    version,
    needs: [],
    traits: ['personalized', 'new-user', 'explain'],
    params: paramsOver(parts),

    async *fit(train, params, env) {
      return fitted(yield* fitParts(chosenOf(params), params.settings, train, env), train, params);
    },
    restore: (snapshot, train, params) => fitted(restoreParts(chosenOf(params), snapshot, train), train, params),
  });

  function fitted(models: readonly Part[], train: TrainingSet, fittedWith: Params): FittedModel {
    let params = fittedWith;
    const first = models[0];
    const main = models[models.length - 1];
    const usual = new Float64Array(train.items);
    const personal = new Float64Array(train.items);

    /** Fills `usual`, and `personal` where that is who answers: then where its scores end and the others' begin. */
    function ask(query: Query): { readonly least: number; readonly most: number } | null {
      scorePart(first, query, usual);
      if (query.history.indices.length < params.threshold) return null;
      scorePart(main, query, personal);
      let least = Infinity;
      let most = -Infinity;
      for (const score of personal) if (score < least) least = score;
      for (const score of usual) if (score > most) most = score;
      return least < Infinity ? { least, most } : null;
    }
    const behind = (item: number, { least, most }: { least: number; most: number }) => least - 1 - (most - usual[item]);

    const saying = ({ recommender }: Part, why: string) =>
      ({ kind: 'model', index: -1, label: `${recommender.label} answers: ${why}`, amount: 0 }) as const;

    return {
      score(query, out) {
        const ends = ask(query);
        for (let item = 0; item < out.length; item++) {
          if (!ends) out[item] = usual[item];
          else out[item] = Number.isNaN(personal[item]) ? behind(item, ends) : personal[item];
        }
      },
      explain(query, item): Explanation {
        const length = query.history.indices.length;
        const ends = ask(query);
        if (ends && !Number.isNaN(personal[item])) {
          return opened(
            main,
            saying(main, `${counted(length)}, ${params.threshold} are enough`),
            query,
            item,
            personal[item],
          );
        }
        if (!ends) {
          const why =
            length < params.threshold
              ? `${counted(length)}, fewer than ${params.threshold}`
              : `${main.recommender.label} finds nothing to go by`;
          return opened(first, saying(first, why), query, item, usual[item]);
        }
        const score = behind(item, ends);
        const { parts } = opened(
          first,
          saying(first, `${main.recommender.label} does not know this one`),
          query,
          item,
          usual[item],
        );
        const step = { kind: 'bias', index: -1, label: 'behind all the others', amount: score - usual[item] } as const;
        return { score, parts: Number.isNaN(score) ? [] : [...parts, step] };
      },
      tune: (values) => void (params = values as Params),
      snapshot: () => ({ recommender: id, version, params, ...snapshotOfParts(models) }),
      dispose: () => disposeParts(models),
    };
  }
}

const counted = (length: number) => (length === 1 ? '1 item' : `${length} items`);

/** A part's own explanation behind the sentence of who speaks; its bare score where it cannot explain. */
function opened(
  { recommender, model }: Part,
  who: Explanation['parts'][number],
  query: Query,
  item: number,
  score: number,
): Explanation {
  if (Number.isNaN(score)) return { score, parts: [] };
  const own = model.explain?.(query, item);
  const parts = own?.parts ?? [
    { kind: 'model' as const, index: -1, label: `score of ${recommender.label}`, amount: score },
  ];
  return { score, parts: [who, ...parts] };
}
