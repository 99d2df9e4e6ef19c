import type { DatasetSummary } from '../core/data/dataset.ts';
import type { DatasetView, LabApi, Offer } from '../rpc/lab-api.ts';
import type { SettingStore } from '../storage/store.ts';
import type { Address } from './address.svelte.ts';
import type { Datasets } from './datasets.svelte.ts';
import { filmClub } from './datasets.svelte.ts';

export interface FirstDatasetParts {
  readonly datasets: Pick<Datasets, 'list' | 'error' | 'refresh' | 'generate'>;
  readonly address: Pick<Address, 'screen'>;
  readonly settings: Pick<SettingStore, 'get'>;
  readonly training: Pick<LabApi, 'reweigh'>;
  readonly inference: Pick<LabApi, 'openDataset'>;
}

/** What a visit begins with: the data set the link names, else the one last open, else the film club, made if need be. */
export class FirstDataset {
  readonly #parts: FirstDatasetParts;
  #last: unknown;
  #early: { readonly id: string; readonly view: Promise<DatasetView> } | null = null;
  #making: Promise<DatasetSummary | null> | null = null;

  constructor(parts: FirstDatasetParts) {
    this.#parts = parts;
  }

  /** Begins to open or to make the likely one while the workers still start. */
  async begin(): Promise<void> {
    const { datasets, address, settings, inference } = this.#parts;
    [this.#last] = await Promise.all([settings.get('dataset'), datasets.refresh()]);
    const { data: linked, weights } = address.screen;
    const wanted = linked ?? (this.#isKnown(this.#last) ? this.#last : filmClub);
    if (this.#isKnown(wanted) && !weights) {
      const view = inference.openDataset(wanted);
      view.catch(() => {});
      this.#early = { id: wanted, view };
    } else if (wanted === filmClub && !this.#isKnown(filmClub)) {
      this.#making = datasets.generate({ id: filmClub, params: {} }, 'the film club');
    }
  }

  /** The view of a data set, where its opening began early; once. */
  take(id: string): Promise<DatasetView> | null {
    const early = this.#early?.id === id ? this.#early.view : null;
    this.#early = null;
    return early;
  }

  /**
   * The id of the data set to open, which is there by then, and what the link asked for in vain; null where making one
   * was cancelled. Throws where it failed.
   */
  async find(generators: Offer['generators']): Promise<{ id: string | null; notices: readonly string[] }> {
    const { datasets, address } = this.#parts;
    const { data: linked } = address.screen;
    const isHere = this.#isKnown(linked);
    const maker = isHere ? null : (generators.find(({ id }) => id === (linked ?? filmClub)) ?? null);
    const notices =
      linked && !maker && !isHere
        ? [
            `The link asks for the data set "${linked}", which is not on this device. Import it on the Data page to follow the link; this is another one.`,
          ]
        : [];
    const kept = [linked, this.#last, filmClub].find((id) => this.#isKnown(id));
    if (kept && !(linked && maker)) return { id: kept, notices: [...notices, ...(await this.#weigh(kept))] };
    const { id, label } = maker ?? { id: filmClub, label: 'film club' };
    const made = await (this.#making ?? datasets.generate({ id, params: {} }, `the ${label.toLowerCase()}`));
    if (made) return { id: made.id, notices: [...notices, ...(await this.#weigh(made.id))] };
    if (datasets.error) throw datasets.error;
    return { id: null, notices };
  }

  /** A link that says how the kinds of event are weighed is followed; one that does not leaves them as they were left. */
  async #weigh(id: string): Promise<readonly string[]> {
    const { datasets, address, training } = this.#parts;
    const { data: linked, weights } = address.screen;
    if (id !== linked || !weights) return [];
    try {
      await training.reweigh(id, weights);
      await datasets.refresh();
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  }

  #isKnown(id: unknown): id is string {
    return this.#parts.datasets.list.some((one) => one.id === id);
  }
}
