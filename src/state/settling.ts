/** Milliseconds without a further move after which a slider counts as let go. */
const rest = 250;

/**
 * What follows a slider while it moves: `follow` runs again and again, one at a time, always for the latest position; a
 * question overtaken by the next at every frame would never be answered. `settle` runs once, when it rests.
 */
export class Settling {
  readonly #follow: () => Promise<unknown>;
  readonly #settle: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #behind = false;
  #isFollowing = false;

  constructor(follow: () => Promise<unknown>, settle: () => void) {
    this.#follow = follow;
    this.#settle = settle;
  }

  moved(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#settle();
    }, rest);
    this.#behind = true;
    void this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    try {
      while (this.#behind) {
        this.#behind = false;
        await this.#follow();
      }
    } finally {
      this.#isFollowing = false;
    }
  }
}
