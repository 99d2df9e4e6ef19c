import type { SettingStore } from '../storage/store.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** The look chosen; CSS reads it as the root's color-scheme. */
export class Theme {
  choice = $state<ThemeChoice>('system');
  readonly #settings: SettingStore;
  readonly #root: HTMLElement;

  constructor(settings: SettingStore, root: HTMLElement) {
    this.#settings = settings;
    this.#root = root;
  }

  async restore(): Promise<void> {
    const stored = await this.#settings.get('theme');
    if (stored === 'light' || stored === 'dark') this.#apply(stored);
  }

  async choose(choice: ThemeChoice): Promise<void> {
    this.#apply(choice);
    await this.#settings.put('theme', choice);
  }

  #apply(choice: ThemeChoice): void {
    this.choice = choice;
    this.#root.style.colorScheme = choice === 'system' ? '' : choice;
  }
}
