import { describe, expect, it } from 'vitest';
import { throttle } from '../../src/rpc/report.ts';

describe('throttle', () => {
  it('lets the first report pass, and one whenever the pause is over', () => {
    let now = 0;
    const said: number[] = [];
    const report = throttle(
      (step: number) => said.push(step),
      100,
      () => now,
    );
    for (const [step, at] of [
      [1, 0],
      [2, 50],
      [3, 99],
      [4, 100],
      [5, 150],
      [6, 1000],
    ] as const) {
      now = at;
      report(step);
    }
    expect(said).toEqual([1, 4, 6]);
  });

  it('lets pass whatever counts, however soon', () => {
    const said: number[] = [];
    const report = throttle(
      (step: number) => said.push(step),
      100,
      () => 0,
      (step) => step % 3 === 0,
    );
    for (const step of [1, 2, 3, 4, 5, 6]) report(step);
    expect(said).toEqual([1, 3, 6]);
  });
});
