import { LabError } from '../errors.ts';
import type { Rng } from '../rng.ts';
import { clamp, lognormal } from './draws.ts';
import { exp } from '../math/elementary.ts';

/**
 * How much each user does: lognormal, kept within least … most, and scaled so that all together do exactly `events`.
 * Throws ParamError where no such numbers exist.
 */
export function activities(
  rng: Rng,
  { users, events, spread, least, most }: Record<'users' | 'events' | 'spread' | 'least' | 'most', number>,
): Uint32Array {
  if (events < users * least || events > users * most) {
    throw new LabError(
      'ParamError',
      `Expected ${users * least} to ${users * most} events for ${users} users with ${least} to ${most} each; got ${events}. Change the number of users, items or events.`,
    );
  }
  const eagerness = Float64Array.from({ length: users }, () => lognormal(rng, 1, spread));
  const counts = new Uint32Array(users);
  const fill = (scale: number): number => {
    let sum = 0;
    for (let user = 0; user < users; user++)
      sum += counts[user] = clamp(Math.round(scale * eagerness[user]), least, most);
    return sum;
  };
  // The sum rises with the scale, so halving the interval on a log axis finds the last scale that does not overshoot.
  let low = -60;
  let high = 60;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (fill(exp(middle)) <= events) low = middle;
    else high = middle;
  }
  let missing = events - fill(exp(low));
  for (let user = 0; missing > 0; user = (user + 1) % users) {
    if (counts[user] === most) continue;
    counts[user]++;
    missing--;
  }
  return counts;
}
