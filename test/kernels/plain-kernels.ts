import type { AlsKernel, AlsProblem, Kernels, NeighborsKernel, NeighborsProblem } from '../../src/core/compute.ts';
import type { CsrMatrix } from '../../src/core/data/csr.ts';
import { LabError } from '../../src/core/errors.ts';
import { plainResampling } from '../../src/core/math/resampling.ts';
import { plainRanking } from './plain-ranking.ts';
import { plainSgd } from './plain-sgd.ts';

/** The kernels as the formulas read, in float64, slowly: what the fast ones are tested against. */
export const plainKernels: Kernels = {
  threads: 1,
  simd: 'baseline',
  als: plainAls,
  neighbors: plainNeighbors,
  sgd: plainSgd,
  ranking: plainRanking,
  resampling: plainResampling,
};

function plainAls(problem: AlsProblem): AlsKernel {
  const { byUser, byItem, factors, regularization, steps } = problem;
  expectLength('userFactors', problem.userFactors, byUser.rows * factors);
  expectLength('itemFactors', problem.itemFactors, byItem.rows * factors);
  const users = Float64Array.from(problem.userFactors);
  const items = Float64Array.from(problem.itemFactors);
  let side: { cells: CsrMatrix; own: Float64Array; other: Float64Array; gram: Float64Array } | null = null;

  return {
    begin(name) {
      const [cells, own, other] = name === 'users' ? [byUser, users, items] : [byItem, items, users];
      const gram = gramOf(other, factors);
      for (let f = 0; f < factors; f++) gram[f * factors + f] += regularization;
      side = { cells, own, other, gram };
    },
    solve(from, to) {
      if (!side) throw new LabError('BackendError', 'Expected begin(side) before solve(from, to). Call it first.');
      for (let row = from; row < to; row++) solveRow(side.cells, row, side.own, side.other, side.gram, factors, steps);
    },
    loss() {
      let loss = regularization * (dot(users, users) + dot(items, items));
      for (let u = 0; u < byUser.rows; u++) {
        const x = users.subarray(u * factors, (u + 1) * factors);
        let at = byUser.indptr[u];
        for (let i = 0; i < byUser.cols; i++) {
          const score = dot(x, items.subarray(i * factors, (i + 1) * factors));
          const stored = at < byUser.indptr[u + 1] && byUser.indices[at] === i;
          loss += stored ? byUser.values[at++] * (1 - score) ** 2 : score ** 2;
        }
      }
      return loss;
    },
    userFactors: () => Float32Array.from(users),
    itemFactors: () => Float32Array.from(items),
    dispose() {},
  };
}

/** Conjugate gradient on A x = b with A = YᵀY + λI + Σ (c − 1) y yᵀ and b = Σ c y; a row without cells becomes 0. */
function solveRow(
  cells: CsrMatrix,
  row: number,
  own: Float64Array,
  other: Float64Array,
  gram: Float64Array,
  factors: number,
  steps: number,
): void {
  const x = own.subarray(row * factors, (row + 1) * factors);
  const from = cells.indptr[row];
  const to = cells.indptr[row + 1];
  if (from === to) return void x.fill(0);
  const observed = (at: number) => other.subarray(cells.indices[at] * factors, (cells.indices[at] + 1) * factors);
  const timesA = (v: Float64Array) => {
    const out = Float64Array.from(v, (_, f) => dot(gram.subarray(f * factors, (f + 1) * factors), v));
    for (let at = from; at < to; at++) {
      const y = observed(at);
      addScaled(out, (cells.values[at] - 1) * dot(y, v), y);
    }
    return out;
  };
  const residual = timesA(x).map((value) => -value);
  for (let at = from; at < to; at++) addScaled(residual, cells.values[at], observed(at));
  let direction = residual.slice();
  let old = dot(residual, residual);
  for (let step = 0; step < steps && old > 1e-20; step++) {
    const image = timesA(direction);
    const length = old / dot(direction, image);
    addScaled(x, length, direction);
    addScaled(residual, -length, image);
    const now = dot(residual, residual);
    direction = direction.map((value, f) => residual[f] + (now / old) * value);
    old = now;
  }
}

function gramOf(rows: Float64Array, factors: number): Float64Array {
  const gram = new Float64Array(factors * factors);
  for (let start = 0; start < rows.length; start += factors) {
    for (let a = 0; a < factors; a++) {
      for (let b = 0; b < factors; b++) gram[a * factors + b] += rows[start + a] * rows[start + b];
    }
  }
  return gram;
}

function plainNeighbors(problem: NeighborsProblem): NeighborsKernel {
  const { rows, keep } = problem;
  const kept: { index: number; similarity: number }[][] = Array.from({ length: rows.rows }, () => []);
  return {
    compute(from, to) {
      for (let row = from; row < to; row++) {
        const all = [];
        for (let index = 0; index < rows.rows; index++) {
          const similarity = index === row ? 0 : similarityOf(problem, row, index);
          if (similarity !== 0) all.push({ index, similarity });
        }
        all.sort((a, b) => Math.abs(b.similarity) - Math.abs(a.similarity) || a.index - b.index);
        kept[row] = all.slice(0, keep).sort((a, b) => a.index - b.index);
      }
    },
    result() {
      const indptr = new Uint32Array(rows.rows + 1);
      kept.forEach((own, row) => (indptr[row + 1] = indptr[row] + own.length));
      const flat = kept.flat();
      return {
        rows: rows.rows,
        cols: rows.rows,
        indptr,
        indices: Uint32Array.from(flat, (neighbor) => neighbor.index),
        values: Float64Array.from(flat, (neighbor) => neighbor.similarity),
      };
    },
    dispose() {},
  };
}

/** A pair of rows: walks both and sums over the columns they share. */
function similarityOf({ rows, similarity, shrinkage, minOverlap }: NeighborsProblem, a: number, b: number): number {
  let n = 0;
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  let j = rows.indptr[b];
  for (let i = rows.indptr[a]; i < rows.indptr[a + 1]; i++) {
    while (j < rows.indptr[b + 1] && rows.indices[j] < rows.indices[i]) j++;
    if (j === rows.indptr[b + 1]) break;
    if (rows.indices[j] !== rows.indices[i]) continue;
    const [v, w] = [rows.values[i], rows.values[j]];
    n++;
    x += v;
    y += w;
    xx += v * v;
    yy += w * w;
    xy += v * w;
  }
  if (n === 0 || n < minOverlap) return 0;
  const shrink = n / (n + shrinkage);
  if (similarity === 'dot') return xy * shrink;
  if (similarity === 'cosine') return ratio(xy, squaredNorm(rows, a), squaredNorm(rows, b)) * shrink;
  if (similarity === 'overlap-cosine') return ratio(xy, xx, yy) * shrink;
  // Times n throughout: exact for whole and half stars, so that equal correlations tie.
  return ratio(n * xy - x * y, spread(n * xx, x * x), spread(n * yy, y * y)) * shrink;
}

/** What is left of a sum of squares after centring; 0 where it is only rounding. */
const spread = (whole: number, center: number) => (whole - center > 1e-12 * whole ? whole - center : 0);

const ratio = (product: number, a: number, b: number) => (a > 0 && b > 0 ? product / Math.sqrt(a * b) : 0);

function squaredNorm(rows: CsrMatrix, row: number): number {
  const own = Float64Array.from(rows.values.subarray(rows.indptr[row], rows.indptr[row + 1]));
  return dot(own, own);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let f = 0; f < a.length; f++) sum += a[f] * b[f];
  return sum;
}

function addScaled(out: Float64Array, scale: number, v: Float64Array): void {
  for (let f = 0; f < out.length; f++) out[f] += scale * v[f];
}

function expectLength(name: string, values: Float32Array, wanted: number): void {
  if (values.length === wanted) return;
  throw new LabError(
    'BackendError',
    `Expected ${name} to hold ${wanted} numbers, rows × factors; got ${values.length}.`,
  );
}
