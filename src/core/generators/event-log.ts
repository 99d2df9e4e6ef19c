import type { Interactions } from '../data/interactions.ts';
import { selectEvents } from '../data/interactions.ts';
import { log2 } from '../math/elementary.ts';

/** Collects events in any order; `build` puts them in order of time. */
export class EventLog {
  #capacity = 1024;
  #size = 0;
  #user = new Uint32Array(this.#capacity);
  #item = new Uint32Array(this.#capacity);
  #value = new Float32Array(this.#capacity);
  #kind = new Uint8Array(this.#capacity);
  #second = new Float64Array(this.#capacity);

  add(user: number, item: number, value: number, kind: number, second: number): void {
    if (this.#size === this.#capacity) this.#grow();
    const at = this.#size++;
    this.#user[at] = user;
    this.#item[at] = item;
    this.#value[at] = value;
    this.#kind[at] = kind;
    this.#second[at] = second;
  }

  /** Times are whole seconds; equal times keep the order in which they were added. */
  build(): Interactions {
    return selectEvents(
      { user: this.#user, item: this.#item, value: this.#value, kind: this.#kind, timestamp: this.#second },
      inOrder(this.#second.subarray(0, this.#size)),
    );
  }

  #grow(): void {
    this.#capacity *= 2;
    const doubled = <A extends Uint32Array | Float32Array | Uint8Array | Float64Array>(column: A, larger: A): A => {
      larger.set(column);
      return larger;
    };
    this.#user = doubled(this.#user, new Uint32Array(this.#capacity));
    this.#item = doubled(this.#item, new Uint32Array(this.#capacity));
    this.#value = doubled(this.#value, new Float32Array(this.#capacity));
    this.#kind = doubled(this.#kind, new Uint8Array(this.#capacity));
    this.#second = doubled(this.#second, new Float64Array(this.#capacity));
  }
}

/** Time and place in one number, because sorting plain numbers is several times faster than comparing by a function. */
function inOrder(seconds: Float64Array): Uint32Array {
  const count = seconds.length;
  const places = 2 ** Math.ceil(log2(count + 1));
  const keys = new Float64Array(count);
  for (let place = 0; place < count; place++) keys[place] = seconds[place] * places + place;
  keys.sort();
  const order = new Uint32Array(count);
  for (let at = 0; at < count; at++) order[at] = keys[at] % places;
  return order;
}
