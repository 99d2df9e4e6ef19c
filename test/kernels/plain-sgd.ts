import type { SgdKernel, SgdProblem } from '../../src/core/compute.ts';

/** The steps of src/kernels/assembly/sgd.ts as the formulas read, in float64. */
export function plainSgd(problem: SgdProblem): SgdKernel {
  const { ratings, factors, mean, learningRate, regularization } = problem;
  const users = Float64Array.from(problem.userFactors);
  const items = Float64Array.from(problem.itemFactors);
  const userBiases = new Float64Array(ratings.rows);
  const itemBiases = new Float64Array(ratings.cols);
  return {
    visit(visited) {
      let squares = 0;
      for (const user of visited) {
        const p = users.subarray(user * factors, (user + 1) * factors);
        for (let at = ratings.indptr[user]; at < ratings.indptr[user + 1]; at++) {
          const item = ratings.indices[at];
          const q = items.subarray(item * factors, (item + 1) * factors);
          const score = mean + userBiases[user] + itemBiases[item] + p.reduce((sum, value, f) => sum + value * q[f], 0);
          const error = ratings.values[at] - score;
          userBiases[user] += learningRate * (error - regularization * userBiases[user]);
          itemBiases[item] += learningRate * (error - regularization * itemBiases[item]);
          for (let f = 0; f < factors; f++) {
            const before = p[f];
            p[f] += learningRate * (error * q[f] - regularization * before);
            q[f] += learningRate * (error * before - regularization * q[f]);
          }
          squares += error * error;
        }
      }
      return squares;
    },
    userFactors: () => Float32Array.from(users),
    itemFactors: () => Float32Array.from(items),
    userBiases: () => Float32Array.from(userBiases),
    itemBiases: () => Float32Array.from(itemBiases),
    dispose() {},
  };
}
