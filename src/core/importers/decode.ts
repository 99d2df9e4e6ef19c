/**
 * Bytes to text without the platform's TextDecoder, which the pure core does not have and which is slow on short
 * cells. Text that is not valid UTF-8 is read as Windows-1252, of which Latin-1's printable characters are a part.
 * Each call decides for itself: a cell either is UTF-8 or is not, so nothing depends on how a file arrives in chunks,
 * and a cell of the older encoding is valid UTF-8 only by a rare accident.
 */
export function decodeText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  return decodeUtf8(bytes, from, to) ?? decodeWindows1252(bytes, from, to);
}

/** Null where the bytes are not well-formed UTF-8: overlong forms, surrogates and stray bytes included. */
export function decodeUtf8(bytes: Uint8Array, from = 0, to = bytes.length): string | null {
  const units = new TextUnits();
  let i = from;
  while (i < to) {
    const first = bytes[i++];
    if (first < 0x80) {
      units.add(first);
      continue;
    }
    const more = first < 0xc2 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 0;
    if (more === 0 || i + more > to) return null;
    let point = first & (0x3f >> more);
    for (const end = i + more; i < end; i++) {
      if ((bytes[i] & 0xc0) !== 0x80) return null;
      point = (point << 6) | (bytes[i] & 0x3f);
    }
    if ((more === 2 && point < 0x800) || (more === 3 && point < 0x10000) || point > 0x10ffff) return null;
    if (point >= 0xd800 && point < 0xe000) return null;
    if (point < 0x10000) units.add(point);
    else {
      units.add(0xd7c0 + (point >> 10));
      units.add(0xdc00 + (point & 0x3ff));
    }
  }
  return units.text();
}

/** What Windows-1252 has at 0x80 … 0x9f, where Latin-1 has control characters; the five holes stay as they are. */
const upper = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function decodeWindows1252(bytes: Uint8Array, from: number, to: number): string {
  const units = new TextUnits();
  for (let i = from; i < to; i++) {
    units.add(bytes[i] >= 0x80 && bytes[i] < 0xa0 ? upper.charCodeAt(bytes[i] - 0x80) : bytes[i]);
  }
  return units.text();
}

/** Text from UTF-16 units, a buffer at a time: one call per cell, and never more arguments than a call may have. */
class TextUnits {
  static readonly #buffer = new Uint16Array(4096);
  #done = '';
  #filled = 0;

  add(unit: number): void {
    if (this.#filled === TextUnits.#buffer.length) this.#flush();
    TextUnits.#buffer[this.#filled++] = unit;
  }

  text(): string {
    this.#flush();
    return this.#done;
  }

  #flush(): void {
    this.#done += String.fromCharCode.apply(null, TextUnits.#buffer.subarray(0, this.#filled) as unknown as number[]);
    this.#filled = 0;
  }
}
