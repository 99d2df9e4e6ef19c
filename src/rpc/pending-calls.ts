/** Calls that wait for an answer, so that all of them can be refused when nobody is left to give one. */
export class PendingCalls {
  readonly #refusals = new Set<(error: Error) => void>();

  /** Settles as `answer` does, unless it is refused first. */
  wait<T>(answer: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#refusals.add(reject);
      answer.then(resolve, reject).finally(() => this.#refusals.delete(reject));
    });
  }

  refuseAll(error: Error): void {
    const refusals = [...this.#refusals];
    this.#refusals.clear();
    for (const refuse of refusals) refuse(error);
  }
}
