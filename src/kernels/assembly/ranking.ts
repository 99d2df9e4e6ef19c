/**
 * Stochastic gradient steps on ranking losses; the losses are stated in core/math/ranking-loss.ts, and exact-ranking.ts
 * beside it takes the same steps in the same order, as the formulas read.
 *
 * A vector has its f factors first. Lane f of a user's is the user's bias, and 0 in an item's; lane f + 1 of an item's is
 * the item's bias, and 0 in a user's. A product over all lanes is thus the product of the factors.
 */
import { below } from './chance';
import { Example, exampleAt, shuffleOn } from './examples';
import { Features, stepPair, stepRow, vectorOf } from './features';
import { StepRule } from './gradient-step';
import { dot, fourDots } from './lanes';
import { exponential, sigmoidFrom, softplusFrom } from './logarithms';
import { lead, stepThree } from './pair-step';

/** A part of an epoch that can be learned by itself: see core/math/strata.ts. */
@unmanaged
class Block {
  /** `Example` for every cell, in the order of the epoch as far as it has been drawn. */
  examples: usize;
  cells: i32;
  /** The items that are drawn. */
  members: usize;
  memberCount: i32;
  /** The steps to take. */
  from: i32;
  to: i32;
  /** 64-bit sum of the losses. */
  sum: f64;
  /** State of its chance, 16 bytes. */
  random: u32;
}
const BLOCK_BYTES: usize = 64;
const RANDOM: usize = offsetof<Block>('random');

@unmanaged
class RankingTask {
  /** One after another, `BLOCK_BYTES` each. */
  blocks: usize;
  /** The block at hand: a thread that works on one has a copy of this record. */
  examples: usize;
  cells: i32;
  members: usize;
  memberCount: i32;
  random: usize;
  /** The cells, users × items: start of each row, item and weight of each cell. */
  indptr: usize;
  items: usize;
  weights: usize;
  /** A bit for each user and item, 1 where the user has the item, in rows of `takenBytes`; 0: there is no such table. */
  taken: usize;
  takenBytes: i32;
  user: Features;
  item: Features;
  /** 1 where every user and item is one feature of its own, of weight 1. */
  plain: i32;
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
  /** How many cells are drawn at a time. */
  hand: i32;
  /** Weight of a violation by the number of the draw, from 1. */
  rankWeights: usize;
  /** Per thread: a copy of this record; four candidates, their scores and then their items; four vectors, of the user, of two
   * items, and a direction; k-OS's drawn positives, score and item. */
  scratch: usize;
  scratchBytes: i32;
  candidates: usize;
}
const TASK_BYTES: usize = 128;

const NONE: u32 = u32.MAX_VALUE;
/** WARP scores as many candidates at once. */
const ABREAST: i32 = 4;

export function rankingBlocks(pointer: usize, thread: i32, from: i32, to: i32): void {
  const shared = changetype<RankingTask>(pointer);
  const own = shared.scratch + <usize>thread * shared.scratchBytes;
  memory.copy(own, pointer, TASK_BYTES);
  const task = changetype<RankingTask>(own);
  task.candidates = own + TASK_BYTES;
  task.scratch = own + TASK_BYTES + 32;
  for (let number = from; number < to; number++) {
    const at = task.blocks + <usize>number * BLOCK_BYTES;
    const block = changetype<Block>(at);
    task.examples = block.examples;
    task.cells = block.cells;
    task.members = block.members;
    task.memberCount = block.memberCount;
    task.random = at + RANDOM;
    let sum: f64 = 0;
    for (let step = block.from; step < block.to; step++) {
      if (step % task.hand == 0) drawHand(task, step);
      sum += learn(task, exampleAt(task.examples, step));
    }
    block.sum = sum;
  }
}

/** The next examples, and for BPR what they are compared with, since that does not depend on what is learned meanwhile. */
function drawHand(task: RankingTask, from: i32): void {
  const to = min(from + task.hand, task.cells);
  shuffleOn(task.examples, from, to, task.cells, task.random);
  if (task.loss != 2) return;
  for (let step = from; step < to; step++) {
    const example = exampleAt(task.examples, step);
    example.negative = drawOther(task, example.user);
  }
}

function learn(task: RankingTask, example: Example): f64 {
  const user = example.user;
  const item = example.item;
  const weight = example.weight;
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
    const negative = example.negative;
    if (negative == NONE) return 0;
    const y = itemVector(task, item, 1);
    const z = itemVector(task, negative, 2);
    const behind = <f64>(lead(x, y, z, task.stride) + biasOf(task, z) - biasOf(task, y));
    const e = exponential(-abs(behind));
    learnPair(task, user, item, negative, -weight * <f32>sigmoidFrom(behind, e), x, y, z);
    return <f64>weight * softplusFrom(behind, e);
  }
  return task.loss == 1 ? learnFromKth(task, user, x) : learnViolation(task, user, item, weight, x);
}

function learnViolation(task: RankingTask, user: u32, item: u32, weight: f32, x: usize): f64 {
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
  if (task.plain && task.rule.rule != 2) {
    return stepThree(task.rule, slope, x, y, z, task.user.tableBytes, task.item.tableBytes, task.factors, task.biases);
  }
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
  const e = exponential(-abs(score));
  const slope = weight * (<f32>sigmoidFrom(score, e) - (liked ? <f32>1 : <f32>0));
  const towardsUser = task.scratch + 3 * <usize>task.stride;
  memory.copy(towardsUser, y, task.stride);
  store<f32>(towardsUser + (<usize>task.factors << 2), task.biases ? 1 : 0);
  store<f32>(towardsUser + (<usize>task.factors << 2), 0, 4);
  stepRow(task.item, task.rule, item, slope, itemDirection(task, x));
  stepRow(task.user, task.rule, user, slope, towardsUser);
  return <f64>weight * softplusFrom(liked ? -score : score, e);
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
  return dot(x, y, task.stride) + biasOf(task, y);
}

@inline
function biasOf(task: RankingTask, y: usize): f32 {
  return load<f32>(y + (<usize>task.factors << 2), 4);
}

@inline
function drawItem(task: RankingTask): u32 {
  if (!task.popular) return load<u32>(task.members + (<usize>below(task.random, task.memberCount) << 2));
  return exampleAt(task.examples, <i32>below(task.random, task.cells)).item;
}

/** An item the user does not have; NONE where patience runs out. */
function drawOther(task: RankingTask, user: u32): u32 {
  for (let draw = 0; draw < task.patience; draw++) {
    const other = drawItem(task);
    if (!has(task, user, other)) return other;
  }
  return NONE;
}

@inline
function has(task: RankingTask, user: u32, item: u32): bool {
  if (!task.taken) return positionOf(task, user, item) != NONE;
  const byte = task.taken + <usize>user * task.takenBytes + <usize>(item >> 3);
  return ((<u32>load<u8>(byte) >> (item & 7)) & 1) != 0;
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
