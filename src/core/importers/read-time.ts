import type { RecordReader } from './record-reader.ts';

/** Numbers beyond this are milliseconds: as seconds they would lie after the year 5000, as milliseconds after 1973. */
const millisecondsFrom = 1e11;
const calendar =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Seconds since 1970 from a number of seconds or milliseconds or from "2016-10-16", "2016-10-16 18:05:30" and
 * "2016-10-16T18:05:30.5+02:00"; without a zone it is UTC, so that every machine reads the same. NaN for anything else.
 */
export function readTime(record: RecordReader, cell: number): number {
  const number = record.number(cell);
  if (!Number.isNaN(number)) return Math.abs(number) < millisecondsFrom ? number : number / 1000;
  return parseTime(record.text(cell));
}

export function parseTime(text: string): number {
  const found = calendar.exec(text);
  if (!found) return NaN;
  const [year, month, day, hour = 0, minute = 0] = found.slice(1, 6).map((part) => (part ? Number(part) : undefined));
  const second = Number(found[6] ?? 0);
  const days = Date.UTC(year!, month! - 1, day!);
  const sameDay = new Date(days).getUTCMonth() === month! - 1 && new Date(days).getUTCDate() === day!;
  if (!sameDay || hour > 23 || minute > 59 || second >= 61) return NaN;
  return days / 1000 + hour * 3600 + minute * 60 + second - offset(found[7]);
}

/** "+02:00" is 7200 seconds ahead of UTC. */
function offset(zone: string | undefined): number {
  if (!zone || !/^[+-]/.test(zone)) return 0;
  const digits = zone.replace(/\D/g, '');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}
