/** WARP and k-OS WARP: items are drawn until one wrongly ranks above a liked one. */
import { below } from './chance';
import { fourDots } from './lanes';
import { learnPair } from './ranking-step';
import { RankingTask, drawItem, has, itemVector, positionOf, scoreOf } from './ranking-task';

/** WARP scores as many candidates at once. */
const ABREAST: i32 = 4;

export function learnViolation(task: RankingTask, user: u32, item: u32, weight: f32, x: usize): f64 {
  const y = itemVector(task, item, 1);
  const score = scoreOf(task, x, y);
  const draw = task.plain ? violationAbreast(task, user, x, score - 1) : violation(task, user, x, score - 1);
  if (draw == 0) return 0;
  const other = load<f32>(task.candidates);
  const negative = load<u32>(task.candidates, 16);
  const rank = load<f32>(task.rankWeights + (<usize>draw << 2));
  learnPair(task, user, item, negative, -weight * rank, x, y, itemVector(task, negative, 2));
  return <f64>(weight * rank * (1 - score + other));
}

/** Which draw, from 1, is the first to score above `margin` without being the user's; 0 if none is. Leaves it as candidate. */
function violation(task: RankingTask, user: u32, x: usize, margin: f32): i32 {
  for (let draw = 1; draw <= task.maxDraws; draw++) {
    const negative = drawItem(task);
    const other = scoreOf(task, x, itemVector(task, negative, 2));
    if (other <= margin || has(task, user, negative)) continue;
    store<f32>(task.candidates, other);
    store<u32>(task.candidates, negative, 16);
    return draw;
  }
  return 0;
}

/** The same, four draws at a time. Draws that come after the violation have not been made: chance is taken back to it. */
function violationAbreast(task: RankingTask, user: u32, x: usize, margin: f32): i32 {
  const stride = <usize>task.stride;
  const table = task.item.table;
  const scores = task.candidates;
  const bias = (<usize>task.factors << 2) + 4;
  for (let done = 0; done < task.maxDraws; done += ABREAST) {
    const count = min(ABREAST, task.maxDraws - done);
    const before = load<u64>(task.random);
    const behind = load<u64>(task.random, 8);
    const i0 = drawItem(task);
    const i1 = count > 1 ? drawItem(task) : i0;
    const i2 = count > 2 ? drawItem(task) : i0;
    const i3 = count > 3 ? drawItem(task) : i0;
    const a = table + <usize>i0 * stride;
    const b = table + <usize>i1 * stride;
    const c = table + <usize>i2 * stride;
    const d = table + <usize>i3 * stride;
    const biases = f32x4(load<f32>(a + bias), load<f32>(b + bias), load<f32>(c + bias), load<f32>(d + bias));
    const all = f32x4.add(fourDots(x, a, b, c, d, stride), biases);
    let above = ~i32x4.bitmask(f32x4.le(all, f32x4.splat(margin))) & ((1 << count) - 1);
    v128.store(scores, all);
    v128.store(scores, i32x4(i0, i1, i2, i3), 16);
    for (; above; above &= above - 1) {
      const at = ctz(above);
      const negative = load<u32>(scores + (<usize>at << 2), 16);
      if (has(task, user, negative)) continue;
      store<f32>(scores, load<f32>(scores + (<usize>at << 2)));
      store<u32>(scores, negative, 16);
      if (at + 1 < count) {
        store<u64>(task.random, before);
        store<u64>(task.random, behind, 8);
        for (let again = 0; again <= at; again++) drawItem(task);
      }
      return done + at + 1;
    }
  }
  return 0;
}

/** Draws positives, keeps them best first, and learns from the one at the position. */
export function learnFromKth(task: RankingTask, user: u32, x: usize): f64 {
  const first = load<u32>(task.indptr + (<usize>user << 2));
  const count = load<u32>(task.indptr + (<usize>user << 2), 4) - first;
  const list = task.scratch + (<usize>task.stride << 2);
  const drawn = min(task.drawn, <i32>count);
  for (let i = 0; i < drawn; i++) {
    const item = load<u32>(task.items + (<usize>(first + below(task.random, count)) << 2));
    const score = scoreOf(task, x, itemVector(task, item, 1));
    let at = i;
    for (; at > 0; at--) {
      const before = list + (<usize>(at - 1) << 3);
      const above = load<f32>(before);
      if (above > score || (above == score && load<u32>(before, 4) <= item)) break;
      store<u64>(before, load<u64>(before), 8);
    }
    store<f32>(list + (<usize>at << 3), score);
    store<u32>(list + (<usize>at << 3), item, 4);
  }
  const item = load<u32>(list + (<usize>(min(task.position, drawn) - 1) << 3), 4);
  const weight = load<f32>(task.weights + (<usize>positionOf(task, user, item) << 2));
  return learnViolation(task, user, item, weight, x);
}
