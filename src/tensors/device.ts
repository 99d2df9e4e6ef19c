import { LabError } from '../core/errors.ts';
import type { Tensor } from '../core/tensors.ts';

/**
 * The device tensors lie on, as far as it can fail: once it is lost, everything on it is, and reads from it would hang
 * for ever.
 */
export class Device {
  readonly lost: Promise<never>;
  #lose!: (error: Error) => void;
  #isLost = false;
  #isGone: () => boolean = () => false;

  constructor() {
    this.lost = new Promise((_resolve, reject) => (this.#lose = reject));
    // Whoever reads hears of it; with nobody reading it is no error.
    this.lost.catch(() => undefined);
  }

  /** Asked as well as waited for: word of a loss comes late, or never. */
  watch(isGone: () => boolean): void {
    this.#isGone = isGone;
  }

  get isLost(): boolean {
    if (!this.#isLost && this.#isGone()) this.lose('its context was lost');
    return this.#isLost;
  }

  lose(reason: string): void {
    this.#isLost = true;
    this.#lose(
      new LabError(
        'BackendError',
        `Expected the graphics device to go on; ${reason}. Training resumes from its last epoch.`,
      ),
    );
  }

  /** Copies a tensor out. Throws BackendError where the device is lost or silent for `patience` milliseconds. */
  async read(tensor: Tensor, patience = 60_000): Promise<Float32Array> {
    if (this.isLost) return this.lost;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(
          new LabError(
            'BackendError',
            `Expected the graphics device to answer within ${patience / 1000} s; it is silent. Choose another backend for tensors, or close other tabs.`,
          ),
        );
      }, patience);
    });
    try {
      const values = await Promise.race([tensor.data<'float32'>(), this.lost, silence]);
      return values.slice();
    } finally {
      clearTimeout(timer);
    }
  }
}
