import { describe, expect, it } from 'vitest';
import type { SparseRow } from '../../../src/core/data/csr.ts';
import { rowOf } from '../../../src/core/data/csr.ts';
import { englishStopWords } from '../../../src/core/math/stop-words.ts';
import type { WeightedTexts } from '../../../src/core/math/tf-idf.ts';
import { weighText, weighTexts } from '../../../src/core/math/tf-idf.ts';
import { tokensOf } from '../../../src/core/math/tokens.ts';
import { describeShared, readShared } from '../../shared.ts';

function weighed(texts: readonly string[], maxTerms = 5000, stopWords: ReadonlySet<string> = new Set()): WeightedTexts {
  const reading = weighTexts(texts, maxTerms, stopWords);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

describe('weighting texts', () => {
  it('gives rare words more weight and every text unit length', () => {
    const { terms, rows } = weighed(['robot planet', 'robot oven', 'robot robot']);
    expect(terms.ids).toEqual(['oven', 'planet', 'robot']);
    const [planet, robot] = rowOf(rows, 0).values;
    expect(planet / robot).toBeCloseTo((Math.log(4 / 2) + 1) / (Math.log(4 / 4) + 1), 12);
    for (let text = 0; text < 3; text++) {
      expect(Math.hypot(...rowOf(rows, text).values)).toBeCloseTo(1, 12);
    }
  });

  it('sorts terms by code point, not by 16-bit unit', () => {
    const beyond = '\u{20000}\u{20001}';
    const compatibility = '\uf900\uf901';
    expect(weighed([`${beyond} ${compatibility} zz`]).terms.ids).toEqual(['zz', compatibility, beyond]);
  });

  it('says how far it is, and weighs nothing of nothing', () => {
    const texts = Array.from({ length: 1000 }, (_, i) => `word${i} common`);
    const steps = [...weighTexts(texts, 10, new Set())];
    expect(steps.length).toBeGreaterThan(4);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
    expect(weighed(['', 'a b']).terms.ids).toEqual([]);
  });
});

describeShared('weighting the reference texts', ['oracle/tfidf-expected.json'], () => {
  const expected = readShared('oracle/tfidf-expected.json');
  const texts: string[] = expected.texts;
  // The reference has another stop list; what it dropped from these texts is known from what is missing.
  const dropped = new Set(texts.flatMap(tokensOf).filter((word) => !expected.full.vocabulary.includes(word)));

  function expectRows(found: (row: number) => SparseRow, rows: [number, number][][]) {
    rows.forEach((cells, row) => {
      const { indices, values } = found(row);
      expect([...indices]).toEqual(cells.map(([term]) => term));
      cells.forEach(([, weight], i) => expect(values[i]).toBeCloseTo(weight, 9));
    });
  }

  it.each(['full', 'limitedSafe'])('%s: vocabulary, idf and rows', (part) => {
    const { vocabulary, idf, rows, maxFeatures } = expected[part];
    const found = weighed(texts, maxFeatures ?? 5000, dropped);
    expect(found.terms.ids).toEqual(vocabulary);
    idf.forEach((value: number, term: number) => expect(found.idf[term]).toBeCloseTo(value, 9));
    expectRows((row) => rowOf(found.rows, row), rows);
  });

  it('keeps the most frequent terms, alphabetically first on a tie', () => {
    for (const { maxFeatures, byRule } of expected.limits) {
      expect(weighed(texts, maxFeatures, dropped).terms.ids).toEqual(byRule);
    }
  });

  it('weighs a small corpus under several limits, with the own stop list', () => {
    for (const { maxFeatures, vocabulary, idf, rows } of expected.small.cases) {
      const found = weighed(expected.small.texts, maxFeatures, englishStopWords);
      expect(found.terms.ids).toEqual(vocabulary);
      idf.forEach((value: number, term: number) => expect(found.idf[term]).toBeCloseTo(value, 9));
      expectRows((row) => rowOf(found.rows, row), rows);
    }
  });

  it('weighs a new text in the same terms', () => {
    const known = weighed(texts, 5000, dropped);
    expectRows((row) => weighText(expected.transformNew.texts[row], known), expected.transformNew.rows);
  });

  it('gives the reference cosines', () => {
    const { rows, terms } = weighed(texts, 5000, dropped);
    const dense = texts.map((_, text) => {
      const row = new Float64Array(terms.ids.length);
      rowOf(rows, text).indices.forEach((term, i) => (row[term] = rowOf(rows, text).values[i]));
      return row;
    });
    dense.forEach((a, i) =>
      dense.forEach((b, j) => {
        const cosine = a.reduce((sum, weight, term) => sum + weight * b[term], 0);
        expect(cosine).toBeCloseTo(expected.cosineBetweenTexts[i][j], 9);
      }),
    );
  });
});

describeShared('the own stop list against the reference', ['oracle/als-expected.json'], () => {
  it('agrees where both lists do: titles, genres and tags', () => {
    const { texts, vocabulary, textCosine } = readShared('oracle/als-expected.json').hybridSimilarity;
    const { terms, rows } = weighed(texts, 5000, englishStopWords);
    expect(terms.ids).toEqual(vocabulary);
    const first = rowOf(rows, 0);
    const second = rowOf(rows, 1);
    let cosine = 0;
    first.indices.forEach((term, i) => {
      const at = second.indices.indexOf(term);
      if (at >= 0) cosine += first.values[i] * second.values[at];
    });
    expect(cosine).toBeCloseTo(textCosine[0][1], 9);
  });
});
