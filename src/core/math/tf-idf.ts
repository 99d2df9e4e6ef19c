/**
 * Texts as weighted bags of words.
 * G. Salton, C. Buckley, "Term-weighting approaches in automatic text retrieval", IPM 24(5), 1988.
 *
 * With n texts, df_t of them holding term t and c_td its count in text d:
 *   idf_t = ln((1 + n) / (1 + df_t)) + 1        w_td = c_td idf_t, each text then scaled to unit length.
 * The vocabulary keeps the terms with the largest total counts, on a tie the alphabetically first, sorted by code point.
 */
import type { CsrMatrix, SparseRow } from '../data/csr.ts';
import { csrFromCoordinates } from '../data/csr.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import { indexOfId, VocabularyBuilder } from '../data/vocabulary.ts';
import { tokensOf } from './tokens.ts';

export interface TermWeights {
  readonly terms: Vocabulary;
  readonly idf: Float64Array;
}

export interface WeightedTexts extends TermWeights {
  /** Texts × terms; a text without a known term has an empty row. */
  readonly rows: CsrMatrix;
}

const textsPerStep = 250;

/** Yields the number of texts read so far, after every few hundred. */
export function* weighTexts(
  texts: readonly string[],
  maxTerms: number,
  stopWords: ReadonlySet<string>,
): Generator<number, WeightedTexts, void> {
  const words = new VocabularyBuilder();
  const text: number[] = [];
  const word: number[] = [];
  for (let index = 0; index < texts.length; index++) {
    for (const token of tokensOf(texts[index])) {
      if (stopWords.has(token)) continue;
      text.push(index);
      word.push(words.add(token));
    }
    if ((index + 1) % textsPerStep === 0) yield index + 1;
  }
  const names = words.build().ids;
  const totals = new Uint32Array(names.length);
  for (const w of word) totals[w]++;
  const kept = mostFrequent(names, totals, maxTerms);

  const termOfWord = new Int32Array(names.length).fill(-1);
  kept.forEach((w, term) => (termOfWord[w] = term));
  const entries = word.map((_, entry) => entry).filter((entry) => termOfWord[word[entry]] >= 0);
  const rows = csrFromCoordinates(
    texts.length,
    kept.length,
    Uint32Array.from(entries, (entry) => text[entry]),
    Uint32Array.from(entries, (entry) => termOfWord[word[entry]]),
    new Float64Array(entries.length).fill(1),
    'sum',
  );
  const documents = new Uint32Array(kept.length);
  for (const term of rows.indices) documents[term]++;
  const idf = Float64Array.from(documents, (df) => Math.log((1 + texts.length) / (1 + df)) + 1);
  for (let row = 0; row < rows.rows; row++) weigh(rows, rows.indptr[row], rows.indptr[row + 1], idf);
  return { terms: { ids: kept.map((w) => names[w]) }, idf, rows };
}

/** A text that was not among those weighed, in the same terms. */
export function weighText(text: string, { terms, idf }: TermWeights): SparseRow {
  const counts = new Map<number, number>();
  for (const token of tokensOf(text)) {
    const term = indexOfId(terms, token);
    if (term >= 0) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const indices = Uint32Array.from(counts.keys()).sort();
  const values = Float64Array.from(indices, (term) => counts.get(term)!);
  weigh({ indices, values }, 0, indices.length, idf);
  return { indices, values };
}

/** Counts to weights of unit length, in place. */
function weigh({ indices, values }: SparseRow, from: number, to: number, idf: Float64Array): void {
  let squares = 0;
  for (let i = from; i < to; i++) {
    values[i] *= idf[indices[i]];
    squares += values[i] ** 2;
  }
  const norm = Math.sqrt(squares);
  for (let i = from; i < to; i++) values[i] /= norm;
}

/** Word numbers, ordered by the word's code points. */
function mostFrequent(names: readonly string[], totals: Uint32Array, maxTerms: number): number[] {
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
