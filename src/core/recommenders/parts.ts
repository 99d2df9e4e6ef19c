/** What recommenders made of others share: their parts are fitted, kept, restored and let go of here. */
import type { SparseRow } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import type { ParamValues } from '../params.ts';
import { checkParams, choice } from '../params.ts';
import type { FitEnv, FitProgress, FittedModel, ModelSnapshot, Recommender } from './recommender.ts';

export interface Part {
  readonly recommender: Recommender;
  /** Checked. */
  readonly params: ParamValues;
  readonly model: FittedModel;
}

/** A parameter that chooses one of the recommenders a hybrid may be made of. */
export const partChoice = (
  label: string,
  help: string,
  parts: readonly Recommender[],
  usual: string,
  none?: string,
) => {
  const options = parts.map(({ id, label }) => ({ id, label }));
  if (none !== undefined) options.unshift({ id: 'none', label: none });
  return choice({ label, help, default: usual, options });
};

export const settingsChoice = choice({
  label: 'Settings of the parts',
  help: 'What the parts are fitted with: their own defaults, or what the notebook fits them with.',
  advanced: true,
  default: 'defaults',
  options: [
    { id: 'defaults', label: 'their defaults' },
    { id: 'notebook', label: 'as in the notebook' },
  ],
});

/** The lesson is the later of the notebooks, and the one that blends. */
export function partParams({ id, params, presets = [] }: Recommender, settings: 'defaults' | 'notebook'): ParamValues {
  const named = (name: string) => presets.find((preset) => preset.id === name)?.params;
  return checkParams(params, settings === 'notebook' ? (named('lesson') ?? named('notebook')) : {}, id);
}

/** Rises with any part's own version, so that a snapshot is only restored by what can read all of it. */
export const versionOver = (own: number, parts: readonly Recommender[]): number =>
  parts.reduce((sum, { version }) => sum + version, 1000 * own);

const stepsPerPart = 1000;

/** Fits each of them once, one after the other, with a stream of chance of its own. */
export async function* fitParts(
  chosen: readonly Recommender[],
  settings: 'defaults' | 'notebook',
  train: TrainingSet,
  env: FitEnv,
): AsyncGenerator<FitProgress, Part[], void> {
  const distinct = [...new Set(chosen)];
  const parts: Part[] = [];
  let isWhole = false;
  try {
    for (const recommender of distinct) {
      const params = partParams(recommender, settings);
      const run = recommender.fit(train, params, { ...env, rng: env.rng.fork(recommender.id) });
      try {
        for (;;) {
          const { done, value } = await run.next();
          if (done) {
            parts.push({ recommender, params, model: value });
            break;
          }
          const share = value.steps > 0 ? Math.floor((stepsPerPart * value.step) / value.steps) : 0;
          yield { step: parts.length * stepsPerPart + share, steps: distinct.length * stepsPerPart };
        }
      } finally {
        await run.return(undefined as never);
      }
    }
    isWhole = true;
    return parts;
  } finally {
    if (!isWhole) disposeParts(parts);
  }
}

export function disposeParts(parts: readonly Part[]): void {
  for (const { model } of parts) model.dispose?.();
}

/** Scores at once: recommenders that answer later cannot be parts. */
export function scorePart({ recommender, model }: Part, query: Query, out: Float64Array): void {
  if (model.score(query, out)) throw new Error(`${recommender.id} answers later, and cannot be part of another.`);
}

/** Σ w · similar(item) over the weighted items; NaN where the part knows nothing of an item. */
export function similarToAll({ model }: Part, weighted: SparseRow, out: Float64Array): void {
  if (model.similarToAll) return model.similarToAll(weighted, out);
  const row = new Float64Array(out.length);
  out.fill(NaN);
  for (let at = 0; at < weighted.indices.length; at++) {
    model.similar!(weighted.indices[at], row);
    for (let item = 0; item < out.length; item++) {
      if (!Number.isNaN(row[item])) out[item] = (out[item] || 0) + weighted.values[at] * row[item];
    }
  }
}

/** The snapshots of all parts in one, each name behind its recommender's id. */
export function snapshotOfParts(parts: readonly Part[]): Pick<ModelSnapshot, 'arrays' | 'numbers' | 'words'> {
  const kept = parts.map(({ recommender: { id, version }, params, model }) => {
    const { arrays, numbers, words } = model.snapshot();
    return {
      arrays: nested(id, arrays),
      numbers: { ...nested(id, numbers), [`${id}.version`]: version },
      words: { ...nested(id, words), [`${id}.params`]: [JSON.stringify(params)] },
    };
  });
  return {
    arrays: Object.assign({}, ...kept.map(({ arrays }) => arrays)),
    numbers: Object.assign({}, ...kept.map(({ numbers }) => numbers)),
    words: Object.assign({}, ...kept.map(({ words }) => words)),
  };
}

export function restoreParts(chosen: readonly Recommender[], snapshot: ModelSnapshot, train: TrainingSet): Part[] {
  return [...new Set(chosen)].map((recommender) => {
    const { id } = recommender;
    const params = JSON.parse(snapshot.words[`${id}.params`][0]) as ParamValues;
    const own = {
      recommender: id,
      version: snapshot.numbers[`${id}.version`],
      params,
      arrays: unnested(id, snapshot.arrays),
      numbers: unnested(id, snapshot.numbers),
      words: unnested(id, snapshot.words),
    };
    return { recommender, params, model: recommender.restore(own, train) };
  });
}

/** Throws ParamError where a choice of parts leaves none. */
export function partNamed(parts: readonly Recommender[], id: string): Recommender {
  const part = parts.find((known) => known.id === id);
  if (part) return part;
  throw new LabError('ParamError', `Expected one of ${parts.map((known) => known.id).join(', ')}; got "${id}".`);
}

const nested = <T>(id: string, values: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${id}/${name}`, value]));

const unnested = <T>(id: string, values: Readonly<Record<string, T>>) =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith(`${id}/`))
      .map(([name, value]) => [name.slice(id.length + 1), value]),
  );
