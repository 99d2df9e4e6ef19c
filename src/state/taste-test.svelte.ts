import type { Draft, Side, Tally } from '../core/experiments/interleave.ts';
import { signTest, teamDraft, winnerOf } from '../core/experiments/interleave.ts';
import { createRng } from '../core/rng.ts';
import type { SettingStore } from '../storage/store.ts';
import type { Column } from './columns.svelte.ts';

/** Both rankings for the history as it is, best first. */
export type Rankings = (a: Column, b: Column) => Promise<readonly [readonly number[], readonly number[]]>;

/** What one round came to, with who was who. */
export interface Verdict {
  readonly draft: Draft;
  readonly picked: readonly number[];
  readonly winner: Side | null;
}

const length = 6;
const noRounds: Tally = { a: 0, b: 0, ties: 0 };

/**
 * Two open recommenders, mixed so that nobody can tell them apart: the person takes what they would take, and the tally
 * says whose it was. It is kept per pair of recommenders; a verdict given blindly is not taken back, so undo knows
 * nothing of it.
 */
export class TasteTest {
  /** The two compared; null while no test is open. */
  sides = $state.raw<Readonly<Record<Side, Column>> | null>(null);
  /** What lies on the table; null where neither has anything to offer. */
  draft = $state.raw<Draft | null>(null);
  picked = $state.raw<readonly number[]>([]);
  /** Of the round just ended: everything is shown until the next one. */
  verdict = $state.raw<Verdict | null>(null);
  tally = $state.raw<Tally>(noRounds);
  readonly #settings: SettingStore;
  readonly #rankings: Rankings;
  #dataset = '';
  /** What came up in earlier rounds: each is about other items, as long as there are any. */
  #shown: readonly number[] = [];

  constructor(settings: SettingStore, rankings: Rankings) {
    this.#settings = settings;
    this.#rankings = rankings;
  }

  /** Whether somebody is choosing: whose is whose must not be seen anywhere on the page. */
  get isBlind(): boolean {
    return this.draft !== null && this.verdict === null;
  }

  get rounds(): number {
    return this.tally.a + this.tally.b + this.tally.ties;
  }

  /** How often two equally good recommenders would come to such a tally. */
  get p(): number {
    return signTest(this.tally);
  }

  /** Begins, or goes on with what is kept of these two. */
  async open(dataset: string, a: Column, b: Column): Promise<void> {
    this.close();
    this.#dataset = dataset;
    this.sides = { a, b };
    const key = this.#key();
    const kept = await this.#settings.get(key);
    if (!this.sides || this.#key() !== key) return;
    if (isKept(kept)) {
      this.tally = kept.tally;
      this.#shown = kept.shown;
    }
    await this.next();
  }

  close(): void {
    this.sides = this.draft = this.verdict = null;
    this.picked = this.#shown = [];
    this.tally = noRounds;
  }

  /** A fresh table. */
  async next(): Promise<void> {
    const { sides } = this;
    if (!sides) return;
    const [a, b] = await this.#rankings(sides.a, sides.b);
    if (this.sides !== sides) return;
    const shown = new Set(this.#shown);
    const rng = createRng(this.rounds).fork(this.#key());
    const isFresh = (item: number) => !shown.has(item);
    let draft = teamDraft(a.filter(isFresh), b.filter(isFresh), length, rng);
    if (draft.items.length < length) {
      this.#shown = [];
      draft = teamDraft(a, b, length, rng);
    }
    this.draft = draft.items.length ? draft : null;
    this.picked = [];
    this.verdict = null;
  }

  pick(item: number): void {
    if (this.verdict) return;
    const without = this.picked.filter((one) => one !== item);
    this.picked = without.length < this.picked.length ? without : [...without, item];
  }

  /** Ends the round: nothing picked is a tie. */
  async reveal(): Promise<void> {
    const { draft, picked } = this;
    if (!draft || this.verdict) return;
    const winner = winnerOf(draft, picked);
    this.verdict = { draft, picked, winner };
    const counted = winner ?? 'ties';
    this.tally = { ...this.tally, [counted]: this.tally[counted] + 1 };
    this.#shown = [...this.#shown, ...draft.items];
    await this.#keep();
  }

  async forget(): Promise<void> {
    this.tally = noRounds;
    this.#shown = [];
    await this.#keep();
    await this.next();
  }

  #keep(): Promise<unknown> {
    const { tally } = this;
    return this.#settings.put(this.#key(), { tally, shown: this.#shown } satisfies Kept);
  }

  #key(): string {
    const { a, b } = this.sides!;
    return `taste-test:${this.#dataset}:${a.link}|${b.link}`;
  }
}

interface Kept {
  readonly tally: Tally;
  readonly shown: readonly number[];
}

function isKept(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null) return false;
  const { tally, shown } = kept as Partial<Kept>;
  return Array.isArray(shown) && [tally?.a, tally?.b, tally?.ties].every((count) => typeof count === 'number');
}
