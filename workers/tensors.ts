import { isError } from '../src/core/errors.ts';
import type { TensorBackend, Tensors } from '../src/core/tensors.ts';
import type { TensorChoice, TensorsReport } from '../src/rpc/lab-api.ts';
import type { SettingStore } from '../src/storage/store.ts';
import { loadTensors } from '../src/tensors/load.ts';
import type { OpenTensors } from '../src/tensors/open.ts';

/** Best first as far as one can tell without trying; webgpu only where it is asked for. */
const preference: readonly TensorBackend[] = ['webgl', 'wasm', 'cpu'];
/** A device that was lost this often is passed over. */
const mostLosses = 2;
/** A graphics device that the processor pretends to be: WebAssembly puts it to better use, and trying takes seconds. */
const drawnInSoftware = /swiftshader|llvmpipe|softpipe|basic render|software/i;
const choiceKey = 'tensor-backend';
const timesKey = 'tensor-times';

/** Milliseconds of a step of training, by backend; null where this machine does not have it, absent where not measured. */
type Times = Partial<Record<TensorBackend, number | null>>;

export type Load = (backend: TensorBackend) => Promise<OpenTensors>;

/** The tensors of this worker: opened on first use, on the backend chosen, and anew after their device was lost. */
export class TensorDesk {
  readonly #settings: SettingStore;
  readonly #load: Load;
  #opening: Promise<OpenTensors> | null = null;
  #open: OpenTensors | null = null;
  /** To be closed before another is opened, and no sooner: who works on it would be given one behind our back. */
  #spent: OpenTensors | null = null;
  #losses = new Map<TensorBackend, number>();

  constructor(settings: SettingStore, load: Load = loadTensors) {
    this.#settings = settings;
    this.#load = load;
  }

  readonly source = async (): Promise<Tensors> => {
    this.#opening ??= this.#first().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  };

  async report(): Promise<TensorsReport> {
    const [choice, times] = await Promise.all([this.#choice(), this.#times()]);
    return { choice, open: this.#open?.info() ?? null, times };
  }

  /** For whatever is trained next. */
  async choose(choice: TensorChoice): Promise<void> {
    await this.#settings.put(choiceKey, choice);
    this.#losses.clear();
    const present = this.#open;
    if (present && choice !== present.backend) this.#forget(present);
  }

  /**
   * Lets each backend take a step, unless that was done before on this device or the person has chosen. `step` works on the
   * tensors it is given and answers with milliseconds.
   */
  async measure(step: (tensors: Tensors) => Promise<number>): Promise<void> {
    if (this.#open || (await this.#choice()) !== 'auto' || Object.keys(await this.#times()).length > 0) return;
    this.#closeSpent();
    const times: Times = {};
    for (const backend of preference) {
      // Plain JavaScript is never quicker than WebAssembly.
      if (backend === 'cpu' && times.wasm) break;
      let tensors: OpenTensors | null = null;
      try {
        tensors = await this.#load(backend);
        if (drawnInSoftware.test(tensors.info().renderer)) continue;
        times[backend] = await step(tensors);
      } catch (error) {
        if (!isError(error, 'BackendError')) throw error;
        times[backend] = null;
      } finally {
        tensors?.close();
      }
    }
    await this.#settings.put(timesKey, times);
  }

  async #first(): Promise<OpenTensors> {
    let refusal: unknown;
    this.#closeSpent();
    for (const backend of await this.#candidates()) {
      try {
        const tensors = await this.#load(backend);
        this.#open = tensors;
        tensors.lost.catch(() => {
          this.#losses.set(backend, (this.#losses.get(backend) ?? 0) + 1);
          this.#forget(tensors);
        });
        return tensors;
      } catch (error) {
        if (!isError(error, 'BackendError')) throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  /** The one chosen first, else the quickest; then the others, as fall-backs. */
  async #candidates(): Promise<TensorBackend[]> {
    const [choice, times] = await Promise.all([this.#choice(), this.#times()]);
    const milliseconds = (backend: TensorBackend) => times[backend] ?? Infinity;
    const byTime = preference.toSorted((a, b) =>
      milliseconds(a) < milliseconds(b) ? -1 : milliseconds(a) > milliseconds(b) ? 1 : 0,
    );
    const wanted = choice === 'auto' ? byTime : [choice, ...byTime.filter((backend) => backend !== choice)];
    const sound = wanted.filter((backend) => (this.#losses.get(backend) ?? 0) < mostLosses);
    return sound.length > 0 ? sound : ['cpu'];
  }

  async #choice(): Promise<TensorChoice> {
    return ((await this.#settings.get(choiceKey)) as TensorChoice | undefined) ?? 'auto';
  }

  async #times(): Promise<Times> {
    return ((await this.#settings.get(timesKey)) as Times | undefined) ?? {};
  }

  #forget(tensors: OpenTensors): void {
    this.#opening = null;
    this.#open = null;
    this.#spent = tensors;
  }

  #closeSpent(): void {
    this.#spent?.close();
    this.#spent = null;
  }
}
