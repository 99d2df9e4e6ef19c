import * as fc from 'fast-check';
import { strToU8 } from 'fflate';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Layout } from '../../../src/core/importers/record-reader.ts';
import { commas, RecordReader } from '../../../src/core/importers/record-reader.ts';
import { cuts, latin1 } from './sources.ts';

function cut(content: string | Uint8Array, layout: Layout = commas, at: readonly number[] = []): string[][] {
  return lines(content, layout, at).map(({ cells }) => cells);
}

function lines(content: string | Uint8Array, layout: Layout = commas, at: readonly number[] = []) {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  const reader = new RecordReader('table.csv', layout);
  const found: { line: number; cells: string[] }[] = [];
  const drain = () => {
    while (reader.next()) found.push({ line: reader.line, cells: reader.texts() });
  };
  const ends = at
    .map((position) => position % (bytes.length + 1))
    .sort((a, b) => a - b)
    .concat(bytes.length);
  let from = 0;
  for (const end of ends) {
    reader.push(bytes.slice(from, end));
    drain();
    from = end;
  }
  reader.finish();
  drain();
  return found;
}

describe('cutting bytes into records', () => {
  it.each([
    [
      'LF',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CR, as on old Macs',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'blank lines',
      '\n\na,b\n\r\n1,2\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'empty cells',
      ',\n1,,\n',
      [
        ['', ''],
        ['1', '', ''],
      ],
    ],
    [
      'an empty cell at the very end',
      '1,2\n3,',
      [
        ['1', '2'],
        ['3', ''],
      ],
    ],
    ['blanks around a cell', ' a , b c \n', [['a', 'b c']]],
    ['quotes', '"a,b","say ""hi"""\n', [['a,b', 'say "hi"']]],
    ['a line end inside quotes', '"a\nb",c\n', [['a\nb', 'c']]],
    ['blanks after a closing quote', '"a" ,b\n', [['a', 'b']]],
    ['a quote inside an unquoted cell', '7" vinyl,b\n', [['7" vinyl', 'b']]],
  ])('%s', (_, text, expected) => {
    expect(cut(text)).toEqual(expected);
  });

  it('takes two characters as one separator, and one of them alone as text', () => {
    expect(cut('1::Alien: Covenant::Horror\n', { separator: '::', quotes: false })).toEqual([
      ['1', 'Alien: Covenant', 'Horror'],
    ]);
  });

  it('takes any run of blanks and tabs as one separator', () => {
    expect(cut('  1  2\t3 \n4\n', { separator: ' ', quotes: false })).toEqual([['1', '2', '3'], ['4']]);
  });

  it('leaves quotes alone where the layout has none', () => {
    expect(cut('1\t"a\n2\tb"\n', { separator: '\t', quotes: false })).toEqual([
      ['1', '"a'],
      ['2', 'b"'],
    ]);
  });

  it('knows the line a record begins on, however many its cells span', () => {
    expect(lines('a\n\n"b\r\nb\nb"\nc\n').map(({ line }) => line)).toEqual([1, 3, 6]);
  });

  it('reads what is not UTF-8 as Windows-1252', () => {
    expect(cut(latin1('1,Am\xe9lie\n2,\x80 5\n'))).toEqual([
      ['1', 'Amélie'],
      ['2', '€ 5'],
    ]);
  });

  it.each([
    ['"a\nb,c\n', 'table.csv, line 1: Expected a closing quote, got the end of the file.'],
    ['1,2\n"a"b,c\n', 'table.csv, line 2: Expected a separator after a closing quote, got "\\"a\\"b,c'],
  ])('refuses %j', (text, message) => {
    expect(() => cut(text)).toThrow(message);
  });

  it('gives up on a quote that is never closed before it has read the whole file', () => {
    const reader = new RecordReader('table.csv', commas);
    reader.push(strToU8('"'));
    const megabyte = new Uint8Array(1 << 20).fill(97);
    const feed = () => {
      for (let i = 0; i < 9; i++) {
        reader.push(megabyte);
        reader.next();
      }
    };
    expect(feed).toThrow('Is a quote opened here and never closed?');
  });

  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '7', ' ', ',', '"', '\n', '\r', ';', 'é', '字', '😀'), maxLength: 8 }),
    fc.integer().map(String),
  );
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
    );

  it('reads back what was written, wherever the bytes are cut: inside a character, a quote or a line end', () => {
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), cuts, (rows, newline, at) => {
        const text = Papa.unparse(rows, { newline, quotes: true });
        expect(cut(text, commas, at)).toEqual(rows);
      }),
    );
  });

  it('agrees with Papa Parse on tables quoted only where they must be', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t', '|'), cuts, (rows, separator, at) => {
        const text = Papa.unparse(rows, { newline: '\n', delimiter: separator });
        const { data } = Papa.parse<string[]>(text, { delimiter: separator, newline: '\n', skipEmptyLines: true });
        expect(cut(text, { separator, quotes: true }, at)).toEqual(data);
      }),
    );
  });
});
