import type { Catalog } from '../data/catalog.ts';
import { buildLabels } from '../data/catalog.ts';
import { LabError } from '../errors.ts';

/** One line of public/datasets/films.tsv. */
export interface Film {
  readonly id: string;
  readonly title: string;
  readonly year: number;
  readonly directors: readonly string[];
  /** One to three, the main one first. */
  readonly genres: readonly string[];
  readonly countries: readonly string[];
  readonly keywords: readonly string[];
  /** 1 … 100: how many film lovers have seen it, roughly. */
  readonly fame: number;
}

const header = ['id', 'title', 'year', 'director', 'genres', 'country', 'keywords', 'fame'];

/** Tab-separated, a header line first, "; " between the parts of a cell. Throws ImportError with the line. */
export function parseFilms(text: string): Film[] {
  const lines = text.split('\n');
  const expect = (fits: boolean, line: number, expected: string, got: string) => {
    if (!fits) {
      throw new LabError(
        'ImportError',
        `films.tsv, line ${line}: expected ${expected}; got ${JSON.stringify(got)}. Restore the file that came with the app.`,
      );
    }
  };
  expect(lines[0] === header.join('\t'), 1, `the columns ${header.join(', ')}`, lines[0].slice(0, 80));
  const films: Film[] = [];
  for (let at = 1; at < lines.length; at++) {
    if (lines[at] === '') continue;
    const cells = lines[at].split('\t');
    expect(cells.length === header.length && !cells.includes(''), at + 1, `${header.length} filled cells`, lines[at]);
    const [id, title, year, directors, genres, countries, keywords, fame] = cells;
    expect(/^\d{4}$/.test(year), at + 1, 'a year', year);
    expect(/^\d+$/.test(fame) && Number(fame) >= 1 && Number(fame) <= 100, at + 1, 'a fame from 1 to 100', fame);
    films.push({
      id,
      title,
      year: Number(year),
      directors: directors.split('; '),
      genres: genres.split('; '),
      countries: countries.split('; '),
      keywords: keywords.split('; '),
      fame: Number(fame),
    });
  }
  return films;
}

export const catalogOf = (films: readonly Film[]): Catalog => ({
  titles: films.map(({ title }) => title),
  years: Uint16Array.from(films, ({ year }) => year),
  categories: buildLabels(films.map(({ genres }) => genres)),
  details: films.map(({ directors, countries }) => `${directors.join(', ')} · ${countries.join(', ')}`),
  text: films.map(({ keywords }) => keywords.join(' ')),
});
