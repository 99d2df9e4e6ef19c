import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mergeGivenSplit } from '../../../src/core/importers/given-split.ts';
import { describeShared, shared } from '../../shared.ts';
import { read, rowsOf, source } from './sources.ts';

const csv = (name: string, content: string) => read('csv', [source(name, content)]);

describe('a given split', () => {
  const trainText = 'user,item,rating,timestamp,title\na,1,4,10,One\nb,1,5,30,\nb,2,3,40,Two\n';
  const testText = 'user,item,rating,timestamp,title\nc,3,4.5,20,Three\na,2,1,50,Zwei\n';

  it('becomes one data set that knows which events are held out', async () => {
    const merged = mergeGivenSplit(await csv('train.csv', trainText), await csv('test.csv', testText));
    expect(rowsOf(merged).map(({ user, item, time }) => `${user} ${item} ${time}`)).toEqual([
      'a 1 10',
      'c 3 20',
      'b 1 30',
      'b 2 40',
      'a 2 50',
    ]);
    expect([...merged.provenance.givenTest!]).toEqual([1, 4]);
    expect(merged.users.ids).toEqual(['a', 'b', 'c']);
    expect(merged.items.ids).toEqual(['1', '2', '3']);
    expect(merged.catalog.titles).toEqual(['One', 'Two', 'Three']);
    expect(merged).toMatchObject({ name: 'train + test', ratingScale: { min: 0.5, max: 5, step: 0.5 } });
    expect(merged.provenance.files).toEqual(['train.csv', 'test.csv']);
    expect(merged.id).toBe(`train-test-${merged.provenance.hash}-split`);
  });

  it('keeps the order of the files where one part knows no times, and says so', async () => {
    const merged = mergeGivenSplit(
      await csv('train.csv', trainText),
      await csv('test.csv', 'user,item,rating\na,2,5\n'),
    );
    expect([...merged.provenance.givenTest!]).toEqual([3]);
    expect(merged.interactions.timestamp).toBeNull();
    expect(merged.provenance.notes).toEqual(['Only one part has times: they were left out.']);
  });

  it('notes what both parts have', async () => {
    const merged = mergeGivenSplit(
      await csv('train.csv', trainText),
      await csv('test.csv', 'user,item,rating\na,1,5\n'),
    );
    expect(merged.interactions.user).toHaveLength(4);
    expect(merged.provenance.notes).toContain(
      '1 event of the test set: a (user, item) pair of the training set again.',
    );
  });

  it('refuses parts that do not hold the same', async () => {
    const ratings = await csv('train.csv', trainText);
    const counts = await csv('test.csv', 'user,item\na,2\n');
    expect(() => mergeGivenSplit(ratings, counts)).toThrow(
      'train + test: Expected both parts to hold the same, got explicit feedback in the first and implicit in the second.',
    );
    const split = mergeGivenSplit(ratings, ratings);
    expect(() => mergeGivenSplit(split, ratings)).toThrow(
      'Expected plain events in a part of a split, got a test set of its own.',
    );
  });
});

describeShared(
  'the published split of ratings of at least four stars',
  ['data/split-train.csv', 'data/split-test.csv'],
  () => {
    it('has the sizes it is published with', async () => {
      const part = (name: string) => csv(name, readFileSync(shared(`data/${name}`)!, 'utf8'));
      const merged = mergeGivenSplit(await part('split-train.csv'), await part('split-test.csv'));
      expect(merged.users.ids).toHaveLength(659);
      expect(merged.items.ids).toHaveLength(6169);
      expect(merged.interactions.user).toHaveLength(41_223 + 10_312);
      expect(merged.provenance.givenTest).toHaveLength(10_312);
      expect(merged.provenance.notes).toEqual([]);
    });
  },
);
