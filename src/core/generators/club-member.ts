import type { Rng } from '../rng.ts';
import { clamp, dirichlet, drawDistinct, lognormal } from './draws.ts';
import type { EventLog } from './event-log.ts';
import { exp } from '../math/elementary.ts';

/** What all members share. */
export interface Club {
  /** Tastes × films, see `appeals`. */
  readonly appeals: readonly Float64Array[];
  /** Log of how often a film would be chosen if tastes did not matter. */
  readonly renown: Float64Array;
  /** Stars above or below the usual that a film earns from everyone. */
  readonly quality: Float64Array;
  /** First second at which a film is surely out. */
  readonly release: Float64Array;
}

/** Positions in Dataset.kinds. */
export const rating = 0;
export const view = 1;

const hour = 3600;
const day = 24 * hour;
const year = 365.25 * day;
const founded = Date.UTC(1998, 0, 1) / 1000;
const lastJoining = Date.UTC(2024, 6, 1) / 1000;
const lastEvening = Date.UTC(2025, 5, 30) / 1000;

const fewestRatings = 20;
const medianRatings = 70;
const mostRatings = 400;
const perEvening = 8;

/** How strongly taste steers what is chosen, and how many stars it is then worth. */
const pull = 3.6;
const delight = 0.7;
/** What is left to the mood of the day, in stars. */
const whim = 0.7;
const usualStars = 3.2;

/** Draws one member's years in the club into the log; returns the member's share of each taste. */
export function liveMember(club: Club, user: number, rng: Rng, log: EventLog): Float64Array {
  const shares = dirichlet(rng, club.appeals.length, 0.22);
  const liking = mixed(club.appeals, shares);
  const ratings = clamp(Math.round(lognormal(rng, medianRatings, 0.75)), fewestRatings, mostRatings);
  const views = Math.round(ratings * (0.2 + 0.5 * rng.next()));
  const evenings = drawEvenings(rng, Math.ceil((ratings + views) / perEvening));

  // People look for what they expect to like, so the ratings that are missing are not missing at random.
  const chances = chancesOf(club, liking, evenings[evenings.length - 1]);
  const films = rng.shuffle(drawDistinct(rng, chances, ratings + views));

  const generosity = 0.35 * rng.normal();
  const range = lognormal(rng, 1, 0.2);
  const clocks = evenings.slice();
  for (let i = 0; i < films.length; i++) {
    const film = films[i];
    const second = nextMoment(rng, evenings, clocks, club.release[film]);
    if (i >= ratings) {
      log.add(user, film, 1, view, second);
      continue;
    }
    const opinion = club.quality[film] + delight * liking[film] + whim * rng.normal();
    log.add(user, film, halfStars(usualStars + generosity + range * opinion), rating, second);
  }
  return shares;
}

function mixed(appeals: readonly Float64Array[], shares: Float64Array): Float64Array {
  const sum = new Float64Array(appeals[0].length);
  for (let taste = 0; taste < appeals.length; taste++) {
    const share = shares[taste];
    const appeal = appeals[taste];
    // Most members have next to nothing of most tastes.
    if (share > 0.01) for (let film = 0; film < sum.length; film++) sum[film] += share * appeal[film];
  }
  return sum;
}

/** When the member sat down to it, ascending: evenings (UTC) spread over the membership. */
function drawEvenings(rng: Rng, count: number): Float64Array {
  // The club grows, so more have joined lately than long ago.
  const joined = founded + (lastJoining - founded) * Math.sqrt(rng.next());
  const left = Math.min(joined + lognormal(rng, 2 * year, 1), lastEvening);
  return Float64Array.from({ length: count }, () => {
    const date = Math.floor((joined + (left - joined) * rng.next()) / day) * day;
    return date + 17 * hour + rng.int(5 * hour);
  }).sort();
}

function chancesOf({ renown, release }: Club, liking: Float64Array, last: number): Float64Array {
  const chances = new Float64Array(renown.length);
  for (let film = 0; film < chances.length; film++) {
    if (release[film] > last) continue;
    const talkedAbout = Math.max(0, 1 - (last - release[film]) / (8 * year));
    chances[film] = exp(renown[film] + pull * liking[film] + talkedAbout);
  }
  return chances;
}

/** Some time in one of the evenings after the release, a little after whatever else was done that evening. */
function nextMoment(rng: Rng, evenings: Float64Array, clocks: Float64Array, release: number): number {
  let first = 0;
  while (evenings[first] < release) first++;
  const evening = first + rng.int(evenings.length - first);
  return (clocks[evening] += 15 + rng.int(225));
}

const halfStars = (stars: number) => clamp(Math.round(2 * stars) / 2, 0.5, 5);
