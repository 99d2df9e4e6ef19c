import type { Given } from '../core/data/history.ts';
import { usualShare } from '../core/data/history.ts';
import { indexOfId } from '../core/data/vocabulary.ts';
import type { DatasetView } from '../rpc/lab-api.ts';
import type { LinkedGiven } from './link.ts';

/** The item a person is looking at, "given" which the lists are. No act of theirs: undo and the history leave it alone. */
export class GivenItem {
  item = $state<number | null>(null);
  /** How much likeness to it counts, in standard deviations of a person's scores. */
  share = $state(usualShare);
  readonly value: Given | null = $derived(this.item === null ? null : { item: this.item, share: this.share });
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  look(item: number | null): void {
    if (item === this.item) return;
    this.item = item;
    this.#changed();
  }

  weigh(share: number): void {
    if (share === this.share) return;
    this.share = share;
    this.#changed();
  }

  /** Takes what a link asks for; a sentence where the data set does not have it. */
  open({ itemIds, summary }: DatasetView, linked: LinkedGiven | null): string[] {
    const item = linked ? indexOfId({ ids: itemIds }, linked.item) : -1;
    this.item = item < 0 ? null : item;
    this.share = linked?.share ?? usualShare;
    return linked && item < 0
      ? [`The link shows lists given "${linked.item}", which is not in "${summary.name}". They are shown without it.`]
      : [];
  }

  /** As a link says it. */
  linked({ itemIds }: DatasetView): LinkedGiven | null {
    return this.item === null ? null : { item: itemIds[this.item], share: this.share };
  }
}
