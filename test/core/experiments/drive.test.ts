import { describe, expect, it } from 'vitest';
import { drive } from '../../../src/core/experiments/drive.ts';

/** Counts to three, noting when it was told to end early. */
function* counting(ended: string[] = []): Generator<number, string, void> {
  try {
    for (let step = 1; step <= 3; step++) yield step;
    return 'done';
  } finally {
    ended.push('ended');
  }
}

describe('driving', () => {
  it('reports every step, breathes after it, and returns what the run returns', async () => {
    const seen: string[] = [];
    const result = await drive(counting(), {
      report: (step) => seen.push(`step ${step}`),
      breathe: async () => void seen.push('breath'),
    });
    expect(result).toBe('done');
    expect(seen).toEqual(['step 1', 'breath', 'step 2', 'breath', 'step 3', 'breath']);
  });

  it('needs nobody to listen, and takes asynchronous runs', async () => {
    expect(await drive(counting())).toBe('done');
    async function* slowly(): AsyncGenerator<number, number, void> {
      yield await Promise.resolve(1);
      return 2;
    }
    expect(await drive(slowly())).toBe(2);
  });

  it('stops within a step, and lets the run free what it holds', async () => {
    const ended: string[] = [];
    const stop = { aborted: false };
    const steps: number[] = [];
    const run = drive(counting(ended), {
      stop,
      report: (step) => {
        steps.push(step);
        stop.aborted = step === 2;
      },
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toEqual([1, 2]);
    expect(ended).toEqual(['ended']);
  });

  it('does not begin what was stopped before', async () => {
    const ended: string[] = [];
    await expect(drive(counting(ended), { stop: { aborted: true } })).rejects.toMatchObject({ name: 'AbortError' });
    expect(ended).toEqual([]);
  });

  it('passes an error on as it is, from the run or from who listens', async () => {
    // eslint-disable-next-line require-yield
    function* failing(): Generator<number, void, void> {
      throw new Error('no memory');
    }
    await expect(drive(failing())).rejects.toThrow('no memory');
    const ended: string[] = [];
    const report = () => {
      throw new Error('listener');
    };
    await expect(drive(counting(ended), { report })).rejects.toThrow('listener');
    expect(ended).toEqual(['ended']);
  });
});
