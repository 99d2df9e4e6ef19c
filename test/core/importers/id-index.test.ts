import * as fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { VocabularyBuilder } from '../../../src/core/data/vocabulary.ts';
import { IdIndex } from '../../../src/core/importers/id-index.ts';
import { RecordReader } from '../../../src/core/importers/record-reader.ts';

function recordOf(ids: readonly string[]): RecordReader {
  const record = new RecordReader('ids.txt', { separator: '\t', quotes: false });
  record.push(strToU8(`${ids.join('\t')}\n`));
  record.next();
  return record;
}

describe('ids straight from bytes', () => {
  const id = fc.oneof(
    fc.nat(300).map(String),
    fc.constantFrom('0', '00', '007', '7', '4194303', '4194304', '9007199254740993', '-1', '1.0', 'u7', 'é', '字'),
    fc.bigInt({ min: 0n, max: 10n ** 20n }).map(String),
  );

  it('get the indices a vocabulary of texts would give them', () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 80 }), (ids) => {
        const record = recordOf(ids);
        const index = new IdIndex();
        const texts = new VocabularyBuilder();
        ids.forEach((text, cell) => expect(index.add(record, cell, 'a user')).toBe(texts.add(text)));
        ids.forEach((text, cell) => expect(index.find(record, cell)).toBe(texts.find(text)));
        expect(index.build()).toEqual(texts.build());
      }),
    );
  });

  it('are not found before they were added, and must not be empty', () => {
    const record = recordOf(['5', '99999999', 'five', '']);
    const index = new IdIndex();
    for (const cell of [0, 1, 2]) expect(index.find(record, cell)).toBe(-1);
    expect(() => index.add(record, 3, 'a user')).toThrow('ids.txt, line 1: Expected the id of a user, got "".');
  });
});
