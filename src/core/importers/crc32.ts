/** CRC-32 as zip files carry it (ISO 3309, polynomial 0xedb88320), four bytes at a time by four tables. */
const tables = makeTables();

/** `sofar` is the checksum of the bytes before these, 0 at the start. */
export function crc32(bytes: Uint8Array, sofar = 0): number {
  const [t0, t1, t2, t3] = tables;
  let crc = ~sofar;
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc = t3[crc & 0xff] ^ t2[(crc >>> 8) & 0xff] ^ t1[(crc >>> 16) & 0xff] ^ t0[crc >>> 24];
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[i]) & 0xff];
  return ~crc >>> 0;
}

function makeTables(): Int32Array[] {
  const all = Array.from({ length: 4 }, () => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    all[0][byte] = crc;
  }
  for (let byte = 0; byte < 256; byte++) {
    for (let t = 1; t < 4; t++) all[t][byte] = (all[t - 1][byte] >>> 8) ^ all[0][all[t - 1][byte] & 0xff];
  }
  return all;
}
