/** How numbers are written everywhere: tabular, without a leading zero where they are shares of one. */
const thousands = new Intl.NumberFormat('en-US');

export const count = (n: number) => thousands.format(n);

/** 0.2314 → ".231"; negative, 1 and above keep their digit. "–" where undefined. */
export function share(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return value.toFixed(digits).replace(/^(-?)0\./, '$1.');
}

export function percent(value: number | null | undefined, digits = 0): string {
  return value === null || value === undefined || !Number.isFinite(value) ? '–' : `${(value * 100).toFixed(digits)} %`;
}

/** Where a mean percentile stands, counted from the top: 0.988 → "top 1.2 %". Half is what chance gives. */
export function fromTop(percentile: number): string {
  if (!Number.isFinite(percentile)) return '–';
  const share = (1 - percentile) * 100;
  return `top ${share < 9.95 ? Math.max(0.1, share).toFixed(1) : Math.round(share)} %`;
}

export function seconds(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value < 0.0995) return `${Math.round(value * 1000)} ms`;
  if (value < 9.95) return `${value.toFixed(1)} s`;
  if (value < 90) return `${Math.round(value)} s`;
  return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}

export function bytes(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const power = value < 1 ? 0 : Math.min(4, Math.floor(Math.log(value) / Math.log(1000)));
  return `${(value / 1000 ** power).toFixed(power && value / 1000 ** power < 10 ? 1 : 0)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** A parameter's or an amount's value: as short as it can be without lying. */
export function compact(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0005 || size >= 1e6)) {
    return String(Number(value.toPrecision(2)).toExponential())
      .replace('e-', 'e−')
      .replace('e+', 'e');
  }
  const short = size >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
  return (size >= 10_000 ? thousands.format(short) : String(short)).replace('-', '−');
}

export const plural = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** "4½ stars": how a value on the rating scale is spoken. */
export function starsSpoken(value: number): string {
  const whole = Math.floor(value);
  const rest = value - whole;
  const text = rest === 0.5 ? `${whole || ''}½` : String(Number(value.toFixed(2)));
  return `${text} ${value === 1 || value === 0.5 ? 'star' : 'stars'}`;
}

/** "a, b and c". */
export function inWords(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

export function ago(then: number, now: number): string {
  const passed = now - then;
  if (passed < 60) return 'just now';
  if (passed < 3600) return `${plural(Math.floor(passed / 60), 'minute')} ago`;
  if (passed < 86400) return `${plural(Math.floor(passed / 3600), 'hour')} ago`;
  return new Date(then * 1000).toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric' });
}
