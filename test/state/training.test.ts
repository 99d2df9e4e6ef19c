import { describe, expect, it } from 'vitest';
import { Training } from '../../src/state/training.svelte.ts';

describe('what is known of a training', () => {
  it('takes the loss of an unfinished epoch from all its batches so far', () => {
    const training = new Training();
    for (const [at, loss] of [8, 4, 9].entries()) training.note({ step: at + 1, steps: 4, loss }, 0);
    expect(training.batches).toEqual([
      { epoch: 1 / 4, loss: 8 },
      { epoch: 2 / 4, loss: 6 },
      { epoch: 3 / 4, loss: 7 },
    ]);
    training.rest();
    expect(training.batches).toEqual([]);
  });
});
