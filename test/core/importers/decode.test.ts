import * as fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeText, decodeUtf8 } from '../../../src/core/importers/decode.ts';

describe('decoding', () => {
  it('agrees with the platform on what is UTF-8 and what it says', () => {
    const platform = new TextDecoder('utf-8', { ignoreBOM: true });
    // Text that encodes to the same bytes again was well formed; whatever was replaced does not.
    const strict = (bytes: Uint8Array) => {
      const text = platform.decode(bytes);
      return Buffer.from(text).equals(bytes) ? text : null;
    };
    const nearlyUtf8 = fc
      .tuple(fc.string({ unit: 'binary', maxLength: 6 }), fc.uint8Array({ maxLength: 3 }))
      .map(([text, more]) => Uint8Array.from([...strToU8(text), ...more]));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      nearlyUtf8,
      fc
        .array(fc.constantFrom(0x41, 0x80, 0xbf, 0xc1, 0xc2, 0xe0, 0xa0, 0xed, 0xf0, 0x90, 0xf4, 0x8f, 0xf5), {
          maxLength: 5,
        })
        .map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(bytes, (some) => {
        expect(decodeUtf8(some)).toBe(strict(some));
      }),
      { numRuns: 500 },
    );
  });

  it('falls back to Windows-1252', () => {
    expect(decodeText(Uint8Array.of(0x4d, 0x69, 0x73, 0xe9, 0x72, 0x61, 0x62, 0x6c, 0x65, 0x73))).toBe('Misérables');
    expect(decodeText(Uint8Array.of(0x93, 0x80, 0x94))).toBe('“€”');
  });

  it('decodes a part only, and text longer than its buffer', () => {
    expect(decodeText(strToU8('ab字cd'), 2, 5)).toBe('字');
    const long = '0123456789é'.repeat(2000);
    expect(decodeText(strToU8(long))).toBe(long);
  });
});
