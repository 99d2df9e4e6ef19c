import * as fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readNumber } from '../../../src/core/importers/read-number.ts';

const numberOf = (text: string) => {
  const bytes = strToU8(`9${text}9`);
  return readNumber(bytes, 1, bytes.length - 1);
};

describe('a number from its bytes', () => {
  it.each([
    '0',
    '7',
    '-3',
    '4.5',
    '.5',
    '5.',
    '0.1',
    '007',
    '+2',
    '1e3',
    '2.5E-3',
    '123456789012345678',
    '0.30000000000000004',
  ])('reads %s as JavaScript does', (text) => expect(numberOf(text)).toBe(Number(text)));

  it.each(['', '-', '.', 'NaN', 'Infinity', '1e999', '3,5', '0x10', '1 2', '--1', '1.2.3', 'four', '٣'])(
    'takes %j for no number',
    (text) => expect(numberOf(text)).toBeNaN(),
  );

  it('rounds as JavaScript does, to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(numberOf(String(x))).toBe(x + 0);
      }),
    );
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 999_999_999 }), (whole, fraction) => {
        const text = `${whole}.${fraction}`;
        expect(numberOf(text)).toBe(Number(text));
      }),
    );
  });
});
