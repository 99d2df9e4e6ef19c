import { buildLabels } from '../data/catalog.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import type { Gathered } from './assemble.ts';
import { EventColumns } from './event-columns.ts';
import { IdIndex } from './id-index.ts';
import { importError } from './import-error.ts';
import { readTime } from './read-time.ts';
import type { RecordReader } from './record-reader.ts';

interface Order {
  readonly user: number;
  readonly time: number;
  /** Why its lines do not count, or null. */
  readonly left: string | null;
}

const no = /^(false|f|0|no|n)$/i;

/**
 * What a shop's tables amount to: purchases with their quantity and views with their count. Orders and lines that are not
 * active, or of another status than wanted, are left out and counted by reason. Users and products are those that occur in
 * what is left, by their sorted ids.
 */
export class ShopBooks {
  readonly #statuses: ReadonlySet<string>;
  readonly #users = new IdIndex();
  readonly #products = new IdIndex();
  readonly #variants = new IdIndex();
  /** Product by variant. */
  readonly #productOf: number[] = [];
  readonly #orderIds = new IdIndex();
  readonly #orders: Order[] = [];
  readonly #events = new EventColumns(true);
  #purchases = 0;
  #untimed = false;
  readonly #left = new Map<string, number>();
  readonly #described: { title: string; category: string; price: string }[] = [];

  constructor(statuses: string) {
    const wanted = statuses.split(',').map((status) => status.trim().toUpperCase());
    this.#statuses = new Set(wanted.filter((status) => status !== ''));
  }

  /** Cells: variant, product. */
  addVariant(row: RecordReader, [id, product]: readonly number[]): void {
    this.#productOf[this.#variants.add(row, id, 'a variant')] = this.#products.add(row, product, 'a product');
  }

  /** Cells: order, user, status, whether active, time. Call it for all before the lines. */
  addOrder(row: RecordReader, [id, user, status, active, time]: readonly number[]): void {
    const order = this.#orderIds.add(row, id, 'an order');
    if (this.#orders[order]) throw row.failAt(id, 'an order not listed before', 'Remove one of the two lines.');
    const named = row.text(status).trim().toUpperCase();
    this.#orders[order] = {
      user: this.#users.add(row, user, 'a user'),
      time: this.#time(row, time),
      left: !isActive(row, active)
        ? 'of orders marked as not active'
        : this.#statuses.size > 0 && !this.#statuses.has(named)
          ? `of orders with the status ${named || '(none)'}`
          : null,
    };
  }

  /** Cells: order, quantity, whether active, product, variant; product or variant may be absent. */
  addLine(row: RecordReader, [id, quantity, active, product, variant]: readonly number[]): void {
    const order = this.#orders[this.#orderIds.find(row, id)];
    const amount = row.number(quantity);
    if (Number.isNaN(amount)) throw row.failAt(quantity, 'a quantity', 'Correct the line.');
    if (!order) return this.#leave('of orders that are not in the orders file');
    if (order.left) return this.#leave(order.left);
    if (!isActive(row, active)) return this.#leave('marked as not active');
    if (amount <= 0) return this.#leave('with a quantity of 0 or less');
    const bought = product >= 0 ? this.#products.add(row, product, 'a product') : this.#productOf[this.#variants.find(row, variant)]; // prettier-ignore
    if (bought === undefined) return this.#leave('of variants that are not in the variants file');
    this.#events.add(row, order.user, bought, amount, order.time);
    this.#purchases++;
  }

  /** Cells: user, product, count, time of the last. Call it after all lines. */
  addView(row: RecordReader, [user, product, count, time]: readonly number[]): void {
    const amount = row.number(count);
    if (Number.isNaN(amount)) throw row.failAt(count, 'a number of views', 'Correct the line.');
    if (amount <= 0) return this.#leave('with a count of 0 or less', 'view');
    const viewer = this.#users.add(row, user, 'a user');
    const viewed = this.#products.add(row, product, 'a product');
    this.#events.add(row, viewer, viewed, amount, this.#time(row, time));
  }

  /** Cells: product, name, category, price; the last two may be absent. */
  describe(row: RecordReader, [id, name, category, price]: readonly number[]): void {
    const product = this.#products.find(row, id);
    if (product < 0) return;
    const cell = (at: number) => (at < 0 ? '' : row.text(at).trim());
    this.#described[product] = { title: cell(name), category: cell(category), price: cell(price) };
  }

  /** Hands everything over, and keeps nothing: call it once. Throws ImportError where nothing is left. */
  *close(
    file: string,
  ): Generator<void, Pick<Gathered, 'events' | 'kinds' | 'users' | 'items' | 'catalog' | 'notes'>, void> {
    const notes = this.#notes();
    const log = yield* this.#events.take();
    if (log.user.length === 0) {
      const why = notes.join(' ') || 'There is none.';
      throw importError(
        file,
        null,
        `Expected at least one purchase or view that counts. ${why} Change which orders count.`,
      );
    }
    const users = occurring(log.user, this.#users.build());
    const items = occurring(log.item, this.#products.build());
    yield;
    const facts = items.order.map((product) => this.#described[product]);
    const isDescribed = facts.some(Boolean);
    return {
      events: {
        ...{ user: users.column, item: items.column, value: log.value },
        kind: new Uint8Array(log.user.length).fill(1, this.#purchases),
        timestamp: this.#untimed ? null : log.timestamp,
      },
      kinds: [
        { id: 'purchase', weight: 1, rated: false },
        { id: 'view', weight: 0.3, rated: false },
      ],
      users: users.vocabulary,
      items: items.vocabulary,
      catalog: {
        titles: items.vocabulary.ids.map((id, at) => facts[at]?.title || id),
        years: null,
        categories: facts.some((one) => one?.category) ? buildLabels(facts.map((one) => (one?.category ? [one.category] : []))) : null, // prettier-ignore
        details: isDescribed ? facts.map((one) => one?.price ?? '') : null,
        text: null,
      },
      notes: this.#untimed ? [...notes, 'Some rows have no time, so that the order of events is not known.'] : notes,
    };
  }

  #time(row: RecordReader, cell: number): number {
    if (cell < 0 || row.starts[cell] === row.ends[cell]) {
      this.#untimed = true;
      return 0;
    }
    const time = readTime(row, cell);
    if (Number.isNaN(time)) throw row.failAt(cell, 'a time such as 2025-06-01 18:05', 'Correct the line.');
    return time;
  }

  #leave(why: string, noun = 'order line'): void {
    const key = `${noun}|${why}`;
    this.#left.set(key, (this.#left.get(key) ?? 0) + 1);
  }

  #notes(): string[] {
    return [...this.#left].map(([key, count]) => {
      const [noun, why] = key.split('|');
      return `${count} ${noun}${count === 1 ? '' : 's'} ${why} ${count === 1 ? 'was' : 'were'} left out.`;
    });
  }
}

const isActive = (row: RecordReader, cell: number): boolean => cell < 0 || !no.test(row.text(cell).trim());

/** The ids that occur in a column, sorted, and the column in their terms; `order`: where each stood before. */
function occurring(column: Uint32Array, { ids }: Vocabulary) {
  const isUsed = new Uint8Array(ids.length);
  for (const index of column) isUsed[index] = 1;
  const order = [...ids.keys()].filter((index) => isUsed[index]).sort((a, b) => (ids[a] < ids[b] ? -1 : 1));
  const place = new Uint32Array(ids.length);
  order.forEach((index, at) => (place[index] = at));
  return { order, vocabulary: { ids: order.map((index) => ids[index]) }, column: column.map((index) => place[index]) };
}
