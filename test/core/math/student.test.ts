import { describe, expect, it } from 'vitest';
import { criticalValue, pairedP, runningIntervals, shareWithin } from '../../../src/core/math/student.ts';
import { createRng } from '../../../src/core/rng.ts';

describe('Student’s law', () => {
  it('has the points that tables print', () => {
    const table = { 1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 9: 2.262, 10: 2.228, 30: 2.042, 120: 1.98 };
    for (const [degrees, t] of Object.entries(table)) expect(criticalValue(Number(degrees))).toBeCloseTo(t, 3);
    expect(criticalValue(5000)).toBeCloseTo(1.96, 2);
  });

  it('is the area under its density', () => {
    // Γ by its recurrence from Γ(1/2) = √π and Γ(1) = 1; the area by Simpson's rule.
    const gamma = (x: number): number => (x === 0.5 ? Math.sqrt(Math.PI) : x === 1 ? 1 : (x - 1) * gamma(x - 1));
    for (const degrees of [1, 2, 3, 6, 7, 20]) {
      const scale = gamma((degrees + 1) / 2) / (Math.sqrt(degrees * Math.PI) * gamma(degrees / 2));
      const density = (t: number) => scale * (1 + (t * t) / degrees) ** (-(degrees + 1) / 2);
      for (const t of [0.3, 1, 2.5]) {
        const steps = 2000;
        let area = density(0) + density(t);
        for (let i = 1; i < steps; i++) area += (i % 2 ? 4 : 2) * density((i * t) / steps);
        expect(shareWithin(t, degrees)).toBeCloseTo((2 * area * t) / steps / 3, 9);
      }
    }
    expect([shareWithin(0, 3), shareWithin(Infinity, 3)]).toEqual([0, 1]);
  });
});

describe('intervals of a running mean', () => {
  it('are those of each beginning by itself', () => {
    const values = [0.9, 0.4, 0.7, 0.7, 0.2];
    runningIntervals(values, -9, 9).forEach((interval, at) => {
      const own = values.slice(0, at + 1);
      const mean = own.reduce((a, b) => a + b) / own.length;
      const spread = Math.sqrt(own.reduce((sum, one) => sum + (one - mean) ** 2, 0) / at);
      if (at === 0) return expect(interval).toBeNull();
      const half = (criticalValue(at) * spread) / Math.sqrt(at + 1);
      expect(interval![0]).toBeCloseTo(mean - half, 12);
      expect(interval![1]).toBeCloseTo(mean + half, 12);
    });
    expect(runningIntervals([0.9, 0.4], 0, 1)[1]).toEqual([0, 1]);
    expect(runningIntervals([], 0, 1)).toEqual([]);
  });

  it('hold the truth about 95 times in a hundred', () => {
    const rng = createRng(8);
    let held = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const [low, high] = runningIntervals(
        Array.from({ length: 8 }, () => rng.next()),
        0,
        1,
      )[7]!;
      if (low <= 0.5 && 0.5 <= high) held++;
    }
    expect(held / 2000).toBeGreaterThan(0.93);
    expect(held / 2000).toBeLessThan(0.97);
  });
});

describe('paired differences', () => {
  it('are tested by their mean in standard errors', () => {
    // Mean 2, deviation √2.5: t = 2 / √(2.5 / 5) = 2.828 with 4 degrees of freedom.
    expect(pairedP([0, 1, 2, 3, 4])).toBeCloseTo(1 - shareWithin(2 / Math.sqrt(0.5), 4), 12);
    expect(pairedP([0, -1, -2, -3, -4])).toBeCloseTo(pairedP([0, 1, 2, 3, 4]), 12);
  });

  it('say nothing where there are none, and all where they are the same', () => {
    expect([pairedP([]), pairedP([0.3]), pairedP([0, 0, 0])]).toEqual([1, 1, 1]);
    expect(pairedP([0.1, 0.1, 0.1, 0.1])).toBe(0);
  });
});
