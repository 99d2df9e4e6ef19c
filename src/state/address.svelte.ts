import type { ParsedScreen, Screen, View } from './link.ts';
import { formatScreen, parseScreen } from './link.ts';

/** The screen in the address bar, so that a link reproduces it and Back works. */
export class Address {
  screen = $state.raw<ParsedScreen>(parseScreen(''));
  readonly view: View = $derived(this.screen.view);
  readonly detail: string | null = $derived(this.screen.detail);
  readonly problems: readonly string[] = $derived(this.screen.problems);
  readonly #location: Pick<Window, 'location' | 'history' | 'addEventListener'>;

  constructor(page: Pick<Window, 'location' | 'history' | 'addEventListener'>) {
    this.#location = page;
    this.screen = parseScreen(page.location.hash);
    page.addEventListener('hashchange', () => (this.screen = parseScreen(page.location.hash)));
  }

  /** The link to a view with everything else as it is; use it as an href. */
  to(view: View, detail: string | null = null): string {
    return formatScreen({ ...this.screen, view, detail, person: null });
  }

  /** The link to a person of the run on the screen; null: to the run itself. */
  toPerson(person: string | null): string {
    return formatScreen({ ...this.screen, view: 'evaluate', detail: null, person });
  }

  go(view: View, detail: string | null = null): void {
    this.#location.location.hash = this.to(view, detail);
  }

  goToPerson(person: string | null): void {
    this.#location.location.hash = this.toPerson(person);
  }

  /** Keeps the link true to what is on the screen, without a step in the browser's history. */
  note(change: Partial<Pick<Screen, 'data' | 'columns' | 'protocol' | 'weights' | 'given'>>): void {
    const link = formatScreen({ ...this.screen, ...change });
    this.#location.history.replaceState(null, '', link);
    this.screen = { ...parseScreen(link), problems: this.screen.problems };
  }

  dismissProblems(): void {
    this.screen = { ...this.screen, problems: [] };
  }
}
