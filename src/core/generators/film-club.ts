/**
 * A made-up community over a real shelf of films.
 *
 * Each member mixes a few tastes (Dirichlet). A film is chosen with probability proportional to
 * exp(renown + pull · liking), without replacement, where renown is log-linear in the shifted rank by fame (Zipf–Mandelbrot)
 * and liking is the member's mixture of the tastes' appeals. A rating is what everyone thinks of the film, plus what
 * this member likes, how generous they are and a whim, on half stars. How much a member rates is lognormal.
 */
import { hashContents } from '../data/hash.ts';
import { sessionsFromEvents } from '../data/sessions.ts';
import type { CsrMatrix } from '../data/csr.ts';
import { LabError } from '../errors.ts';
import { int } from '../params.ts';
import type { Rng } from '../rng.ts';
import type { Club } from './club-member.ts';
import { liveMember } from './club-member.ts';
import { named } from './dataset-id.ts';
import { EventLog } from './event-log.ts';
import type { Film } from './film-shelf.ts';
import { catalogOf, parseFilms } from './film-shelf.ts';
import { defineGenerator } from './generator.ts';
import { appeals, tastes } from './tastes.ts';
import { ln } from '../math/elementary.ts';

const zipfExponent = 1.6;
const zipfShift = 20;
/** An hour without an event ends an evening. */
const sessionGap = 3600;

export const filmClub = named(
  defineGenerator({
    id: 'film-club',
    label: 'Film club',
    summary: 'Made-up members with hidden tastes rate real films, so that the lab has something to learn from at once.',
    params: {
      members: int({
        label: 'Members',
        help: 'More members give every model more to learn from, and take longer.',
        default: 2000,
        min: 50,
        max: 20_000,
        scale: 'log',
      }),
    },
    shelf: 'films.tsv',
    generate({ members }, rng, shelf) {
      if (shelf === null) {
        throw new LabError(
          'ImportError',
          'Expected the text of films.tsv for the film club; got nothing. Hand it over.',
        );
      }
      const films = parseFilms(shelf);
      const club = foundClub(films, rng);
      const log = new EventLog();
      // A stream per member: the first hundred are the same people in a club of any size.
      const shares = Array.from({ length: members }, (_, user) =>
        liveMember(club, user, rng.fork(`member ${user}`), log),
      );

      const interactions = log.build();
      const catalog = catalogOf(films);
      const users = { ids: shares.map((_, user) => `member-${String(user + 1).padStart(4, '0')}`) };
      const items = { ids: films.map(({ id }) => id) };
      return {
        id: 'film-club',
        name: 'Film club',
        feedback: 'explicit',
        ratingScale: { min: 0.5, max: 5, step: 0.5 },
        kinds: [
          { id: 'rating', weight: 1, rated: true },
          { id: 'view', weight: 0.3, rated: false },
        ],
        users,
        items,
        interactions,
        catalog,
        itemFeatures: null,
        userFeatures: { names: tastes.map(({ id }) => id), rows: dense(shares) },
        sessions: sessionsFromEvents(interactions, members, sessionGap),
        provenance: {
          files: ['films.tsv'],
          hash: hashContents(interactions, catalog, users, items),
          licence: 'The films are real; the members and their ratings are invented. MIT, as the rest of Tastelab.',
          synthetic: true,
          givenTest: null,
          notes: [],
        },
      };
    },
  }),
);

function foundClub(films: readonly Film[], rng: Rng): Club {
  const chance = rng.fork('club');
  const fame = films.map((film) => film.fame + 3 * chance.normal());
  const byFame = [...films.keys()].sort((a, b) => fame[b] - fame[a]);
  const renown = new Float64Array(films.length);
  byFame.forEach((film, rank) => (renown[film] = -zipfExponent * ln(rank + 1 + zipfShift)));
  return {
    appeals: appeals(films, rng.fork('appeals')),
    renown,
    quality: Float64Array.from(films, (film) => 0.008 * (film.fame - 45) + 0.3 * chance.normal()),
    // The shelf knows no more than the year, so a film is surely out by the next New Year.
    release: Float64Array.from(films, ({ year }) => Date.UTC(year + 1, 0, 1) / 1000),
  };
}

function dense(rows: readonly Float64Array[]): CsrMatrix {
  const cols = rows[0].length;
  return {
    rows: rows.length,
    cols,
    indptr: Uint32Array.from({ length: rows.length + 1 }, (_, row) => row * cols),
    indices: Uint32Array.from({ length: rows.length * cols }, (_, cell) => cell % cols),
    values: Float32Array.from({ length: rows.length * cols }, (_, cell) => rows[Math.floor(cell / cols)][cell % cols]),
  };
}
