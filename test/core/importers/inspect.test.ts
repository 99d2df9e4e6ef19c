import { zipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inspect } from '../../../src/core/importers/inspect.ts';
import { messageOf, source } from './sources.ts';

describe('a look at files before they are read', () => {
  it('shows the first rows of each, with its column names where it has a header', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => `${at},5,3`).join('\n');
    const { files, candidates } = await inspect([source('events.csv', `user,item,rating\n${rows}`)]);
    expect(candidates).toEqual([{ importer: 'csv', confidence: 0.6 }]);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatchObject({ name: 'events.csv', columns: ['user', 'item', 'rating'] });
    expect(files[0].rows.slice(0, 2)).toEqual([
      ['0', '5', '3'],
      ['1', '5', '3'],
    ]);
    expect(files[0].rows.length).toBeLessThan(20);
  });

  it('looks into archives, and shows no rows of what is not text', async () => {
    const archive = zipSync({
      'ml/ratings.dat': strToU8('1::2::3::4\n'),
      'ml/movies.dat': strToU8('2::Heat (1995)::Action\n'),
      'ml/cover.jpg': Uint8Array.of(0xff, 0xd8, 0xff, 0),
    });
    const { files, candidates } = await inspect([source('ml.zip', archive)]);
    expect(candidates[0]).toEqual({ importer: 'movielens-dat', confidence: 1 });
    expect(files.map(({ name, columns, rows }) => [name, columns, rows])).toEqual([
      ['ml/ratings.dat', null, [['1', '2', '3', '4']]],
      ['ml/movies.dat', null, [['2', 'Heat (1995)', 'Action']]],
      ['ml/cover.jpg', null, []],
    ]);
  });

  it('copes with a head cut inside a quoted cell', async () => {
    const long = `user,item,title\n1,2,"${'x\n'.repeat(40_000)}"\n`;
    expect((await inspect([source('events.csv', long)])).files[0].columns).toEqual(['user', 'item', 'title']);
  });

  it('says what it was given where nothing fits', async () => {
    const files = [
      source('a.csv', Uint8Array.of(0xff, 0xd8, 0xff)),
      source('b.csv', ''),
      source('c.csv', 'Dear diary\ntoday it rained\n'),
    ];
    expect(await messageOf(inspect(files))).toBe(
      'Import: Expected a table of events, MovieLens files or interaction lists, got a.csv (a JPEG picture), ' +
        'b.csv (empty), c.csv (text without such a table). Choose other files.',
    );
    expect(await messageOf(inspect([]))).toContain('got no file.');
  });
});
