import type { Asked, Asking } from '../core/experiments/asking.ts';
import { askings, usualAsking } from '../core/experiments/asking.ts';
import type { DatasetView } from '../rpc/lab-api.ts';
import type { SettingStore } from '../storage/store.ts';
import type { Column, Columns } from './columns.svelte.ts';

export type Stance = 'liked' | 'disliked' | null;

const recommender = 'preferences';

/**
 * What a person says they like before rating anything. It is kept where it works: in the settings of the column
 * "Preferences", which opens with the first word and closes with the last taken back. It also steers what to rate next.
 */
export class Stated {
  /** How the next questions are chosen. */
  by = $state<Asking>(usualAsking.by);
  /** Whether the person would rather not be asked. */
  declined = $state(false);
  /** What there is to like, the most frequent first. */
  categories = $state.raw<readonly string[]>([]);
  readonly column: Column | undefined = $derived.by(() =>
    this.#columns.all.find(({ entry }) => entry.id === recommender),
  );
  readonly liked: readonly string[] = $derived(namesIn(this.column?.params.liked));
  readonly disliked: readonly string[] = $derived(namesIn(this.column?.params.disliked));
  readonly #columns: Columns;
  readonly #settings: SettingStore;
  readonly #changed: () => void;
  #dataset = '';

  constructor(columns: Columns, settings: SettingStore, changed: () => void) {
    this.#columns = columns;
    this.#settings = settings;
    this.#changed = changed;
  }

  get asked(): Asked {
    return { by: this.by, liked: this.liked, disliked: this.disliked };
  }

  get anything(): boolean {
    return this.liked.length + this.disliked.length > 0;
  }

  async open({ summary, catalog }: DatasetView): Promise<void> {
    this.#dataset = summary.id;
    this.categories = byFrequency(catalog.categories);
    const kept = (await this.#settings.get(settingOf(summary.id))) as Partial<Kept> | undefined;
    this.by = askings.find(({ id }) => id === kept?.by)?.id ?? usualAsking.by;
    this.declined = kept?.declined ?? false;
  }

  stanceOf(category: string): Stance {
    if (this.liked.includes(category)) return 'liked';
    return this.disliked.includes(category) ? 'disliked' : null;
  }

  say(category: string, stance: Stance): void {
    const others = (names: readonly string[]) => names.filter((name) => name !== category);
    const liked = [...others(this.liked), ...(stance === 'liked' ? [category] : [])];
    const disliked = [...others(this.disliked), ...(stance === 'disliked' ? [category] : [])];
    const params = { ...this.column?.params, liked: liked.join('; '), disliked: disliked.join('; ') };
    if (liked.length + disliked.length === 0) this.takeBack();
    else if (this.column) this.#columns.change(this.column, params);
    else this.#columns.add(recommender, params, 0);
    this.#changed();
  }

  takeBack(): void {
    if (this.column) this.#columns.remove(this.column);
    this.#changed();
  }

  choose(by: Asking): void {
    this.by = by;
    this.#keep();
    this.#changed();
  }

  decline(declined: boolean): void {
    this.declined = declined;
    this.#keep();
  }

  #keep(): void {
    void this.#settings.put(settingOf(this.#dataset), { by: this.by, declined: this.declined } satisfies Kept);
  }
}

interface Kept {
  readonly by: Asking;
  readonly declined: boolean;
}

const settingOf = (dataset: string) => `asking:${dataset}`;

const namesIn = (text: unknown): string[] =>
  typeof text === 'string'
    ? text
        .split(';')
        .map((name) => name.trim())
        .filter(Boolean)
    : [];

function byFrequency(categories: DatasetView['catalog']['categories']): string[] {
  if (!categories) return [];
  const counts = new Uint32Array(categories.names.length);
  for (const category of categories.indices) counts[category]++;
  return [...categories.names.keys()]
    .sort((a, b) => counts[b] - counts[a])
    .map((category) => categories.names[category]);
}
