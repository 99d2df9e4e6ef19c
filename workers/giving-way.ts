import { breathe } from './breathe.ts';

/** Who goes first in a worker: lists somebody waits for, before whatever is worked out behind them. */
export class GivingWay {
  #ahead = 0;
  #waiting: (() => void)[] = [];

  /** Work that nothing of the rest may hold up. */
  async first<T>(work: () => Promise<T>): Promise<T> {
    this.#ahead++;
    try {
      return await work();
    } finally {
      if (--this.#ahead === 0) for (const goOn of this.#waiting.splice(0)) goOn();
    }
  }

  /** Between two small steps of the rest: hears what has come in meanwhile, and resolves when nothing is ahead. */
  giveWay = async (): Promise<void> => {
    await breathe();
    while (this.#ahead > 0) await new Promise<void>((goOn) => this.#waiting.push(goOn));
  };
}
