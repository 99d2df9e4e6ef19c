import type { AlsKernel, AlsProblem } from '../compute.ts';
import type { Values } from '../data/csr.ts';
import { rowOf } from '../data/csr.ts';
import type { RowSolver } from './implicit-least-squares.ts';
import { createRowSolver, gramOf } from './implicit-least-squares.ts';

export type ExactAlsProblem = Omit<AlsProblem, 'steps' | 'userFactors' | 'itemFactors'> & {
  readonly userFactors: Values;
  readonly itemFactors: Values;
};

export type ExactAls = Omit<AlsKernel, 'userFactors' | 'itemFactors'> & {
  userFactors(): Float64Array;
  itemFactors(): Float64Array;
};

/**
 * The ALS kernel without shortcuts: float64, and every row solved exactly, so that the loss never rises.
 * For results that must agree to the last digits; some hundred times slower than conjugate gradients in WebAssembly.
 */
export function exactAls({ byUser, byItem, factors, regularization, ...start }: ExactAlsProblem): ExactAls {
  const users = { cells: byUser, own: Float64Array.from(start.userFactors) };
  const items = { cells: byItem, own: Float64Array.from(start.itemFactors) };
  let begun: { side: typeof users; solver: RowSolver } | null = null;
  return {
    begin(name) {
      const [side, other] = name === 'users' ? [users, items] : [items, users];
      begun = { side, solver: createRowSolver(other.own, factors, regularization) };
    },
    solve(from, to) {
      const { side, solver } = begun!;
      for (let row = from; row < to; row++) side.own.set(solver.solve(rowOf(side.cells, row)), row * factors);
    },
    loss: () => implicitLoss({ byUser, factors, regularization, userFactors: users.own, itemFactors: items.own }),
    userFactors: () => users.own.slice(),
    itemFactors: () => items.own.slice(),
    dispose() {},
  };
}

/**
 * Σ over all cells c (p − x·y)² + λ (|X|² + |Y|²), in O(cells · factors + rows · factors²): were every cell empty, the
 * first sum would be Σ (x·y)² = trace(XᵀX · YᵀY), so only the stored cells need correcting.
 */
export function implicitLoss(problem: Omit<ExactAlsProblem, 'byItem'>): number {
  const { byUser, factors, regularization, userFactors, itemFactors } = problem;
  const userGram = gramOf(userFactors, factors);
  const itemGram = gramOf(itemFactors, factors);
  let loss = 0;
  for (let f = 0; f < factors; f++) {
    const row = f * factors;
    for (let g = 0; g < f; g++) loss += 2 * userGram[row + g] * itemGram[row + g];
    loss += userGram[row + f] * itemGram[row + f] + regularization * (userGram[row + f] + itemGram[row + f]);
  }
  for (let user = 0; user < byUser.rows; user++) {
    for (let at = byUser.indptr[user]; at < byUser.indptr[user + 1]; at++) {
      let score = 0;
      for (let f = 0, u = user * factors, i = byUser.indices[at] * factors; f < factors; f++, u++, i++) {
        score += userFactors[u] * itemFactors[i];
      }
      loss += byUser.values[at] * (1 - score) ** 2 - score ** 2;
    }
  }
  return loss;
}
