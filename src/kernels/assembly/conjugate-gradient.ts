/**
 * Steps of conjugate gradient for rows side by side, `line` bytes apart, of which `stride` hold factors: of each the residual
 * b − A x, the direction v, the product A v, and the squared length of the residual.
 */
import { addScaled, dot, scaleAndAdd } from './lanes';

/** Below this squared length of the residual there is nothing left to solve. */
const SOLVED: f32 = 1e-20;

/** The first residual and direction, from the product that has b subtracted. */
export function begin(
  u: usize, residuals: usize, directions: usize, products: usize, lengths: usize, line: usize, stride: usize,
): void {
  const residual = residuals + u * line;
  negate(residual, products + u * line, stride);
  memory.copy(directions + u * line, residual, stride);
  store<f32>(lengths + (u << 2), dot(residual, residual, stride));
}

/** One step of conjugate gradient; the squared length of the residual becomes 0 once it is solved. */
export function advance(
  u: usize, x: usize, residuals: usize, directions: usize, products: usize, lengths: usize, line: usize, stride: usize,
): void {
  const residual = residuals + u * line;
  const direction = directions + u * line;
  const product = products + u * line;
  const old = load<f32>(lengths + (u << 2));
  if (!(old > SOLVED)) return store<f32>(lengths + (u << 2), 0);
  const length = old / dot(direction, product, stride);
  addScaled(x, length, direction, stride);
  addScaled(residual, -length, product, stride);
  const now = dot(residual, residual, stride);
  scaleAndAdd(direction, now / old, residual, stride);
  store<f32>(lengths + (u << 2), now);
}

/** The last step, which leaves no residual behind; `product` is the dense part, `squares` what the cells add to v·A v. */
export function finish(
  u: usize, x: usize, directions: usize, products: usize, lengths: usize, squares: f32, line: usize, stride: usize,
): void {
  const direction = directions + u * line;
  const old = load<f32>(lengths + (u << 2));
  if (old > SOLVED) addScaled(x, old / (dot(direction, products + u * line, stride) + squares), direction, stride);
}

function negate(out: usize, v: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, f32x4.neg(v128.load(v + at)));
}
