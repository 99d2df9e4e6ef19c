/** What ranking steps are given, and how they read it: vectors, scores, draws, and who has what. Stated in ranking.ts. */
import { below } from './chance';
import { exampleAt } from './examples';
import { Features, vectorOf } from './features';
import { StepRule } from './gradient-step';
import { dot } from './lanes';

/** A part of an epoch that can be learned by itself: see core/math/strata.ts. */
@unmanaged
export class Block {
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
export const BLOCK_BYTES: usize = 64;
export const RANDOM: usize = offsetof<Block>('random');

@unmanaged
export class RankingTask {
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
export const TASK_BYTES: usize = 128;

export const NONE: u32 = u32.MAX_VALUE;

@inline
export function itemVector(task: RankingTask, item: u32, place: usize): usize {
  return vectorOf(task.item, item, task.stride, task.scratch + place * <usize>task.stride);
}

/** Without the user's bias, which no comparison of a user's items needs. */
@inline
export function scoreOf(task: RankingTask, x: usize, y: usize): f32 {
  return dot(x, y, task.stride) + biasOf(task, y);
}

@inline
export function biasOf(task: RankingTask, y: usize): f32 {
  return load<f32>(y + (<usize>task.factors << 2), 4);
}

@inline
export function drawItem(task: RankingTask): u32 {
  if (!task.popular) return load<u32>(task.members + (<usize>below(task.random, task.memberCount) << 2));
  return exampleAt(task.examples, <i32>below(task.random, task.cells)).item;
}

/** An item the user does not have; NONE where patience runs out. */
export function drawOther(task: RankingTask, user: u32): u32 {
  for (let draw = 0; draw < task.patience; draw++) {
    const other = drawItem(task);
    if (!has(task, user, other)) return other;
  }
  return NONE;
}

@inline
export function has(task: RankingTask, user: u32, item: u32): bool {
  if (!task.taken) return positionOf(task, user, item) != NONE;
  const byte = task.taken + <usize>user * task.takenBytes + <usize>(item >> 3);
  return ((<u32>load<u8>(byte) >> (item & 7)) & 1) != 0;
}

/** Number of the user's cell with that item, or NONE. */
export function positionOf(task: RankingTask, user: u32, item: u32): u32 {
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
