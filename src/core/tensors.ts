/**
 * What the pure core asks of dense arithmetic with gradients. `src/tensors` answers with TensorFlow.js, loaded on first
 * use, on the backend chosen for the machine. A model is written with TensorFlow's own operations (`tf`), so it reads like
 * any other; what they do badly on some backend is mended behind `tf`, or offered here.
 */
import type * as TensorFlowCore from '@tensorflow/tfjs-core';
import type { CsrMatrix } from './data/csr.ts';

export type TensorFlow = typeof TensorFlowCore;
export type Tensor = TensorFlowCore.Tensor;
export type Scalar = TensorFlowCore.Scalar;
export type Tensor1D = TensorFlowCore.Tensor1D;
export type Tensor2D = TensorFlowCore.Tensor2D;
export type Variable = TensorFlowCore.Variable;

/** In the order they are offered; webgpu is experimental. */
export const tensorBackends = ['webgl', 'wasm', 'cpu', 'webgpu'] as const;
export type TensorBackend = (typeof tensorBackends)[number];

export interface Tensors {
  readonly tf: TensorFlow;
  readonly backend: TensorBackend;
  /**
   * Weighted sums of the rows of a table: row b of the answer is Σ_j weights[b, j] · table[j], weights a sparse
   * bags × rows(table) matrix. Its gradient reaches the table, not the weights.
   */
  bags(table: Tensor2D, weights: CsrMatrix): Tensor2D;
  /** Adam over these parameters. Disposing it leaves them alone. */
  adam(parameters: readonly Variable[], options?: AdamOptions): Adam;
  /** Copies out. Throws BackendError where the device was lost or does not answer within a minute. */
  read(tensor: Tensor): Promise<Float32Array>;
  /** What is held at present, for leak checks and the compute chip. */
  usage(): TensorUsage;
  /** Whether the device is gone, with everything on it. */
  isLost(): boolean;
}

/** Loads on first use; the same every time until the device is lost. */
export type TensorsSource = () => Promise<Tensors>;

export interface TensorUsage {
  readonly tensors: number;
  readonly bytes: number;
}

export interface AdamOptions {
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * Kingma & Ba (2015), Adam: A Method for Stochastic Optimization, ICLR; the form of section 2's last remark, with ε outside
 * the corrected root:  θ ← θ − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε).
 */
export interface Adam {
  /** One step down the slope of `loss`. The loss before the step is the caller's to dispose of. */
  step(loss: () => Scalar): Scalar;
  /** Both moments of every parameter and the count of steps, to go on from later. */
  state(): Promise<AdamState>;
  restore(state: AdamState): void;
  dispose(): void;
}

export interface AdamState {
  readonly steps: number;
  readonly moments: readonly Float32Array[];
}

/** What the compute chip shows of a device. */
export interface TensorsInfo extends TensorUsage {
  readonly backend: TensorBackend;
  /** As the driver names itself; empty where there is none. */
  readonly renderer: string;
  /** Bits of a float as computed with; a device with fewer is refused. */
  readonly precision: 32;
}
