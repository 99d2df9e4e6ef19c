/** How a pair of items, or a single one, moves what it is made of. Directions are worked out in scratch. */
import { stepPair, stepRow, vectorOf } from './features';
import { exponential, sigmoidFrom, softplusFrom } from './logarithms';
import { stepThree } from './pair-step';
import { RankingTask, itemVector, scoreOf } from './ranking-task';

/** The score rises by −slope for the one item and falls by as much for the other. */
export function learnPair(
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

export function learnPoint(task: RankingTask, user: u32, item: u32, liked: bool, weight: f32): f64 {
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
