import type { Interactions } from './interactions.ts';

/** Ordered runs of items, repeats allowed: session s belongs to user[s] and is items[indptr[s] .. indptr[s + 1]]. */
export interface Sessions {
  readonly user: Uint32Array;
  readonly indptr: Uint32Array;
  readonly items: Uint32Array;
}

/**
 * Cuts each user's events, in order of time, wherever `gap` seconds pass without one.
 * Without times each user's history is one session.
 */
export function sessionsFromEvents(log: Interactions, users: number, gap: number): Sessions {
  const count = log.user.length;
  const start = new Uint32Array(users + 1);
  for (let i = 0; i < count; i++) start[log.user[i] + 1]++;
  for (let u = 0; u < users; u++) start[u + 1] += start[u];
  const cursor = start.slice(0, users);
  const items = new Uint32Array(count);
  const times = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = cursor[log.user[i]]++;
    items[at] = log.item[i];
    times[at] = log.timestamp ? log.timestamp[i] : 0;
  }
  const owner: number[] = [];
  const indptr: number[] = [0];
  for (let u = 0; u < users; u++) {
    for (let i = start[u]; i < start[u + 1]; i++) {
      const last = i + 1 === start[u + 1];
      if (last || times[i + 1] - times[i] > gap) {
        owner.push(u);
        indptr.push(i + 1);
      }
    }
  }
  return { user: Uint32Array.from(owner), indptr: Uint32Array.from(indptr), items };
}
