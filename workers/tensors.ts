import { isError } from '../src/core/errors.ts';
import type { TensorBackend, Tensors, TensorsInfo } from '../src/core/tensors.ts';
import type { OpenTensors } from '../src/tensors/open.ts';
import { loadTensors } from '../src/tensors/load.ts';

/** Best first; what this machine does not have is passed over. */
const preference: readonly TensorBackend[] = ['webgl', 'wasm', 'cpu'];

/** The tensors of this worker: opened on first use, and anew after their device was lost. */
export class TensorDesk {
  #open: Promise<OpenTensors> | null = null;
  #info: (() => TensorsInfo) | null = null;

  readonly source = async (): Promise<Tensors> => {
    this.#open ??= this.#first();
    return this.#open;
  };

  /** Null before first use. */
  get info(): TensorsInfo | null {
    return this.#info?.() ?? null;
  }

  async #first(): Promise<OpenTensors> {
    let refusal: unknown;
    for (const backend of preference) {
      try {
        const tensors = await loadTensors(backend);
        this.#info = tensors.info;
        tensors.lost.catch(() => this.#forget(tensors));
        return tensors;
      } catch (error) {
        if (!isError(error, 'BackendError')) throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  #forget(tensors: OpenTensors): void {
    this.#open = null;
    this.#info = null;
    tensors.close();
  }
}
