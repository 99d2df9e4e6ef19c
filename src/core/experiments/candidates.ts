/**
 * Whom a relevant item has to beat. Ranking all items is the default: with few sampled ones every recommender looks good,
 * and which looks best may change (W. Krichene & S. Rendle, "On sampled metrics for item recommendation", KDD 2020).
 */
import { LabError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import type { HeldOutUser } from './held-out.ts';

/** What is left out of somebody's candidates, ascending. */
export type LeftOut = (asked: HeldOutUser) => Uint32Array;

export const known: LeftOut = ({ query }) => query.history.indices;

/**
 * Candidates are the relevant items and `negatives` others that the user never met, in either part: the same for every
 * recommender, and for each user from a stream of their own, named by their outside id. Throws ParamError.
 */
export function sampled(negatives: number, catalog: number, ids: readonly string[], rng: Rng): LeftOut {
  if (!Number.isInteger(negatives) || negatives < 1) {
    throw new LabError(
      'ParamError',
      `Expected a whole number of sampled items from 1; got ${negatives}. Leave it out to rank all items.`,
    );
  }
  return ({ user, query, items, relevant }) => {
    const isMet = new Uint8Array(catalog);
    for (const item of query.history.indices) isMet[item] = 1;
    for (const item of items) isMet[item] = 1;
    const unmet = Uint32Array.from(isMet.keys()).filter((item) => isMet[item] === 0);
    const isCandidate = new Uint8Array(catalog);
    for (const item of relevant) isCandidate[item] = 1;
    const own = rng.fork(ids[user]);
    for (let drawn = 0; drawn < Math.min(negatives, unmet.length); drawn++) {
      const at = drawn + own.int(unmet.length - drawn);
      isCandidate[unmet[at]] = 1;
      unmet[at] = unmet[drawn];
    }
    return Uint32Array.from(isCandidate.keys()).filter((item) => isCandidate[item] === 0);
  };
}
