import { describe, expect, it } from 'vitest';
import { buildLabels } from '../../src/core/data/catalog.ts';
import { createSearch } from '../../workers/search.ts';

const films = [
  ['Alien', 1979, 'Horror', 'Ridley Scott, United Kingdom', 90],
  ['Aliens', 1986, 'Action', 'James Cameron, United States', 80],
  ['Amélie', 2001, 'Comedy', 'Jean-Pierre Jeunet, France', 70],
  ['The Matrix', 1999, 'Action', 'Lana Wachowski, United States', 100],
  ['Solaris', 1972, 'Drama', 'Andrei Tarkovsky, Soviet Union', 10],
  ['Solaris', 2002, 'Drama', 'Steven Soderbergh, United States', 40],
] as const;
const catalog = {
  titles: films.map(([title]) => title),
  years: Uint16Array.from(films, ([, year]) => year),
  categories: buildLabels(films.map(([, , category]) => [category])),
  details: films.map(([, , , details]) => details),
  text: null,
};
const search = createSearch(
  catalog,
  Uint32Array.from(films, ([, , , , count]) => count),
);
const found = async (query: string, n = 10) =>
  (await search(query, n)).map((item) => films[item].slice(0, 2).join(' '));

describe('search', () => {
  it('shows the most popular while nothing is asked', async () => {
    expect(await found('', 2)).toEqual(['The Matrix 1999', 'Alien 1979']);
    expect(await found('   ', 1)).toEqual(['The Matrix 1999']);
  });

  it('finds beginnings of words, the whole word first', async () => {
    expect(await found('ali')).toEqual(expect.arrayContaining(['Alien 1979', 'Aliens 1986']));
    expect((await found('alien'))[0]).toBe('Alien 1979');
  });

  it('finds what is slightly misspelt or written without accents', async () => {
    expect(await found('matrxi')).toContain('The Matrix 1999');
    expect((await found('amelie'))[0]).toBe('Amélie 2001');
    expect((await found('AMÉLIE'))[0]).toBe('Amélie 2001');
  });

  it('finds by details, categories and year', async () => {
    expect((await found('tarkovsky'))[0]).toBe('Solaris 1972');
    expect(await found('horror')).toEqual(['Alien 1979']);
    expect((await found('solaris 2002'))[0]).toBe('Solaris 2002');
  });

  it('wants all words, and settles for some where none has all', async () => {
    expect(await found('action cameron')).toEqual(['Aliens 1986']);
    expect(await found('alien tarkovsky')).toEqual(expect.arrayContaining(['Alien 1979', 'Solaris 1972']));
  });

  it('puts the popular first among equals, and gives no more than asked for', async () => {
    expect(await found('solaris')).toEqual(['Solaris 2002', 'Solaris 1972']);
    expect(await found('solaris', 1)).toEqual(['Solaris 2002']);
    expect(await found('zzz')).toEqual([]);
  });
});
