import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeItem, labelsOf } from '../../../src/core/data/catalog.ts';
import { catalogOf, parseFilms } from '../../../src/core/generators/film-shelf.ts';

const text = readFileSync(new URL('../../../public/datasets/films.tsv', import.meta.url), 'utf8');
const films = parseFilms(text);
const header = text.slice(0, text.indexOf('\n') + 1);

const genres = (
  'Action Adventure Animation Comedy Crime Documentary Drama Family Fantasy History Horror Musical Mystery Romance ' +
  'Sci-Fi Thriller War Western'
).split(' ');

const countBy = (keys: readonly (string | number)[]) => {
  const counts = new Map<string | number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};

describe('the film shelf', () => {
  it('has at least 640 films, each once', () => {
    expect(films.length).toBeGreaterThanOrEqual(640);
    expect(new Set(films.map(({ id }) => id)).size).toBe(films.length);
    expect(new Set(films.map(({ title, year }) => `${title} (${year})`)).size).toBe(films.length);
  });

  it('is tidy: no stray blanks, no repeated part, one line per film, ordered by year', () => {
    expect(text).not.toMatch(/ {2}| \t|\t |\r|;\S| $/m);
    expect(text.endsWith('\n')).toBe(true);
    expect(text.normalize('NFC')).toBe(text);
    for (const film of films) {
      for (const parts of [film.directors, film.genres, film.countries, film.keywords]) {
        expect(new Set(parts).size, film.id).toBe(parts.length);
        expect(parts.every(Boolean), film.id).toBe(true);
      }
    }
    const years = films.map(({ year }) => year);
    expect(years).toEqual([...years].sort((a, b) => a - b));
  });

  it('names each film by its title and year', () => {
    for (const { id, year } of films) expect(id).toMatch(new RegExp(`^[a-z0-9]+(-[a-z0-9]+)*-${year}$`));
  });

  it('spans 1915 to 2025', () => {
    for (const { id, year } of films) expect(year >= 1915 && year <= 2025, id).toBe(true);
  });

  it('has one to three known genres and five to ten keywords for each', () => {
    for (const film of films) {
      expect(film.genres.length >= 1 && film.genres.length <= 3, film.id).toBe(true);
      expect(film.genres.filter((genre) => !genres.includes(genre))).toEqual([]);
      expect(film.keywords.length >= 5 && film.keywords.length <= 10, film.id).toBe(true);
      for (const keyword of film.keywords) expect(keyword, film.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });

  it('spreads over decades, countries and genres', () => {
    const decades = countBy(films.map(({ year }) => Math.floor(year / 10) * 10));
    for (let decade = 1920; decade <= 2020; decade += 10) {
      expect(decades.get(decade) ?? 0, `${decade}s`).toBeGreaterThanOrEqual(20);
      expect(decades.get(decade) ?? 0, `${decade}s`).toBeLessThan(films.length / 4);
    }
    const countries = countBy(films.flatMap((film) => film.countries));
    expect(countries.size).toBeGreaterThanOrEqual(40);
    expect(countries.get('United States')!).toBeLessThan(0.6 * films.length);
    const main = countBy(films.flatMap((film) => film.genres));
    for (const genre of genres) expect(main.get(genre) ?? 0, genre).toBeGreaterThanOrEqual(30);
  });

  it('shares its keywords, so that films can be compared by them', () => {
    const uses = countBy(films.flatMap(({ keywords }) => keywords));
    for (const { id, keywords } of films) {
      expect(keywords.filter((keyword) => uses.get(keyword)! >= 3).length, id).toBeGreaterThanOrEqual(2);
    }
  });

  it('becomes a catalog of titles, years, genres, details and words', () => {
    const catalog = catalogOf(films);
    const heat = films.findIndex(({ id }) => id === 'heat-1995');
    expect(catalog.titles[heat]).toBe('Heat');
    expect(catalog.years![heat]).toBe(1995);
    expect(labelsOf(catalog.categories, heat)).toEqual(['Crime', 'Thriller', 'Drama']);
    expect(catalog.details![heat]).toBe('Michael Mann · United States');
    expect(describeItem(catalog, heat)).toContain('heist');
  });
});

describe('parseFilms', () => {
  const line = 'a-2000\tA\t2000\tAnn Bee; Cee Dee\tDrama; War\tChad\tone; two\t50\n';

  it('reads the parts of a cell', () => {
    expect(parseFilms(header + line)).toEqual([
      {
        id: 'a-2000',
        title: 'A',
        year: 2000,
        directors: ['Ann Bee', 'Cee Dee'],
        genres: ['Drama', 'War'],
        countries: ['Chad'],
        keywords: ['one', 'two'],
        fame: 50,
      },
    ]);
  });

  it.each([
    ['another header', line, /line 1: expected the columns id, title/],
    ['a cell too few', header + line + 'b\tB\t2000\n', /line 3: expected 8 filled cells/],
    ['an empty cell', header + line.replace('Chad', ''), /line 2: expected 8 filled cells/],
    ['a year that is none', header + line.replace('\t2000', '\tMM'), /line 2: expected a year; got "MM"/],
    ['a fame out of bounds', header + line.replace('\t50', '\t101'), /line 2: expected a fame from 1 to 100/],
  ])('refuses %s', (_, given, message) => {
    expect(() => parseFilms(given)).toThrow(message);
  });
});
