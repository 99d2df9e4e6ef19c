import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SpareTime } from '../../src/state/spare-time.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that goes on until it is stopped, and what became of it. */
function longWork() {
  const seen: string[] = [];
  let finish = () => {};
  const spare = new SpareTime(
    () => {
      seen.push('begun');
      return new Promise<void>((resolve) => (finish = resolve));
    },
    () => {
      seen.push('stopped');
      finish();
    },
    8000,
  );
  return { seen, spare, finish: () => finish() };
}

it('waits until nobody has acted for a while', async () => {
  const { seen, spare } = longWork();
  await spare.acted();
  await vi.advanceTimersByTimeAsync(7000);
  await spare.acted();
  await vi.advanceTimersByTimeAsync(7000);
  expect(seen).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual(['begun']);
});

it('stops for an act, which waits until it has, and begins anew', async () => {
  const { seen, spare } = longWork();
  await spare.acted();
  await vi.advanceTimersByTimeAsync(8000);
  await spare.acted();
  expect(seen).toEqual(['begun', 'stopped']);
  await vi.advanceTimersByTimeAsync(8000);
  expect(seen).toEqual(['begun', 'stopped', 'begun']);
});

it('stops nothing once it is done', async () => {
  const { seen, spare, finish } = longWork();
  await spare.acted();
  await vi.advanceTimersByTimeAsync(8000);
  finish();
  await vi.advanceTimersByTimeAsync(0);
  await spare.acted();
  expect(seen).toEqual(['begun']);
});
