/**
 * One hidden layer beside the straight way:  y = x + max(0, x A + a) B.
 * For one x it is a linear map and a constant, because a hidden unit is either on or off; so what each part of x brought
 * about can be told exactly.
 */
import type { Values } from '../data/csr.ts';

/** Row-major. */
export interface ResidualLayer {
  /** A, size × hidden. */
  readonly into: Values;
  /** a, hidden. */
  readonly offsets: Values;
  /** B, hidden × size. */
  readonly back: Values;
}

export function applyLayer(layer: ResidualLayer, x: Float64Array): Float64Array {
  const { back } = layer;
  const size = x.length;
  const y = x.slice();
  hiddenOf(layer, x).forEach((value, unit) => {
    if (value > 0) for (let f = 0; f < size; f++) y[f] += value * back[unit * size + f];
  });
  return y;
}

/** The w and c with y·v = x·w + c where the units are on that x turns on. */
export function pullBack(
  layer: ResidualLayer,
  x: Float64Array,
  v: ArrayLike<number>,
): { readonly slope: Float64Array; readonly constant: number } {
  const { into, offsets, back } = layer;
  const size = x.length;
  const hidden = offsets.length;
  const slope = Float64Array.from(v);
  let constant = 0;
  hiddenOf(layer, x).forEach((value, unit) => {
    if (value <= 0) return;
    let reach = 0;
    for (let f = 0; f < size; f++) reach += back[unit * size + f] * v[f];
    for (let f = 0; f < size; f++) slope[f] += into[f * hidden + unit] * reach;
    constant += offsets[unit] * reach;
  });
  return { slope, constant };
}

/** x A + a */
function hiddenOf({ into, offsets }: ResidualLayer, x: Float64Array): Float64Array {
  const hidden = Float64Array.from(offsets);
  for (let f = 0; f < x.length; f++) {
    for (let unit = 0; unit < hidden.length; unit++) hidden[unit] += x[f] * into[f * hidden.length + unit];
  }
  return hidden;
}
