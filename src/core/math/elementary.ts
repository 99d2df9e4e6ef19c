/**
 * exp, log and powers in additions, multiplications and divisions alone, which IEEE 754 fixes to the last bit. The language
 * leaves `Math.exp`, `Math.log` and `**` to the engine ("implementation-approximated"), and engines do differ in the last digit:
 * a page and a terminal would then differ in data they generate and models they fit. Within 2 units in the last place of the
 * true value (powers: within some |y ln x| of them).
 *
 *   eˣ = 2ᵏ eʳ,  k = round(x / ln 2),  |r| ≤ ½ ln 2,     eʳ by its Taylor series
 *   ln x = e ln 2 + ln m,  x = 2ᵉ m,  ½√2 ≤ m < √2,       ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …),  s = (m − 1) / (m + 1)
 */

/** ln 2 in two parts; the first has so few digits that its product with an exponent is exact. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
/** 1 / n! and 1 / (2 n + 1). */
const inFactorials = new Float64Array(15).fill(1);
for (let n = 1; n < 15; n++) inFactorials[n] = inFactorials[n - 1] / n;
const inOdds = Float64Array.from({ length: 13 }, (_, n) => 1 / (2 * n + 1));
const bits = new DataView(new ArrayBuffer(8));

export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x * 1.4426950408889634);
  const r = x - k * ln2High - k * ln2Low;
  let sum = inFactorials[14];
  for (let n = 13; n >= 0; n--) sum = inFactorials[n] + r * sum;
  // Two factors, as a number below 2⁻¹⁰²² has no power of two of its own.
  const half = k >> 1;
  return sum * powerOfTwo(half) * powerOfTwo(k - half);
}

/** Natural. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  const exponent = split(x);
  return exponent * ln2High + (logOf(mantissa) + exponent * ln2Low);
}

/** Exact for powers of two. */
export function log2(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return Infinity;
  const exponent = split(x);
  return exponent + logOf(mantissa) * 1.4426950408889634;
}

/** ln(1 + x), also where x is tiny. */
export function log1p(x: number): number {
  const sum = 1 + x;
  if (sum === 1) return x;
  return sum === Infinity ? Infinity : (ln(sum) * x) / (sum - 1);
}

/** xʸ; exact squares and roots are `x * x` and `Math.sqrt`. x ≥ 0 unless y is a whole number. */
export function power(x: number, y: number): number {
  if (Number.isInteger(y) && Math.abs(y) <= 1024) return wholePower(x, y);
  if (x === 0) return y > 0 ? 0 : Infinity;
  return exp(y * ln(x));
}

/** Halved twice, atan x = 2 atan(x / (1 + √(1 + x²))), until |x| < ¼: there its series x − x³/3 + x⁵/5 − … soon ends. */
export function atan(x: number): number {
  if (Math.abs(x) > 1) return Math.sign(x) * (Math.PI / 2) - atan(1 / x);
  const once = x / (1 + Math.sqrt(1 + x * x));
  const twice = once / (1 + Math.sqrt(1 + once * once));
  const square = -twice * twice;
  let sum = inOdds[12];
  for (let n = 11; n >= 0; n--) sum = inOdds[n] + square * sum;
  return 4 * twice * sum;
}

/** 10ⁿ, as written. */
export const powerOfTen = (n: number): number => tens.get(n) ?? kept(n);

const tens = new Map<number, number>();
function kept(n: number): number {
  const value = Number(`1e${n}`);
  tens.set(n, value);
  return value;
}

/** By squares. */
function wholePower(x: number, y: number): number {
  let product = 1;
  let square = x;
  for (let rest = Math.abs(y); rest > 0; rest >>= 1) {
    if (rest & 1) product *= square;
    square *= square;
  }
  return y < 0 ? 1 / product : product;
}

/** What `split` leaves of x. */
let mantissa = 1;

/** The exponent e of x = 2ᵉ m with ½√2 ≤ m < √2. */
function split(x: number): number {
  // Numbers too small for the usual form are brought there first.
  const isTiny = x < 2.2250738585072014e-308;
  bits.setFloat64(0, isTiny ? x * 18014398509481984 : x);
  const high = bits.getInt32(0);
  let exponent = (high >> 20) - 1023 - (isTiny ? 54 : 0);
  bits.setInt32(0, (high & 0xfffff) | 0x3ff00000);
  mantissa = bits.getFloat64(0);
  if (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  return exponent;
}

function logOf(m: number): number {
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = inOdds[12];
  for (let n = 11; n >= 0; n--) sum = inOdds[n] + square * sum;
  return 2 * s * sum;
}

function powerOfTwo(k: number): number {
  bits.setInt32(0, (k + 1023) << 20);
  bits.setInt32(4, 0);
  return bits.getFloat64(0);
}
