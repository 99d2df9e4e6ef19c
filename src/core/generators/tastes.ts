import type { Rng } from '../rng.ts';
import type { Film } from './film-shelf.ts';
import { exp } from '../math/elementary.ts';

/** A kind of film lover. Members are mixtures of several. */
export interface Taste {
  readonly id: string;
  readonly genres: Readonly<Record<string, number>>;
  /** Words that raise a film's appeal by one each. */
  readonly keywords: string;
  /** The years it feels at home in; appeal falls off outside. */
  readonly era: readonly [from: number, to: number];
  readonly countries?: readonly string[];
}

export const tastes: readonly Taste[] = [
  {
    id: 'spectacle',
    genres: { Action: 1.6, Adventure: 1.2, 'Sci-Fi': 0.8, Fantasy: 0.5, Documentary: -1.5 },
    keywords:
      'superhero comic-book chase stunts battle villain secret-agent spaceship dinosaurs shootout invasion sequel',
    era: [1977, 2024],
    countries: ['United States', 'New Zealand'],
  },
  {
    id: 'golden-age',
    genres: { Romance: 0.8, Comedy: 0.5, Musical: 0.6, Western: 0.6, Horror: -0.6 },
    keywords:
      'screwball witty-dialogue melodrama showbusiness femme-fatale elegance small-town love-triangle newspaper',
    era: [1930, 1960],
    countries: ['United States'],
  },
  {
    id: 'underworld',
    genres: { Crime: 1.8, Thriller: 0.8, Mystery: 0.4, Family: -1 },
    keywords: 'gangster mafia heist noir police detective betrayal drugs rise-and-fall undercover assassin corruption',
    era: [1967, 2019],
  },
  {
    id: 'midnight',
    genres: { Horror: 2.4, Mystery: 0.4, Romance: -0.6 },
    keywords: 'slasher vampire zombie ghost witch demon haunted-house body-horror monster folk-horror possession gore',
    era: [1968, 2024],
  },
  {
    id: 'tomorrow',
    genres: { 'Sci-Fi': 2.4, Mystery: 0.5, Western: -0.6 },
    keywords:
      'dystopia robot time-travel artificial-intelligence space alien identity memory virtual-reality future dreams planet',
    era: [1968, 2024],
  },
  {
    id: 'matinee',
    genres: { Animation: 1.6, Family: 1.8, Musical: 0.4, Crime: -0.9, Horror: -1 },
    keywords:
      'hand-drawn computer-animation stop-motion talking-animals toys princess songs friendship magic childhood',
    era: [1985, 2024],
    countries: ['United States', 'United Kingdom', 'Ireland'],
  },
  {
    id: 'far-east',
    genres: { Animation: 0.4, Action: 0.3 },
    keywords: 'anime martial-arts samurai swordplay yakuza tokyo hong-kong restraint spirits kaiju honor taipei',
    era: [1950, 2024],
    countries: ['Japan', 'South Korea', 'Hong Kong', 'China', 'Taiwan'],
  },
  {
    id: 'sweethearts',
    genres: { Romance: 2, Musical: 0.8, Comedy: 0.4, War: -0.5, Horror: -0.8 },
    keywords:
      'romantic-comedy first-love wedding breakup letters conversation regency dance doomed-love paris marriage',
    era: [1985, 2024],
  },
  {
    id: 'laughs',
    genres: { Comedy: 2, Drama: -0.6, War: -0.4 },
    keywords: 'parody satire slapstick black-comedy mockumentary absurd farce deadpan slacker prank party friendship',
    era: [1974, 2019],
    countries: ['United States', 'United Kingdom'],
  },
  {
    id: 'chronicle',
    genres: { War: 1.6, History: 1.7, Documentary: 0.5, Comedy: -0.5 },
    keywords:
      'world-war-ii soldier epic true-story politics biopic nazis holocaust revolution battle resistance courtroom',
    era: [1955, 2024],
  },
  {
    id: 'new-voices',
    genres: { Drama: 1.2, Comedy: 0.3, Action: -0.9, Western: -0.4 },
    keywords:
      'coming-of-age teenager mother-daughter grief identity gay-life lesbian-love loneliness new-york family illness youth',
    era: [1999, 2024],
  },
  {
    id: 'waves',
    genres: { Drama: 0.8, Animation: -0.8, Action: -0.8 },
    keywords:
      'new-wave surrealism neorealism existentialism alienation faith bourgeoisie memory cinema priest paris rome',
    era: [1945, 1980],
    countries: ['France', 'Italy', 'Sweden', 'Soviet Union', 'Czechoslovakia', 'Poland', 'Germany', 'Spain'],
  },
  {
    id: 'silents',
    genres: { Comedy: 0.3, Horror: 0.2 },
    keywords: 'silent-film expressionism slapstick black-and-white cabaret montage circus propaganda jazz shadows',
    era: [1915, 1940],
    countries: ['Germany', 'Soviet Union', 'France'],
  },
  {
    id: 'atlas',
    genres: { Drama: 0.7, Documentary: 0.9, Action: -0.7 },
    keywords:
      'slow-cinema village poverty tradition colonialism immigration class conversation nature dictatorship long-take',
    era: [1985, 2024],
    countries: [
      ...['Iran', 'Turkey', 'Brazil', 'Argentina', 'Mexico', 'Senegal', 'India', 'Romania', 'Thailand', 'Hungary'],
      ...['Belgium', 'Taiwan', 'China', 'Lebanon', 'Egypt', 'Palestine', 'Colombia', 'Denmark', 'Finland', 'Russia'],
    ],
  },
];

/** Share of a film's appeal that no fact on the shelf explains; only other members' choices reveal it. */
const unexplained = 0.5;

/**
 * How much each taste is drawn to each film, taste after taste (tastes × films), each taste with mean 0 and standard
 * deviation 1 over the films.
 */
export function appeals(films: readonly Film[], rng: Rng): Float64Array[] {
  return tastes.map((taste) => {
    const facts = standardized(Float64Array.from(films, appealOf(taste)));
    return standardized(facts.map((appeal) => appeal + unexplained * rng.normal()));
  });
}

function appealOf({ genres, keywords, era, countries }: Taste): (film: Film) => number {
  const words = new Set(keywords.split(' '));
  return (film) => {
    let appeal = 0;
    // The main genre says more than the second.
    film.genres.forEach((genre, at) => (appeal += (genres[genre] ?? 0) * (at === 0 ? 1 : 0.6)));
    for (const word of film.keywords) if (words.has(word)) appeal += 1;
    const yearsOutside = Math.max(era[0] - film.year, film.year - era[1], 0);
    appeal += 1.2 * exp(-yearsOutside / 12);
    if (countries?.some((country) => film.countries.includes(country))) appeal += 1.2;
    return appeal;
  };
}

function standardized(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1;
  return values.map((value) => (value - mean) / spread);
}
