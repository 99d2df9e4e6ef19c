import type { Values } from './csr.ts';

/** The log: one row per event, columns of equal length, ordered by time where times are known. */
export interface Interactions {
  readonly user: Uint32Array;
  readonly item: Uint32Array;
  /** Stars, quantity, play count ... */
  readonly value: Values;
  /** Index into Dataset.kinds; null = one kind. */
  readonly kind: Uint8Array | null;
  /** Seconds since 1970. */
  readonly timestamp: Float64Array | null;
}

/** The chosen rows of the log, in the order given. */
export function selectEvents(log: Interactions, rows: Uint32Array): Interactions {
  const pick = <A extends Uint32Array | Uint8Array | Values>(column: A): A => {
    const chosen = column.slice(0, 0).constructor as new (length: number) => A;
    const out = new chosen(rows.length);
    for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]];
    return out;
  };
  return {
    user: pick(log.user),
    item: pick(log.item),
    value: pick(log.value),
    kind: log.kind && pick(log.kind),
    timestamp: log.timestamp && pick(log.timestamp),
  };
}

/** Row numbers in order of time, equal times in their first order; the identity where no times are known. */
export function orderByTime(log: Interactions): Uint32Array {
  const order = Uint32Array.from({ length: log.user.length }, (_, row) => row);
  const time = log.timestamp;
  if (!time) return order;
  let sorted = true;
  for (let i = 1; i < time.length && sorted; i++) sorted = time[i - 1] <= time[i];
  return sorted ? order : order.sort((a, b) => time[a] - time[b] || a - b);
}
