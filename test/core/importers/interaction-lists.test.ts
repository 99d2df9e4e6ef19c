import { describe, expect, it } from 'vitest';
import { read, refusal, rowsOf, source } from './sources.ts';

describe('interaction lists', () => {
  it('are a user and their items, line by line', async () => {
    const dataset = await read('interaction-lists', [source('gowalla/train.txt', '0 10 11 12\n1 11\n2\n7\t10 \r\n')]);
    expect(dataset).toMatchObject({ name: 'gowalla', feedback: 'implicit', ratingScale: null });
    expect(dataset.users.ids).toEqual(['0', '1', '2', '7']);
    expect(rowsOf(dataset).map(({ user, item }) => `${user} ${item}`)).toEqual([
      '0 10',
      '0 11',
      '0 12',
      '1 11',
      '7 10',
    ]);
    expect(dataset.provenance.givenTest).toBeNull();
  });

  it('keep the split of train.txt and test.txt', async () => {
    const files = [source('yelp/test.txt', '0 12 13\n'), source('yelp/train.txt', '0 10 11\n1 10\n')];
    const dataset = await read('interaction-lists', files);
    expect([...dataset.provenance.givenTest!]).toEqual([3, 4]);
    expect(dataset.items.ids).toEqual(['10', '11', '12', '13']);
    expect(dataset.provenance.files).toEqual(['train.txt', 'test.txt']);
  });

  it('of one file are named after it', async () => {
    expect((await read('interaction-lists', [source('lists.txt', '0 1 2\n1 2\n')])).name).toBe('lists');
  });

  it.each([
    ['an empty file', '', 'lists.txt: The file is empty.'],
    ['users without items', '0\n1\n', 'lists.txt: Expected lines of a user and their items, got no item.'],
  ])('refuse %s', async (_, content, message) => {
    expect(await refusal('interaction-lists', [source('lists.txt', content)])).toContain(message);
  });
});
