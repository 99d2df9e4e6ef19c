import * as tf from '@tensorflow/tfjs-core';
import { isError, LabError } from '../core/errors.ts';
import type { TensorBackend, Tensors, TensorsInfo } from '../core/tensors.ts';
import { adam } from './adam.ts';
import { bags } from './bags.ts';
import { Device } from './device.ts';
import { registerMatMul } from './mat-mul.ts';
import { registerSegmentSum } from './segment-sum.ts';
import { openWebgl } from './webgl.ts';

export interface OpenTensors extends Tensors {
  info(): TensorsInfo;
  /** Rejects with BackendError when the device is lost; never resolves. */
  readonly lost: Promise<never>;
  /** Frees the device and everything on it. */
  close(): void;
}

/** Where the wasm backend's code lies: an address, or a folder of files. */
export type WasmHome = string;

/**
 * Starts a backend of TensorFlow.js, which is one to a thread: opening another moves on to that one, and what lies on the
 * first must have been disposed of. Throws BackendError where this machine has no such backend.
 */
export async function openTensors(backend: TensorBackend, wasm: WasmHome): Promise<OpenTensors> {
  const device = new Device();
  const renderer = await start(backend, wasm, device);
  tf.env().set('PROD', true);
  const read = device.read.bind(device);
  const usage = () => {
    const { numTensors, numBytes } = tf.memory();
    return { tensors: numTensors, bytes: numBytes };
  };
  return {
    tf,
    backend,
    bags: (table, weights) => bags(tf, table, weights),
    adam: (parameters, options) => adam(tf, read, parameters, options),
    read,
    usage,
    isLost: () => device.isLost,
    info: () => ({ backend, renderer, precision: 32, ...usage() }),
    lost: device.lost,
    close: () => close(backend),
  };
}

async function start(backend: TensorBackend, wasm: WasmHome, device: Device): Promise<string> {
  try {
    switch (backend) {
      case 'webgl':
        return await openWebgl(tf, device);
      case 'wasm':
        return await openWasm(wasm);
      case 'webgpu':
        return await openWebgpu();
      case 'cpu':
        return await openCpu();
    }
  } catch (cause) {
    if (isError(cause, 'BackendError')) throw cause;
    throw missing(backend, cause);
  }
}

async function openCpu(): Promise<string> {
  await import('@tensorflow/tfjs-backend-cpu');
  await activate('cpu');
  registerSegmentSum(tf, 'cpu');
  return '';
}

async function openWasm(home: WasmHome): Promise<string> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // Its threads bring little to batches of our size and cannot be ended again.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const simd = 'tfjs-backend-wasm-simd.wasm';
  if (home.endsWith('/')) setWasmPaths(home);
  else setWasmPaths({ 'tfjs-backend-wasm.wasm': home, [simd]: home, 'tfjs-backend-wasm-threaded-simd.wasm': home });
  await activate('wasm');
  registerSegmentSum(tf, 'wasm');
  registerMatMul(tf, 'wasm');
  return '';
}

async function openWebgpu(): Promise<string> {
  await import('@tensorflow/tfjs-backend-webgpu');
  await activate('webgpu');
  return '';
}

async function activate(backend: TensorBackend): Promise<void> {
  // It answers false rather than throwing.
  if (!(await tf.setBackend(backend))) throw missing(backend);
}

/** TensorFlow.js forgets how to make a backend it removes. */
function close(backend: TensorBackend): void {
  const factory = tf.findBackendFactory(backend);
  tf.removeBackend(backend);
  tf.registerBackend(backend, factory);
}

const missing = (backend: TensorBackend, cause?: unknown) =>
  new LabError(
    'BackendError',
    `Expected the backend "${backend}" for tensors; this machine does not start it. Choose another one.`,
    {
      cause,
    },
  );
