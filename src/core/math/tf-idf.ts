/**
 * Texts as weighted bags of words.
 * G. Salton, C. Buckley, "Term-weighting approaches in automatic text retrieval", IPM 24(5), 1988.
 *
 * With n texts, df_t of them holding term t and c_td its count in text d:
 *   idf_t = ln((1 + n) / (1 + df_t)) + 1        w_td = c_td idf_t, each text then scaled to unit length.
 * The vocabulary keeps the terms with the largest total counts, on a tie the alphabetically first, sorted by code point.
 */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { indexOfId, VocabularyBuilder } from '../data/vocabulary.ts';
import { tokensOf } from './tokens.ts';
import { ln } from './elementary.ts';

export interface TermWeights {
  readonly terms: Vocabulary;
  readonly idf: Float64Array;
}

export interface WeightedTexts extends TermWeights {
  /** Texts × terms; a text without a known term has an empty row. */
  readonly rows: CsrMatrix;
}

/** Some milliseconds of reading. */
const textsPerStep = 250;

/** Yields how much is done, from 0 to 1, after every few hundred texts. */
export function* weighTexts(
  texts: readonly string[],
  maxTerms: number,
  stopWords: ReadonlySet<string>,
): Generator<number, WeightedTexts, void> {
  const count = texts.length;
  const words = new VocabularyBuilder();
  const bags: Bag[] = [];
  for (let index = 0; index < count; index++) {
    bags.push(bagOf(tokensOf(texts[index]), (token) => (stopWords.has(token) ? -1 : words.add(token))));
    if (bags.length % textsPerStep === 0) yield (0.5 * bags.length) / count;
  }
  const names = words.build().ids;
  const kept = mostFrequent(names, bags, maxTerms);
  yield 0.5;

  const termOfWord = new Int32Array(names.length).fill(-1);
  kept.forEach((word, term) => (termOfWord[word] = term));
  const documents = new Uint32Array(kept.length);
  const indptr = new Uint32Array(count + 1);
  bags.forEach((bag, index) => {
    indptr[index + 1] = indptr[index];
    for (const word of bag.keys()) {
      if (termOfWord[word] < 0) continue;
      documents[termOfWord[word]]++;
      indptr[index + 1]++;
    }
  });
  const idf = Float64Array.from(documents, (df) => ln((1 + count) / (1 + df)) + 1);

  const indices = new Uint32Array(indptr[count]);
  const values = new Float64Array(indptr[count]);
  for (let index = 0; index < count; index++) {
    const row = weigh(bags[index], (word) => termOfWord[word], idf);
    indices.set(row.indices, indptr[index]);
    values.set(row.values, indptr[index]);
    if ((index + 1) % textsPerStep === 0) yield 0.5 + (0.5 * (index + 1)) / count;
  }
  return {
    terms: { ids: kept.map((word) => names[word]) },
    idf,
    rows: { rows: count, cols: kept.length, indptr, indices, values },
  };
}

/** A text that was not among those weighed, in the same terms. */
export function weighText(text: string, { terms, idf }: TermWeights): SparseRow {
  return weigh(
    bagOf(tokensOf(text), (token) => indexOfId(terms, token)),
    (term) => term,
    idf,
  );
}

/** How often each word occurs, by its number. */
type Bag = ReadonlyMap<number, number>;

/** Tokens numbered below 0 are left out. */
function bagOf(tokens: readonly string[], numberOf: (token: string) => number): Bag {
  const bag = new Map<number, number>();
  for (const token of tokens) {
    const word = numberOf(token);
    if (word >= 0) bag.set(word, (bag.get(word) ?? 0) + 1);
  }
  return bag;
}

/** Counts to weights of unit length. Words without a term are left out. */
function weigh(
  bag: Bag,
  termOf: (word: number) => number,
  idf: Float64Array,
): { indices: Uint32Array; values: Float64Array } {
  const weights = new Map<number, number>();
  for (const [word, count] of bag) {
    const term = termOf(word);
    if (term >= 0) weights.set(term, count * idf[term]);
  }
  const indices = Uint32Array.from(weights.keys()).sort();
  const values = new Float64Array(indices.length);
  let squares = 0;
  for (let i = 0; i < indices.length; i++) {
    values[i] = weights.get(indices[i])!;
    squares += values[i] ** 2;
  }
  const norm = Math.sqrt(squares);
  for (let i = 0; i < values.length; i++) values[i] /= norm;
  return { indices, values };
}

/** Word numbers, ordered by the word's code points. */
function mostFrequent(names: readonly string[], bags: readonly Bag[], maxTerms: number): number[] {
  const totals = new Uint32Array(names.length);
  for (const bag of bags) for (const [word, count] of bag) totals[word] += count;
  const cut = totals.slice().sort()[Math.max(0, totals.length - maxTerms)] ?? 0;
  const byName = (a: number, b: number) => compareCodePoints(names[a], names[b]);
  return [...names.keys()]
    .filter((word) => totals[word] >= cut)
    .sort((a, b) => totals[b] - totals[a] || byName(a, b))
    .slice(0, maxTerms)
    .sort(byName);
}

/** JavaScript compares 16-bit units, where the halves of a character beyond U+FFFF come before U+E000 … U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return halvesLast(x) - halvesLast(y);
  }
  return a.length - b.length;
}

const halvesLast = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
