import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1, cuts, read, refusal, rowsOf, source } from './sources.ts';

const table = (content: string | Uint8Array, params = {}) => read('csv', [source('events.csv', content)], params);

describe('a table', () => {
  it('is read by the names of its columns, wherever they stand', async () => {
    const dataset = await table('when;Stars;Product ID;User\n5;4,;b;ann\n'.replace('4,', '4').replace('when', 'Date'));
    expect(rowsOf(dataset)).toEqual([{ user: 'ann', item: 'b', value: 4, time: 5 }]);
    expect(dataset).toMatchObject({ name: 'events', feedback: 'explicit', ratingScale: { min: 1, max: 5, step: 1 } });
    expect(dataset.provenance.files).toEqual(['events.csv']);
  });

  it.each([
    ['tabs', 'user\titem\trating\nann\tb c\t4\n'],
    ['semicolons', 'user;item;rating\nann;b c;4\n'],
    ['bars', 'user|item|rating\nann|b c|4\n'],
    ['two colons', 'user::item::rating\nann::b c::4\n'],
    ['commas inside quotes between semicolons', 'user;item;rating\n"ann";"b c";4\n'],
    ['the types RecBole writes', 'user_id:token\titem_id:token\trating:float\nann\tb c\t4\n'],
  ])('may have %s', async (_, content) => {
    expect(rowsOf(await table(content))).toEqual([{ user: 'ann', item: 'b c', value: 4, time: null }]);
  });

  it('without a header is user, item, value and time', async () => {
    expect(rowsOf(await table('ann,b,4,1476640644\nbob,c,5,1476640645\n'))).toEqual([
      { user: 'ann', item: 'b', value: 4, time: 1476640644 },
      { user: 'bob', item: 'c', value: 5, time: 1476640645 },
    ]);
    expect(rowsOf(await table('1 2 1476640644\n1 3 1476640645\n'))).toEqual([
      { user: '1', item: '2', value: 1, time: 1476640644 },
      { user: '1', item: '3', value: 1, time: 1476640645 },
    ]);
  });

  it('without a value column holds events that count once each, repeated ones included', async () => {
    const dataset = await table('user,item\nann,b\nann,b\nbob,b\n');
    expect(dataset).toMatchObject({
      feedback: 'implicit',
      ratingScale: null,
      kinds: [{ id: 'interaction', weight: 1, rated: false }],
    });
    expect(rowsOf(dataset).map(({ value }) => value)).toEqual([1, 1, 1]);
    expect(dataset.interactions.timestamp).toBeNull();
  });

  it('with counts is implicit too', async () => {
    const dataset = await table('user_id,artist_id,plays\nu1,a1,12\nu1,a2,3.5\n');
    expect(dataset.feedback).toBe('implicit');
    expect(rowsOf(dataset).map(({ value }) => value)).toEqual([12, 3.5]);
  });

  it('takes its columns by name or number from whoever reads it, and "-" for none', async () => {
    const content = 'who,what,how much,score\nann,b,2,9\n';
    const dataset = await table(content, { user: 'WHO', item: '2', value: 'How Much', scale: '1-10' });
    expect(rowsOf(dataset)).toEqual([{ user: 'ann', item: 'b', value: 2, time: null }]);
    expect(dataset.ratingScale).toEqual({ min: 1, max: 10, step: 1 });
    expect((await table(content, { user: '1', item: '2', value: '-' })).feedback).toBe('implicit');
  });

  it('has a header or none as it is told', async () => {
    expect(rowsOf(await table('1,2\n3,4\n', { header: 'yes', user: '1', item: '2' }))).toHaveLength(1);
    expect(rowsOf(await table('user,item\na,b\n', { header: 'no' }))).toHaveLength(2);
  });

  it('shows titles, and uses them as ids where there are no others', async () => {
    const withIds = await table('user,item,title\na,1,"Alien, again"\nb,2,\nc,1,other\n');
    expect(withIds.catalog.titles).toEqual(['Alien, again', '2']);
    const without = await table('user,title,rating\na,Alien,4\n');
    expect(without.items.ids).toEqual(['Alien']);
  });

  it.each([
    ['seconds', '1476640644', 1476640644],
    ['milliseconds', '1476640644123', 1476640644.123],
    ['a date', '2016-10-16', 1476576000],
    ['a date and a time', '2016-10-16 17:57:24', 1476640644],
    ['a date and a time with a zone', '2016-10-16T19:57:24+02:00', 1476640644],
  ])('reads times in %s', async (_, time, seconds) => {
    expect(rowsOf(await table(`user,item,timestamp\na,b,${time}\n`))[0].time).toBe(seconds);
  });

  it('reads the file asked for, else the one most like a table of events', async () => {
    const files = [
      source('zip/README.txt', 'Read this first.\n'),
      source('zip/links.csv', 'movieId,imdbId\n1,2\n'),
      source('zip/ratings.csv', 'userId,movieId,rating\n1,2,3\n'),
    ];
    expect((await read('csv', files)).name).toBe('ratings');
    expect((await read('csv', files, { file: 'links.csv', user: '1', item: '2' })).name).toBe('links');
    expect(await refusal('csv', files, { file: 'tags.csv' })).toContain('tags.csv: Expected this file, got zip/README');
  });

  it.each([
    [
      'a missing column',
      'a,b\n1,2\nx,3\n',
      { user: 'member' },
      'line 1: Expected a column "member" for the user, got the columns a, b.',
    ],
    [
      'a column number too high',
      '1,2\n',
      { item: '3' },
      'line 1: Expected a column "3" for the item, got 2 columns without names.',
    ],
    [
      'no user column',
      'item,rating\n1,2\n',
      {},
      'line 1: Expected a column for the user, got the columns item, rating. Choose it by name or number.',
    ],
    [
      'one column only',
      'hello\nworld\n',
      {},
      'events.csv, line 1: Expected a column for the user, got one column. Choose it by name or number.',
    ],
    [
      'words for ratings',
      'user,item,rating\na,b,4\na,c,good\n',
      {},
      'line 3: Expected a number as the value, got "good".',
    ],
    ['NaN', 'user,item,rating\na,b,NaN\n', {}, 'line 2: Expected a number as the value, got "NaN".'],
    [
      'a decimal comma',
      'user;item;rating\na;b;4,5\n',
      {},
      'line 2: Expected a number as the value, got "4,5". Write it with a decimal point',
    ],
    [
      'a rating off the chosen scale',
      'user,item,rating\na,b,6\n',
      { scale: '1-5' },
      'line 2: Expected a rating from 1 to 5 in steps of 1, got "6".',
    ],
    ['a count of nothing', 'user,item,count\na,b,0\n', {}, 'line 2: Expected a count above 0, got "0".'],
    ['a time that is none', 'user,item,time\na,b,soon\n', {}, 'line 2: Expected a time, got "soon".'],
    ['an empty id', 'user,item\n,b\n', {}, 'line 2: Expected the id of a user, got "".'],
    ['a row too short', 'user,item,rating\na,b,4\na,c\n', {}, 'line 3: Expected 3 cells, got 2.'],
    ['a header only', 'user,item,rating\n', {}, 'events.csv: The file has a header and no rows.'],
    ['an empty file', '', {}, 'events.csv: The file is empty.'],
    ['blank lines only', '\n\n\n', {}, 'events.csv: The file has no row.'],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0),
      {},
      'events.csv: Expected a table of text, got a PNG picture.',
    ],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x31, 0), {}, 'got UTF-16 text (save it as UTF-8)'],
  ])('refuses %s', async (_, content, params, message) => {
    expect(await refusal('csv', [source('events.csv', content)], params)).toContain(message);
  });

  it('forgives empty cells at the end of a row, as spreadsheets write them', async () => {
    expect(rowsOf(await table('user,item\na,b,,\n'))).toHaveLength(1);
  });

  const id = fc.string({
    unit: fc.constantFrom('a', '7', ',', '"', '\n', ' x', 'é', '字', '😀'),
    minLength: 1,
    maxLength: 5,
  });
  const event = fc.record({
    user: fc.oneof(fc.nat(20).map(String), id),
    item: fc.oneof(fc.nat(20).map(String), id),
    value: fc.integer({ min: 1, max: 10 }).map((half) => half / 2),
    time: fc.nat(2_000_000_000),
  });
  /** What a person's own program may write: quotes where needed and elsewhere by whim. */
  const cell = (text: string, whim: boolean) =>
    whim || /[",\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

  it('reads back what was written, whatever the order of columns, the line ends, the quotes and the chunks', async () => {
    const columns = fc.shuffledSubarray(['user', 'item', 'value', 'time'] as const, { minLength: 4 });
    const style = fc.record({
      newline: fc.constantFrom('\n', '\r\n'),
      bom: fc.boolean(),
      end: fc.boolean(),
      whims: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 12 }),
        columns,
        style,
        cuts,
        async (events, order, how, at) => {
          const names = { user: 'userId', item: 'itemId', value: 'rating', time: 'timestamp' };
          const lines = [order.map((column) => names[column])].concat(
            events.map((row) => order.map((column, i) => cell(String(row[column]), (how.whims >> i) % 2 === 1))),
          );
          const text =
            (how.bom ? '\uFEFF' : '') +
            lines.map((line) => line.join(',')).join(how.newline) +
            (how.end ? how.newline : '');
          const dataset = await read('csv', [source('events.csv', text, at)], { scale: '0.5-5', separator: 'comma' });
          const latest = new Map<string, (typeof events)[number]>();
          events.forEach((row) => {
            const before = latest.get(JSON.stringify([row.user, row.item]));
            if (!before || before.time <= row.time) latest.set(JSON.stringify([row.user, row.item]), row);
          });
          const kept = events.filter((row) => latest.get(JSON.stringify([row.user, row.item])) === row);
          expect(rowsOf(dataset)).toEqual(kept.sort((a, b) => a.time - b.time));
        },
      ),
    );
  });

  it('reads ids of an older encoding alike in every row', async () => {
    const dataset = await table(latin1('user,item\nJosé,1\nJosé,2\n'));
    expect(dataset.users.ids).toEqual(['José']);
  });
});
