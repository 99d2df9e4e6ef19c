import { decodeText } from './decode.ts';
import { powerOfTen } from '../math/elementary.ts';

const powers = Float64Array.from({ length: 16 }, (_, exponent) => powerOfTen(exponent));

/**
 * A decimal number straight from its bytes, NaN for anything else ("", "NaN", "Infinity", "3,5", "0x10").
 * Up to 15 digits the quotient of two exact numbers is the correctly rounded value, so no text is made of them.
 */
export function readNumber(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  const negative = bytes[i] === 0x2d;
  if (negative) i++;
  const first = i;
  // Whole-number arithmetic as far as it goes: several times as fast.
  let leading = 0;
  for (const end = Math.min(to, i + 9); i < end; i++) {
    const digit = bytes[i] - 0x30;
    if (digit >>> 0 > 9) break;
    leading = (leading * 10 + digit) | 0;
  }
  let digits = leading;
  let point = -1;
  for (; i < to; i++) {
    const digit = bytes[i] - 0x30;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (bytes[i] === 0x2e && point < 0) point = i;
    else return readAnyNumber(bytes, from, to);
  }
  const length = to - first;
  if (length === 0 || (point >= 0 && length === 1)) return NaN;
  if (length > 15) return readAnyNumber(bytes, from, to);
  const size = point < 0 ? digits : digits / powers[to - 1 - point];
  return negative ? -size : size;
}

function readAnyNumber(bytes: Uint8Array, from: number, to: number): number {
  const text = decodeText(bytes, from, to);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}
