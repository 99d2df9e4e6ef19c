import { dot, madd } from './lanes';

@unmanaged
class SgdTask {
  indptr: usize;
  indices: usize;
  values: usize;
  /** The users to visit, in order. */
  visits: usize;
  users: usize;
  items: usize;
  userBiases: usize;
  itemBiases: usize;
  /** Bytes of a row of factors, a multiple of 16. */
  stride: i32;
  mean: f32;
  learningRate: f32;
  regularization: f32;
  /** Σ e² over the ratings met, added to; 64 bits. */
  squares: usize;
}

/**
 * Visits from .. to: for each rating of a user in turn, with e = r − μ − b_u − b_i − p·q,
 *   b_u += η (e − λ b_u)   b_i += η (e − λ b_i)   p += η (e q − λ p)   q += η (e p − λ q)   all from the values before.
 * Steps build on each other, so this runs on one thread.
 */
export function descend(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<SgdTask>(pointer);
  const stride = <usize>task.stride;
  const rate = task.learningRate;
  const keep: f32 = <f32>1 - rate * task.regularization;
  const keeps = f32x4.splat(keep);
  let squares = load<f64>(task.squares);
  for (let visit = from; visit < to; visit++) {
    const user = load<u32>(task.visits + (<usize>visit << 2));
    const p = task.users + <usize>user * stride;
    const start = task.indptr + (<usize>user << 2);
    const last = load<u32>(start, 4);
    let bias = load<f32>(task.userBiases + (<usize>user << 2));
    for (let at = load<u32>(start); at < last; at++) {
      const item = load<u32>(task.indices + (<usize>at << 2));
      const q = task.items + <usize>item * stride;
      const itemBias = task.itemBiases + (<usize>item << 2);
      const own = load<f32>(itemBias);
      const error = load<f32>(task.values + (<usize>at << 2)) - task.mean - bias - own - dot(p, q, stride);
      const step = rate * error;
      const steps = f32x4.splat(step);
      bias = keep * bias + step;
      store<f32>(itemBias, keep * own + step);
      for (let f: usize = 0; f < stride; f += 16) {
        const before = v128.load(p + f);
        const other = v128.load(q + f);
        v128.store(p + f, madd(steps, other, f32x4.mul(keeps, before)));
        v128.store(q + f, madd(steps, before, f32x4.mul(keeps, other)));
      }
      squares += <f64>error * <f64>error;
    }
    store<f32>(task.userBiases + (<usize>user << 2), bias);
  }
  store<f64>(task.squares, squares);
}
