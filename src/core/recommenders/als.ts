/**
 * A few tastes hidden in who has what: implicit-feedback matrix factorization by alternating least squares.
 * Y. Hu, Y. Koren, C. Volinsky, "Collaborative filtering for implicit feedback datasets", ICDM 2008.
 * G. Takács, I. Pilászy, D. Tikk, "Applications of the conjugate gradient method for implicit feedback collaborative
 * filtering", RecSys 2011.
 *
 * Every cell counts: p = 1 with confidence c where a user has an item, p = 0 with confidence 1 where not.
 *   minimize  Σ_ui c_ui (p_ui − x_u·y_i)² + λ (Σ |x_u|² + Σ |y_i|²)
 *   sweep     x_u := (YᵀY + Y_uᵀ (C_u − I) Y_u + λ I)⁻¹ Y_uᵀ c_u  for all users, then the same for all items,
 *             exactly, or by a few warm-started conjugate-gradient steps
 *   score     y_i·x with x solved exactly for the history asked about: a known user and a newcomer go the same way,
 *             and a rating given a moment ago counts
 * Confidence is α s or 1 + α s of a strength s: how far a rating lies above the middle of its scale (those below are left
 * out: a film somebody disliked must not attract its likes), the logarithm of a count, or either as it is.
 */
import type { AlsKernel } from '../compute.ts';
import type { CsrMatrix, SparseRow, Values } from '../data/csr.ts';
import { transpose } from '../data/csr.ts';
import type { Query } from '../data/history.ts';
import { mapValues, preferenceScale } from '../data/preference.ts';
import type { TrainingSet } from '../data/training-set.ts';
import { LabError } from '../errors.ts';
import type { ExactAls } from '../math/exact-als.ts';
import { exactAls } from '../math/exact-als.ts';
import { factorProducts } from '../math/factor-products.ts';
import { summedCosines } from '../math/factor-rows.ts';
import { createRowSolver } from '../math/implicit-least-squares.ts';
import { slicesOf } from '../math/slices.ts';
import type { ValuesOf } from '../params.ts';
import { choice, float, int } from '../params.ts';
import type { Rng } from '../rng.ts';
import { factorsParam } from './factor-params.ts';
import type { ExplanationPart, FittedModel } from './recommender.ts';
import { defineRecommender, explanationOf } from './recommender.ts';

const params = {
  factors: factorsParam(64),
  sweeps: int({
    label: 'Sweeps',
    help: 'How often all users and all items are solved anew; the loss falls ever more slowly.',
    default: 15,
    min: 1,
    max: 200,
    scale: 'log',
  }),
  regularization: float({
    label: 'Regularization',
    help: 'Pulls factors towards zero; higher values trust popular items and broad tastes.',
    default: 30,
    min: 1e-6,
    max: 1e6,
    scale: 'log',
  }),
  alpha: float({
    label: 'Alpha',
    help: 'How much more a met item counts than one not met, per unit of its rating or count.',
    default: 4,
    min: 1e-3,
    max: 1e4,
    scale: 'log',
  }),
  confidence: choice({
    label: 'Confidence',
    help: 'Libraries take α times the value as it is, the paper adds 1.',
    advanced: true,
    default: 'library',
    options: [
      { id: 'library', label: 'α · value' },
      { id: 'paper', label: '1 + α · value' },
    ],
  }),
  strength: choice({
    label: 'Strength',
    help: 'Whether every rating speaks for its item, or only those above the middle of the scale, by how far.',
    advanced: true,
    default: 'preference',
    options: [
      { id: 'preference', label: 'how far a rating lies above the middle; counts by their logarithm' },
      { id: 'value', label: 'the rating or count as it is' },
    ],
  }),
  solver: choice({
    label: 'Solver',
    help: 'A few conjugate-gradient steps in WebAssembly, or every row to the last digit, slowly.',
    advanced: true,
    default: 'cg',
    options: [
      { id: 'cg', label: 'conjugate gradients' },
      { id: 'exact', label: 'exact' },
    ],
  }),
  steps: int({
    label: 'Gradient steps',
    help: 'Conjugate-gradient steps per row and sweep; each sweep goes on where the last one stopped.',
    advanced: true,
    default: 3,
    min: 1,
    max: 20,
  }),
};
type Params = ValuesOf<typeof params>;

const id = 'als';
const version = 1;
/** Multiplications between two yields, per thread: ten or twenty milliseconds. */
const workPerStep = { cg: 2e8, exact: 1e7 };

export const als = defineRecommender({
  id,
  label: 'ALS',
  summary: 'Finds a few hidden tastes such that what people chose follows from them.',
  family: 'factorization',
  reference: 'Hu, Koren & Volinsky, Collaborative filtering for implicit feedback datasets, ICDM 2008',
  lesson: {
    idea: 'Suppose a few hidden tastes explain who has what. Every person and every item gets a short list of numbers, and the two lists multiplied should give 1 where the person has the item and 0 where not, more surely the stronger the sign. Hold the items still and the best numbers for all people follow from equations; then the other way round, and again until it settles.',
    formula:
      'minimize Σ c_ui (q_ui − x_u·y_i)² + λ (Σ |x_u|² + Σ |y_i|²),  score(i) = x·y_i, with q_ui 1 where u has i and else 0, c_ui = α times the strength where u has i and else 1, x solved anew for your history',
    strengths:
      'Uses everything a person did at once, finds likeness between items that nobody has both of, and answers in the time of a few small equations.',
    weaknesses:
      'Its factors have no names, items that few people have stay vague, and it needs its settings to fit the data.',
  },
  version,
  needs: [],
  traits: ['personalized', 'similar', 'explain'],
  params,
  presets: [
    {
      id: 'notebook',
      label: 'As in the notebook',
      params: { sweeps: 20, regularization: 0.1, alpha: 40, strength: 'value' },
    },
    {
      id: 'lesson',
      label: 'As in the lesson: 50 factors, 15 sweeps',
      params: { factors: 50, sweeps: 15, regularization: 0.01, alpha: 1, strength: 'value' },
    },
  ],

  *fit(train, params, { rng, kernels }) {
    const confidenceOf = confidences(train, params);
    const byUser = withConfidences(train.byUser, confidenceOf);
    if (byUser.indices.length === 0) {
      throw new LabError(
        'EmptyDatasetError',
        `Expected at least one rating above the middle of its scale; got none among ${train.byUser.indices.length}. Let every rating count as it is, or choose other data.`,
      );
    }
    const byItem = transpose(byUser);
    const { factors, regularization, sweeps, solver } = params;
    const limit = workPerStep[solver] * (solver === 'cg' ? kernels.threads : 1);
    const sides = [
      { name: 'users', slices: slicesOf(byUser.rows, workOf(byUser, params), limit) },
      { name: 'items', slices: slicesOf(byItem.rows, workOf(byItem, params), limit) },
    ] as const;
    const steps = sweeps * (sides[0].slices.length + sides[1].slices.length + 1);
    yield { step: 0, steps };
    const userFactors = startValues(byUser.rows * factors, rng);
    const itemFactors = startValues(byItem.rows * factors, rng);
    yield { step: 0, steps };
    const problem = { byUser, byItem, factors, regularization, steps: params.steps, userFactors, itemFactors };
    const kernel: AlsKernel | ExactAls = solver === 'exact' ? exactAls(problem) : kernels.als(problem);
    try {
      let step = 0;
      for (let sweep = 1; sweep <= sweeps; sweep++) {
        for (const { name, slices } of sides) {
          kernel.begin(name);
          for (const slice of slices) {
            kernel.solve(...slice);
            yield { step: ++step, steps };
          }
        }
        const loss = kernel.loss();
        if (!Number.isFinite(loss)) throw diverged(sweep, params);
        yield { step: ++step, steps, loss };
      }
      return fitted({ users: kernel.userFactors(), items: kernel.itemFactors() }, train, params);
    } finally {
      kernel.dispose();
    }
  },

  restore: ({ arrays }, train, params) =>
    fitted({ users: arrays.users as Values, items: arrays.items as Values }, train, params),
});

const diverged = (sweep: number, { alpha, regularization }: Params) =>
  new LabError(
    'ParamError',
    `Expected finite factors; sweep ${sweep} with alpha ${alpha} and regularization ${regularization} gave others. Lower alpha or raise the regularization.`,
  );

function startValues(length: number, rng: Rng): Float32Array {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = rng.next() * 0.01;
  return values;
}

/** Multiplications a row costs. */
function workOf({ indptr }: CsrMatrix, { solver, factors, steps }: Params): (row: number) => number {
  const cells = (row: number) => indptr[row + 1] - indptr[row];
  return solver === 'cg'
    ? (row) => (cells(row) * 2 + factors) * factors * (steps + 1)
    : (row) => ((cells(row) + factors / 3) * factors * factors) / 2;
}

/** The confidence of a cell by its value; 0 where it does not speak for its item. */
function confidences(train: TrainingSet, { alpha, confidence, strength }: Params): (value: number) => number {
  const strengthOf = strength === 'preference' ? preferenceScale(train) : (value: number) => value;
  const base = confidence === 'paper' ? 1 : 0;
  return (value) => {
    const amount = strengthOf(value);
    return amount > 0 ? base + alpha * amount : 0;
  };
}

/** The cells that count, with their confidences. */
function withConfidences(matrix: CsrMatrix, confidenceOf: (value: number) => number): CsrMatrix {
  const { values } = mapValues(matrix, confidenceOf);
  const indptr = new Uint32Array(matrix.rows + 1);
  const indices = new Uint32Array(values.length);
  let kept = 0;
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.indptr[row]; at < matrix.indptr[row + 1]; at++) {
      if (values[at] === 0) continue;
      indices[kept] = matrix.indices[at];
      values[kept++] = values[at];
    }
    indptr[row + 1] = kept;
  }
  return { ...matrix, indptr, indices: indices.slice(0, kept), values: values.slice(0, kept) };
}

interface Factors {
  /** Row-major, rows × factors. */
  readonly users: Values;
  readonly items: Values;
}

function fitted({ users, items }: Factors, train: TrainingSet, params: Params): FittedModel {
  const { factors } = params;
  const solver = createRowSolver(items, factors, params.regularization);
  const confidenceOf = confidences(train, params);
  const factorOf = (item: number) => items.subarray(item * factors, (item + 1) * factors);
  const norms = new Float64Array(train.items);
  for (let at = 0; at < items.length; at++) norms[Math.floor(at / factors)] += items[at] ** 2;
  norms.forEach((squares, item) => (norms[item] = Math.sqrt(squares)));

  /** What of a history counts. */
  const liked = ({ history }: Query): SparseRow => {
    const confidence = Float64Array.from(history.values, confidenceOf);
    return {
      indices: history.indices.filter((_, at) => confidence[at] > 0),
      values: confidence.filter((value) => value > 0),
    };
  };

  return {
    score(query, out) {
      const row = liked(query);
      if (row.indices.length === 0) return void out.fill(NaN);
      factorProducts(items, solver.solve(row), out);
      for (let item = 0; item < out.length; item++) if (norms[item] === 0) out[item] = NaN;
    },
    similar(item, out) {
      factorProducts(items, factorOf(item), out);
      for (let other = 0; other < out.length; other++) out[other] /= norms[item] * norms[other];
    },
    similarToAll: (weighted, out) => summedCosines(items, factors, weighted, out),
    explain(query, item) {
      const row = liked(query);
      if (row.indices.length === 0 || norms[item] === 0) return explanationOf([], NaN);
      const reach = solver.applyInverse(row, factorOf(item));
      const parts = Array.from(row.indices, (index, at): ExplanationPart => {
        let share = 0;
        for (let f = 0; f < factors; f++) share += items[index * factors + f] * reach[f];
        return { kind: 'item', index, label: train.catalog.titles[index], amount: row.values[at] * share };
      });
      return explanationOf(parts);
    },
    snapshot: () => ({
      recommender: id,
      version,
      params,
      arrays: { users: users.slice(), items: items.slice() },
      numbers: {},
      words: {},
    }),
  };
}
