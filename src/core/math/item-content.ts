/** What is known of items besides who likes them, as features: categories and telling words. */
import { englishStopWords } from './stop-words.ts';
import type { TermWeights } from './tf-idf.ts';
import { weighText, weighTexts } from './tf-idf.ts';
import { lengthOf } from './unit-vector.ts';
import type { ItemDescription } from '../data/catalog.ts';
import { descriptionOf, textOf } from '../data/catalog.ts';
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { csrFromRows, rowOf } from '../data/csr.ts';
import { featuresNamed, namedFeatures } from '../data/feature-rows.ts';
import type { TrainingSet } from '../data/training-set.ts';

export interface ContentVocabulary {
  /** Of the first features. */
  readonly names: readonly string[];
  /** The features after these. */
  readonly words: TermWeights;
}

export interface ContentRules {
  readonly content: 'everything' | 'categories' | 'none';
  /** How many different words to keep at most. */
  readonly words: number;
}

/** The names that features of these rules have; they follow from the catalog, where words must be read. */
export const contentNames = (train: TrainingSet, { content }: Pick<ContentRules, 'content'>): readonly string[] =>
  content === 'none' ? [] : namedFeatures(train).names;

/** Items × features, each kind of a row scaled to unit length. Yields while it reads. */
export function* readContent(
  train: TrainingSet,
  rules: ContentRules,
): Generator<void, { readonly vocabulary: ContentVocabulary; readonly rows: CsrMatrix }, void> {
  const names = contentNames(train, rules);
  const { rows: named } = namedFeatures(train);
  const texts = Array.from({ length: train.items }, (_, item) =>
    rules.content === 'everything' ? wordsOf(descriptionOf(train.catalog, item)) : '',
  );
  const reading = weighTexts(texts, rules.words, englishStopWords);
  for (;;) {
    const { done, value } = reading.next();
    if (!done) {
      yield;
      continue;
    }
    const rows = Array.from({ length: train.items }, (_, item) =>
      joined(names.length, names.length > 0 ? ofUnitLength(rowOf(named, item)) : null, rowOf(value.rows, item)),
    );
    const vocabulary = { names, words: { terms: value.terms, idf: value.idf } };
    return { vocabulary, rows: csrFromRows(rows, names.length + value.terms.ids.length) };
  }
}

/** The row of an item known by its description alone; empty where that has nothing of the vocabulary. */
export function contentOf({ names, words }: ContentVocabulary, description: ItemDescription): SparseRow {
  const indices = featuresNamed({ names }, description.categories);
  const named = { indices, values: new Float64Array(indices.length).fill(1) };
  return joined(names.length, ofUnitLength(named), weighText(wordsOf(description), words));
}

/** Categories are features of their own and no words. */
const wordsOf = (description: ItemDescription): string => textOf({ ...description, categories: [] });

function joined(first: number, named: SparseRow | null, words: SparseRow): SparseRow {
  return {
    indices: Uint32Array.from([...(named?.indices ?? []), ...words.indices.map((term) => first + term)]),
    values: Float64Array.from([...(named?.values ?? []), ...words.values]),
  };
}

function ofUnitLength({ indices, values }: SparseRow): SparseRow {
  const length = lengthOf(values);
  return { indices, values: Float64Array.from(values, (value) => value / length) };
}
