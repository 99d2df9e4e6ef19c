/** What a file really is, by its first bytes, in words for a person; null for text that may hold a table. */
export function foreignContent(head: Uint8Array): string | null {
  const known = signatures.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  if (known) return known.name;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return 'binary data';
    if (byte < 0x20 && !ordinaryControls.has(byte)) controls++;
  }
  if (controls > head.length / 50) return 'binary data';
  const start = String.fromCharCode(...head.subarray(0, 200))
    .trimStart()
    .toLowerCase();
  return start.startsWith('<!doctype html') || start.startsWith('<html') ? 'a web page' : null;
}

/** Tab, the line ends, vertical tab, form feed, and the end mark of old DOS files. */
const ordinaryControls = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a]);

const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));

const signatures = [
  { name: 'a JPEG picture', bytes: [0xff, 0xd8, 0xff] },
  { name: 'a PNG picture', bytes: [0x89, ...ascii('PNG')] },
  { name: 'a GIF picture', bytes: ascii('GIF8') },
  { name: 'a PDF document', bytes: ascii('%PDF') },
  { name: 'a zip archive or an Office document', bytes: [...ascii('PK'), 3, 4] },
  { name: 'gzip-compressed data', bytes: [0x1f, 0x8b] },
  { name: 'a 7-zip archive', bytes: [...ascii('7z'), 0xbc, 0xaf] },
  { name: 'a RAR archive', bytes: ascii('Rar!') },
  { name: 'an old Office document', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { name: 'a Parquet file', bytes: ascii('PAR1') },
  { name: 'a SQLite database', bytes: ascii('SQLite format 3') },
  { name: 'UTF-16 text (save it as UTF-8)', bytes: [0xff, 0xfe] },
  { name: 'UTF-16 text (save it as UTF-8)', bytes: [0xfe, 0xff] },
];
