/** What the one polite live region says. Bursts are swallowed: only the last sentence of a second is spoken. */
export class Announcer {
  text = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.text = text), 600);
  }
}
