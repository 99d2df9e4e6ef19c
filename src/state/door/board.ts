/** `window.tastelab`: what the open columns answer. */
import type { ItemDescription } from '../../core/data/catalog.ts';
import { LabError } from '../../core/errors.ts';
import type { Change } from '../../core/ranking/changes.ts';
import type { Explanation } from '../../core/recommenders/recommender.ts';
import type { ListedItem, Reach } from './reach.ts';

export interface BoardVerbs {
  /** By recommender id (with its parameters, where they are not the defaults), once every list reflects the latest rating. */
  board(options?: { n?: number }): Promise<Record<string, BoardEntry[]>>;
  explain(recommender: string, itemId: string): Promise<Explanation>;
  /** What is like an item, by an open column; unless told otherwise the first that compares items, and 5. */
  similar(itemId: string, options?: { recommender?: string; n?: number }): Promise<ListedItem[]>;
  /** What would become of an item nobody has met: its neighbors, each column's verdict, whom to tell. */
  meet(item: Partial<ItemDescription>, n?: number): Promise<Met>;
}

export interface BoardEntry {
  readonly item: string;
  readonly title: string;
  readonly score: number;
  readonly rank: number;
  readonly change: Change;
}

export interface Met {
  readonly neighbors: readonly ListedItem[];
  /** By column; null where it cannot place an item by its description. */
  readonly verdicts: Record<string, { score: number; rank: number; candidates: number } | null>;
  readonly audience: readonly { person: string; affinity: number; because: readonly ListedItem[] }[];
}

export const boardVerbs = ['board', 'explain', 'similar', 'meet'] as const satisfies readonly (keyof BoardVerbs)[];

export const openBoard = ({ lab, view, itemOf, columnOf, entriesOf }: Reach): BoardVerbs => ({
  async board({ n } = {}) {
    if (n !== undefined && n !== lab.board.n) lab.setListLength(n);
    await lab.settled();
    const { catalog, itemIds } = view();
    return Object.fromEntries(
      lab.columns.ready.map(({ id }) => [
        id,
        (lab.board.lists.get(id)?.rows ?? []).map(({ item, score, rank, change }) => ({
          item: itemIds[item],
          title: catalog.titles[item],
          score,
          rank,
          change,
        })),
      ]),
    );
  },
  async explain(recommender, itemId) {
    const column = columnOf(recommender);
    const item = itemOf(itemId);
    await lab.settled();
    lab.explain(column, item);
    const answer = await lab.why.answered();
    lab.why.close();
    return { score: answer.score, parts: answer.parts };
  },
  async similar(itemId, { recommender, n = 5 } = {}) {
    const item = itemOf(itemId);
    await lab.columns.settled();
    const able = lab.columns.ready.find(({ entry }) => entry.traits.includes('similar'));
    const column = recommender === undefined ? able : columnOf(recommender);
    if (!column) throw new LabError('ParamError', 'No open column compares items. Use fit("item-knn") to open one.');
    return entriesOf(await lab.similar(column, item, n));
  },
  async meet({ title = '', categories = [], details = '', text = '' }, n = 10) {
    if (categories.length === 0 && !text.trim()) {
      throw new LabError('ParamError', 'Expected categories or a text to know the item by; got neither.');
    }
    await lab.settled();
    const columns = lab.columns.ready;
    const { neighbors, verdicts, audience } = await lab.meet({ title, categories, details, text }, n);
    return {
      neighbors: entriesOf(neighbors),
      verdicts: Object.fromEntries(
        verdicts.map(({ able, score, rank, candidates }, at) => [
          columns[at].id,
          able ? { score, rank, candidates } : null,
        ]),
      ),
      audience: audience.map((one) => ({ ...one, because: entriesOf(one.because) })),
    };
  },
});
