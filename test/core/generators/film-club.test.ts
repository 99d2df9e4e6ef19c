import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/core/data/dataset.ts';
import { rowOf } from '../../../src/core/data/csr.ts';
import { filmClub } from '../../../src/core/generators/film-club.ts';
import { mean } from '../../../src/core/math/statistics.ts';
import { createRng } from '../../../src/core/rng.ts';
import { compare, holdOut, withoutTaste } from './small-knn.ts';

const shelf = readFileSync(new URL('../../../public/datasets/films.tsv', import.meta.url), 'utf8');
const members = 2000;

/** Gini coefficient: 0 = all alike, 1 = one has everything. */
function gini(counts: Uint32Array): number {
  const sorted = counts.slice().sort();
  const total = sorted.reduce((a, b) => a + b, 0);
  return (
    sorted.reduce((sum, count, at) => sum + (2 * (at + 1) - sorted.length - 1) * count, 0) / (sorted.length * total)
  );
}

const bytes = (column: ArrayBufferView) => Buffer.from(column.buffer, column.byteOffset, column.byteLength);

describe('the film club', { timeout: 60_000 }, () => {
  let club: Dataset;
  let items: number;
  const activity = new Uint32Array(members);
  let popularity: Uint32Array;
  let ratings = 0;

  beforeAll(() => {
    club = filmClub.generate({}, 42, shelf);
    items = club.items.ids.length;
    popularity = new Uint32Array(items);
    const { user, item, kind } = club.interactions;
    for (let row = 0; row < user.length; row++) {
      if (kind![row] !== 0) continue;
      activity[user[row]]++;
      popularity[item[row]]++;
      ratings++;
    }
  }, 60_000);

  it('is the same every time, and in every release until its hash here is changed on purpose', () => {
    const again = filmClub.generate({ members }, 42, shelf);
    for (const column of ['user', 'item', 'value', 'kind', 'timestamp'] as const) {
      const [first, second] = [club.interactions[column]!, again.interactions[column]!];
      expect(Buffer.compare(bytes(first), bytes(second)), column).toBe(0);
    }
    expect(again.userFeatures).toEqual(club.userFeatures);
    expect(again.provenance.hash).toBe(club.provenance.hash);
    expect(club.provenance.hash).toBe('8134c57d3862ccc1');
  });

  it('is named after whatever made it', () => {
    expect(club.id).toBe('film-club');
    expect(filmClub.generate({ members: 50 }, 42, shelf).id).toBe('film-club-members-50');
    expect(filmClub.generate({ members: 50 }, 7, shelf).id).toBe('film-club-members-50-seed-7');
  });

  it('keeps its first members when it grows, and has others with another seed', () => {
    const small = filmClub.generate({ members: 50 }, 42, shelf);
    const taste = (dataset: Dataset) => [...dataset.userFeatures!.rows.values.subarray(0, 14 * 50)];
    expect(taste(small)).toEqual(taste(club));
    const other = filmClub.generate({ members: 50 }, 7, shelf);
    expect(other.provenance.hash).not.toBe(small.provenance.hash);
    expect(taste(other)).not.toEqual(taste(small));
  });

  it('says that it is made up', () => {
    expect(club.provenance.synthetic).toBe(true);
    expect(club.provenance.licence).toMatch(/invented/);
  });

  it('has 2,000 members over the whole shelf, with views beside ratings', () => {
    expect(club.users.ids.length).toBe(2000);
    expect(items).toBe(shelf.trim().split('\n').length - 1);
    expect(club.kinds).toEqual([
      { id: 'rating', weight: 1, rated: true },
      { id: 'view', weight: 0.3, rated: false },
    ]);
    expect(ratings).toBeGreaterThan(140_000);
    const views = club.interactions.user.length - ratings;
    expect(views / ratings).toBeGreaterThan(0.2);
    expect(views / ratings).toBeLessThan(0.7);
  });

  it('rates on the half-star grid, mostly well, using all of it', () => {
    const { value, kind } = club.interactions;
    const stars = value.filter((_, row) => kind![row] === 0);
    expect(new Set(stars)).toEqual(new Set([0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]));
    expect(mean(stars)).toBeGreaterThan(3.4);
    expect(mean(stars)).toBeLessThan(3.8);
    expect(new Set(value.filter((_, row) => kind![row] === 1))).toEqual(new Set([1]));
  });

  it('never has a member meet a film twice', () => {
    const { user, item } = club.interactions;
    expect(new Set(user.map((member, row) => member * items + item[row])).size).toBe(user.length);
  });

  it('has a median of 60 to 80 ratings per member, nobody below 20', () => {
    const sorted = activity.slice().sort();
    expect(sorted[members / 2]).toBeGreaterThanOrEqual(60);
    expect(sorted[members / 2]).toBeLessThanOrEqual(80);
    expect(sorted[0]).toBeGreaterThanOrEqual(20);
    expect(sorted[members - 1]).toBeGreaterThan(200);
  });

  it('has popular films and a long tail: Gini between 0.5 and 0.75', () => {
    expect(gini(popularity)).toBeGreaterThan(0.5);
    expect(gini(popularity)).toBeLessThan(0.75);
    expect(popularity.filter((count) => count === 0).length).toBeLessThan(0.01 * items);
  });

  it('dates every event after the film came out, in order, in sessions', () => {
    const { item, timestamp } = club.interactions;
    const out = Array.from(club.catalog.years!, (year) => Date.UTC(year + 1, 0, 1) / 1000);
    expect(timestamp!.findIndex((second, row) => second < out[item[row]])).toBe(-1);
    expect(timestamp!.findIndex((second, row) => row > 0 && second < timestamp![row - 1])).toBe(-1);
    expect(timestamp![0]).toBeGreaterThan(Date.UTC(1998, 0, 1) / 1000);
    expect(timestamp![timestamp!.length - 1]).toBeLessThan(Date.UTC(2025, 6, 1) / 1000);
    const { indptr, items: visits } = club.sessions!;
    expect(visits.length).toBe(item.length);
    const meanLength = visits.length / (indptr.length - 1);
    expect(meanLength).toBeGreaterThan(5);
    expect(meanLength).toBeLessThan(20);
  });

  it('tells the hidden tastes of each member, which show in what is rated', () => {
    const { names, rows } = club.userFeatures!;
    expect(rows.rows).toBe(members);
    expect(rows.cols).toBe(names.length);
    const anime = names.indexOf('far-east');
    const japanese = club.catalog.details!.map((detail) => detail.includes('Japan'));
    const share = { lovers: [0, 0], others: [0, 0] };
    const { user, item } = club.interactions;
    for (let row = 0; row < user.length; row++) {
      const taste = rowOf(rows, user[row]).values[anime];
      const counted = taste > 0.5 ? share.lovers : taste < 0.05 ? share.others : null;
      if (counted) counted[japanese[item[row]] ? 0 : 1]++;
    }
    const japaneseShare = ([yes, no]: number[]) => yes / (yes + no);
    expect(japaneseShare(share.lovers)).toBeGreaterThan(4 * japaneseShare(share.others));
    for (let member = 0; member < members; member += 97) {
      expect(names.length * mean(rowOf(rows, member).values)).toBeCloseTo(1, 5);
    }
  });

  it('has films rated by those who like them: ratings are not missing at random', () => {
    const { names, rows } = club.userFeatures!;
    const horror = names.indexOf('midnight');
    const { names: genres, indptr, indices } = club.catalog.categories!;
    const isHorror = club.items.ids.map((_, film) => indices[indptr[film]] === genres.indexOf('Horror'));
    const count = { lovers: 0, others: 0 };
    const stars = { lovers: 0, others: 0 };
    const { user, item, value, kind } = club.interactions;
    for (let row = 0; row < user.length; row++) {
      if (kind![row] !== 0 || !isHorror[item[row]]) continue;
      const who = rowOf(rows, user[row]).values[horror] > 0.4 ? 'lovers' : 'others';
      count[who]++;
      stars[who] += value[row];
    }
    const loversShare = Array.from({ length: members }, (_, member) => rowOf(rows, member).values[horror] > 0.4);
    expect(count.lovers / (count.lovers + count.others)).toBeGreaterThan(
      (3 * loversShare.filter(Boolean).length) / members,
    );
    expect(stars.lovers / count.lovers).toBeGreaterThan(stars.others / count.others + 0.3);
  });

  it('can be learned from: neighbors beat popularity by a third, and by nothing once tastes are taken away', () => {
    const real = compare(holdOut(club.interactions, members, createRng(1)), items);
    expect(real.knn).toBeGreaterThan(1.3 * real.popularity);
    expect(real.knn).toBeLessThan(3 * real.popularity);

    const mixed = withoutTaste(club.interactions, items, createRng(2));
    const control = compare(holdOut(mixed, members, createRng(1)), items);
    expect(control.knn).toBeLessThan(1.05 * control.popularity);
  });

  it('asks for its shelf', () => {
    expect(() => filmClub.generate({}, 42, null)).toThrow(/Expected the text of films.tsv/);
  });
});
