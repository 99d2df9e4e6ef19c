import { describe, expect, it } from 'vitest';
import { comparedItems } from '../../src/state/compared-items.ts';

const titles = ['Amélie', 'Star Wars', 'Starman', 'Heat', 'Alien', 'Jaws', 'Brazil', 'Solaris'];

describe('items to compare', () => {
  it('are all that match, first, and others by chance', () => {
    const chosen = comparedItems(titles, 'star', 5, 1);
    expect(chosen.slice(0, 2)).toEqual([1, 2]);
    expect(new Set(chosen).size).toBe(5);
    expect(comparedItems(titles, 'star', 5, 1)).toEqual(chosen);
    expect(comparedItems(titles, 'star', 5, 2)).not.toEqual(chosen);
  });

  it('are no more than asked for, nor more than there are, and accents do not matter', () => {
    expect(comparedItems(titles, 'a', 3, 1)).toHaveLength(3);
    expect(comparedItems(titles, '', 30, 1).toSorted()).toEqual([...titles.keys()]);
    expect(comparedItems(titles, 'AMELIE', 1, 1)).toEqual([0]);
  });
});
