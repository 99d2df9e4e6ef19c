/**
 * Stochastic gradient steps on ranking losses; the losses are stated in core/math/ranking-loss.ts, and exact-ranking.ts
 * beside it takes the same steps in the same order, as the formulas read.
 *
 * A vector has its f factors first. Lane f of a user's is the user's bias, and 0 in an item's; lane f + 1 of an item's is
 * the item's bias, and 0 in a user's. A product over all lanes is thus the product of the factors.
 */
import { below } from './chance';
import { StepRule } from './gradient-step';
import { Features, stepPair, stepRow, vectorOf } from './features';
import { dot } from './lanes';
import { sigmoid, softplus } from './logarithms';

@unmanaged
class RankingTask {
  /** The cells, users × items: start of each row, item, weight and user of each cell, and the order of the epoch. */
  indptr: usize;
  items: usize;
  weights: usize;
  users: usize;
  order: usize;
  cells: i32;
  itemCount: i32;
  user: Features;
  item: Features;
  rule: StepRule;
  factors: i32;
  stride: i32;
  /** 0 WARP, 1 k-OS WARP, 2 BPR, 3 logistic. */
  loss: i32;
  popular: i32;
  biases: i32;
  maxDraws: i32;
  drawn: i32;
  position: i32;
  negativesPerPositive: i32;
  patience: i32;
  /** Weight of a violation by the number of the draw, from 1. */
  rankWeights: usize;
  random: usize;
  /** 64-bit sum of the losses. */
  sum: usize;
  /** Four vectors: of the user, of two items, and a direction; then k-OS's drawn positives, score and item. */
  scratch: usize;
}

const NONE: u32 = u32.MAX_VALUE;

export function rankingSteps(pointer: usize, thread: i32, from: i32, to: i32): void {
  const task = changetype<RankingTask>(pointer);
  let sum: f64 = 0;
  for (let step = from; step < to; step++) sum += learn(task, nextCell(task, step));
  store<f64>(task.sum, sum);
}

/** A shuffle that is made while it is used. */
function nextCell(task: RankingTask, step: i32): u32 {
  const here = task.order + (<usize>step << 2);
  const chosen = here + (<usize>below(task.random, task.cells - step) << 2);
  const cell = load<u32>(chosen);
  store<u32>(chosen, load<u32>(here));
  store<u32>(here, cell);
  return cell;
}

function learn(task: RankingTask, cell: u32): f64 {
  const user = load<u32>(task.users + (<usize>cell << 2));
  const item = load<u32>(task.items + (<usize>cell << 2));
  const weight = load<f32>(task.weights + (<usize>cell << 2));
  if (task.loss == 3) {
    let sum = learnPoint(task, user, item, weight > 0, abs(weight));
    if (weight < 0) return sum;
    for (let extra = 0; extra < task.negativesPerPositive; extra++) {
      const negative = drawOther(task, user);
      if (negative != NONE) sum += learnPoint(task, user, negative, false, weight);
    }
    return sum;
  }
  const x = vectorOf(task.user, user, task.stride, task.scratch);
  if (task.loss == 2) {
    const negative = drawOther(task, user);
    if (negative == NONE) return 0;
    const y = itemVector(task, item, 1);
    const z = itemVector(task, negative, 2);
    const behind = scoreOf(task, x, z) - scoreOf(task, x, y);
    learnPair(task, user, item, negative, -weight * <f32>sigmoid(<f64>behind), x, y, z);
    return <f64>weight * softplus(<f64>behind);
  }
  return task.loss == 1 ? learnFromKth(task, user, x) : learnViolation(task, user, item, weight, x);
}

function learnViolation(task: RankingTask, user: u32, item: u32, weight: f32, x: usize): f64 {
  const y = itemVector(task, item, 1);
  const score = scoreOf(task, x, y);
  for (let draw = 1; draw <= task.maxDraws; draw++) {
    const negative = drawItem(task);
    const z = itemVector(task, negative, 2);
    const other = scoreOf(task, x, z);
    if (other <= score - 1 || positionOf(task, user, negative) != NONE) continue;
    const rank = load<f32>(task.rankWeights + (<usize>draw << 2));
    learnPair(task, user, item, negative, -weight * rank, x, y, z);
    return <f64>(weight * rank * (1 - score + other));
  }
  return 0;
}

/** Draws positives, keeps them best first, and learns from the one at the position. */
function learnFromKth(task: RankingTask, user: u32, x: usize): f64 {
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

/** The score rises by −slope for the one item and falls by as much for the other. */
function learnPair(
  task: RankingTask, user: u32, item: u32, negative: u32, slope: f32, x: usize, y: usize, z: usize,
): void {
  const stride = <usize>task.stride;
  const towardsUser = task.scratch + 3 * stride;
  for (let lane: usize = 0; lane < stride; lane += 16) {
    v128.store(towardsUser + lane, f32x4.sub(v128.load(y + lane), v128.load(z + lane)));
  }
  // The user's own bias cancels out of a difference, and the items' biases are no factors.
  store<f32>(towardsUser + (<usize>task.factors << 2), 0, 4);
  const towardsItem = itemDirection(task, x);
  stepPair(task.item, task.rule, item, negative, slope, towardsItem);
  stepRow(task.user, task.rule, user, slope, towardsUser);
}

function learnPoint(task: RankingTask, user: u32, item: u32, liked: bool, weight: f32): f64 {
  const x = vectorOf(task.user, user, task.stride, task.scratch);
  const y = itemVector(task, item, 1);
  const biases = load<f32>(x + (<usize>task.factors << 2));
  const score = <f64>(scoreOf(task, x, y) + biases);
  const slope = weight * (<f32>sigmoid(score) - (liked ? <f32>1 : <f32>0));
  const towardsUser = task.scratch + 3 * <usize>task.stride;
  memory.copy(towardsUser, y, task.stride);
  store<f32>(towardsUser + (<usize>task.factors << 2), task.biases ? 1 : 0);
  store<f32>(towardsUser + (<usize>task.factors << 2), 0, 4);
  stepRow(task.item, task.rule, item, slope, itemDirection(task, x));
  stepRow(task.user, task.rule, user, slope, towardsUser);
  return <f64>weight * softplus(liked ? -score : score);
}

/** A copy of the user's vector, with 1 in the place of the item's bias: the direction in which an item's vector is moved. */
function itemDirection(task: RankingTask, x: usize): usize {
  if (x != task.scratch) memory.copy(task.scratch, x, task.stride);
  const bias = task.scratch + (<usize>task.factors << 2);
  store<f32>(bias, 0);
  store<f32>(bias, task.biases ? 1 : 0, 4);
  return task.scratch;
}

@inline
function itemVector(task: RankingTask, item: u32, place: usize): usize {
  return vectorOf(task.item, item, task.stride, task.scratch + place * <usize>task.stride);
}

/** Without the user's bias, which no comparison of a user's items needs. */
@inline
function scoreOf(task: RankingTask, x: usize, y: usize): f32 {
  return dot(x, y, task.stride) + load<f32>(y + (<usize>task.factors << 2), 4);
}

@inline
function drawItem(task: RankingTask): u32 {
  if (!task.popular) return below(task.random, task.itemCount);
  return load<u32>(task.items + (<usize>below(task.random, task.cells) << 2));
}

/** An item the user does not have; NONE where patience runs out. */
function drawOther(task: RankingTask, user: u32): u32 {
  for (let draw = 0; draw < task.patience; draw++) {
    const other = drawItem(task);
    if (positionOf(task, user, other) == NONE) return other;
  }
  return NONE;
}

/** Number of the user's cell with that item, or NONE. */
function positionOf(task: RankingTask, user: u32, item: u32): u32 {
  let low = load<u32>(task.indptr + (<usize>user << 2));
  const end = load<u32>(task.indptr + (<usize>user << 2), 4);
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<u32>(task.items + (<usize>middle << 2)) < item) low = middle + 1;
    else high = middle;
  }
  return low < end && load<u32>(task.items + (<usize>low << 2)) == item ? low : NONE;
}
