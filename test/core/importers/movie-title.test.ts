import { describe, expect, it } from 'vitest';
import { parseMovieTitle } from '../../../src/core/importers/movie-title.ts';

describe('a MovieLens title', () => {
  it.each([
    ['Toy Story (1995)', 'Toy Story', 1995],
    ['Matrix, The (1999)', 'The Matrix', 1999],
    ['Beautiful Mind, A (2001)', 'A Beautiful Mind', 2001],
    ['Good, the Bad and the Ugly, The (1966)', 'The Good, the Bad and the Ugly', 1966],
    ["Avventura, L' (Adventure, The) (1960)", "L'Avventura (The Adventure)", 1960],
    [
      'City of Lost Children, The (Cité des enfants perdus, La) (1995)',
      'The City of Lost Children (La Cité des enfants perdus)',
      1995,
    ],
    ['Seven (a.k.a. Se7en) (1995)', 'Seven (a.k.a. Se7en)', 1995],
    [
      'Léon: The Professional (a.k.a. The Professional) (Léon) (1994)',
      'Léon: The Professional (a.k.a. The Professional) (Léon)',
      1994,
    ],
    ['Legend (a.k.a. Myth, The) (2005)', 'Legend (a.k.a. The Myth)', 2005],
    ['(500) Days of Summer (2009)', '(500) Days of Summer', 2009],
    ['1984 (1984)', '1984', 1984],
    ['2001: A Space Odyssey (1968)', '2001: A Space Odyssey', 1968],
    ['Big Bang Theory, The (2007-)', 'The Big Bang Theory', 2007],
    ['Fawlty Towers (1975-1979)', 'Fawlty Towers', 1975],
    ['Fawlty Towers (1975–1979) ', 'Fawlty Towers', 1975],
    ['Hyena Road', 'Hyena Road', 0],
    ["Women of '69, Unboxed", "Women of '69, Unboxed", 0],
    ['(2010)', '(2010)', 2010],
    ['', '', 0],
  ])('%s', (raw, title, year) => {
    expect(parseMovieTitle(raw)).toEqual({ title, year });
  });
});
