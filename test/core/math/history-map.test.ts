import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { applyMap, applyTransposed, fitHistoryMap, summaryOf } from '../../../src/core/math/history-map.ts';
import { createRng } from '../../../src/core/rng.ts';

const factors = 4;
const rng = createRng(3);
const vector = () => Float64Array.from({ length: factors }, () => rng.normal());

function fit(pairs: { summary: Float64Array; target: Float64Array }[], share: number): Float64Array {
  const run = fitHistoryMap(pairs, factors, share);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

describe('the map from histories to tastes', () => {
  it('adds up the items of a history, each by its weight, over the root of how many', () => {
    const items = Float64Array.of(1, 2, 30, 40, 5, 6);
    const history = { indices: Uint32Array.of(0, 2), values: Float64Array.of(1, 3) };
    const summary = summaryOf(history, items, 2);
    expect(summary[0]).toBeCloseTo(16 / Math.SQRT2, 12);
    expect(summary[1]).toBeCloseTo(20 / Math.SQRT2, 12);
    expect([...summaryOf({ indices: new Uint32Array(0), values: new Float64Array(0) }, items, 2)]).toEqual([0, 0]);
  });

  it('is the ridge regression of tastes on summaries', () => {
    const pairs = Array.from({ length: 30 }, () => ({ summary: vector(), target: vector() }));
    const share = 0.3;
    const h = new Matrix(pairs.map(({ summary }) => [...summary]));
    const q = new Matrix(pairs.map(({ target }) => [...target]));
    const gram = h.transpose().mmul(h);
    const damped = gram.clone().add(Matrix.eye(factors).mul((share * gram.trace()) / factors));
    const map = fit(pairs, share);
    // W (H'H + λI) = Q'H, checked without inverting.
    const left = new Matrix(
      Array.from({ length: factors }, (_, f) => [...map.subarray(f * factors, (f + 1) * factors)]),
    ).mmul(damped);
    const right = q.transpose().mmul(h);
    left.to1DArray().forEach((value, at) => expect(value).toBeCloseTo(right.to1DArray()[at], 9));
  });

  it('finds a map there is', () => {
    const turn = (h: Float64Array) => Float64Array.of(h[1], -h[0], 2 * h[2], h[3] + h[0]);
    const pairs = Array.from({ length: 50 }, () => {
      const summary = vector();
      return { summary, target: turn(summary) };
    });
    const unseen = vector();
    const found = applyMap(fit(pairs, 1e-12), unseen);
    turn(unseen).forEach((value, f) => expect(found[f]).toBeCloseTo(value, 8));
  });

  it('can be read from either side', () => {
    const map = Float64Array.from({ length: factors * factors }, () => rng.normal());
    const [y, h] = [vector(), vector()];
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, f) => sum + value * b[f], 0);
    expect(dot(applyTransposed(map, y, factors), h)).toBeCloseTo(dot(y, applyMap(map, h)), 12);
  });

  it('is zero where every history adds up to nothing', () => {
    expect([...fit([{ summary: new Float64Array(factors), target: vector() }], 0.1)]).toEqual(new Array(16).fill(0));
  });
});
