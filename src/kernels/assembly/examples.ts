/**
 * The order in which an epoch meets its examples: a shuffle that is made while it is used, a hand at a time, so that
 * looking them up need not wait for what is learned in between.
 */
import { below } from './chance';

/** A cell, what it weighs, and the negative drawn for it where that can be done ahead. Shuffled as a whole: 16 bytes. */
@unmanaged
export class Example {
  item: u32;
  user: u32;
  weight: f32;
  negative: u32;
}

@inline
export function exampleAt(examples: usize, step: i32): Example {
  return changetype<Example>(examples + (<usize>step << 4));
}

/** Draws the examples of steps from .. to, of `count`. */
export function shuffleOn(examples: usize, from: i32, to: i32, count: i32, random: usize): void {
  for (let step = from; step < to; step++) {
    const here = examples + (<usize>step << 4);
    const chosen = here + (<usize>below(random, count - step) << 4);
    const example = v128.load(chosen);
    v128.store(chosen, v128.load(here));
    v128.store(here, example);
  }
}
