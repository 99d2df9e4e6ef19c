import { describe, expect, it } from 'vitest';
import { GivingWay } from '../../workers/giving-way.ts';

describe('giving way', () => {
  it('waits for all that goes first, also for what failed, and for what came while it waited', async () => {
    const way = new GivingWay();
    const order: string[] = [];
    const later = <T>(name: string, then: () => T) =>
      way.first(async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(name);
        return then();
      });
    const first = later('first', () => void later('third', () => {}));
    const failed = later('second', () => {
      throw new Error('It broke.');
    });
    const behind = way.giveWay().then(() => order.push('behind'));
    await expect(failed).rejects.toThrow('It broke.');
    await Promise.all([first, behind]);
    expect(order).toEqual(['first', 'second', 'third', 'behind']);
  });

  it('takes no longer than a breath where nothing is ahead', async () => {
    const way = new GivingWay();
    await way.giveWay();
    expect(await way.first(async () => 7)).toBe(7);
  });
});
