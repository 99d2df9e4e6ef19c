/** Long work in the background: begun when nobody has acted for a while, stopped by the next act, and begun anew after it. */
export class SpareTime {
  readonly #work: () => Promise<unknown> | null;
  readonly #stop: () => void;
  readonly #rest: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<unknown> | null = null;

  /** `work` returns null where there is none. `rest`: milliseconds without an act. */
  constructor(work: () => Promise<unknown> | null, stop: () => void, rest: number) {
    this.#work = work;
    this.#stop = stop;
    this.#rest = rest;
  }

  /** Somebody acts: resolves when the work has let go of what the act may need. */
  async acted(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#begin(), this.#rest);
    if (!this.#running) return;
    this.#stop();
    await this.#running;
  }

  async #begin(): Promise<void> {
    const running = this.#work();
    this.#running = running;
    await running;
    if (this.#running === running) this.#running = null;
  }
}
