/**
 * Stochastic gradient steps on ranking losses; the losses are stated in core/math/ranking-loss.ts, and exact-ranking.ts
 * beside it takes the same steps in the same order, as the formulas read.
 *
 * A vector has its f factors first. Lane f of a user's is the user's bias, and 0 in an item's; lane f + 1 of an item's is
 * the item's bias, and 0 in a user's. A product over all lanes is thus the product of the factors.
 */
import { Example, exampleAt, shuffleOn } from './examples';
import { vectorOf } from './features';
import { exponential, sigmoidFrom, softplusFrom } from './logarithms';
import { lead } from './pair-step';
import { learnPair, learnPoint } from './ranking-step';
import { BLOCK_BYTES, Block, NONE, RANDOM, RankingTask, TASK_BYTES, biasOf, drawOther, itemVector } from './ranking-task';
import { learnFromKth, learnViolation } from './violations';

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
