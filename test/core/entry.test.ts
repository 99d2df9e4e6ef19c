import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/entry.ts';
import { registry, withoutFunctions } from '../../src/core/entry.ts';

const entry = (id: string): Entry => ({ id, label: id.toUpperCase(), summary: 'A summary.', params: {} });

describe('a registry', () => {
  const fruit = registry('fruit', [entry('apple'), entry('pear')]);

  it('keeps its order and finds by id', () => {
    expect(fruit.all.map(({ id }) => id)).toEqual(['apple', 'pear']);
    expect(fruit.get('pear').label).toBe('PEAR');
    expect([fruit.has('apple'), fruit.has('plum'), fruit.has('toString')]).toEqual([true, false, false]);
  });

  it('names what it knows when asked for what it does not', () => {
    const message = 'There is no fruit "plum". Known: apple, pear.';
    expect(() => fruit.get('plum')).toThrow(expect.objectContaining({ name: 'ParamError', message }));
  });

  it('refuses two entries of one id', () => {
    expect(() => registry('fruit', [entry('apple'), entry('apple')])).toThrow('Two fruits share an id.');
  });
});

it('crosses to another thread without its functions', () => {
  const data = withoutFunctions({ ...entry('apple'), weight: 3, *fit() {}, restore: () => null });
  expect(structuredClone(data)).toEqual({ ...entry('apple'), weight: 3 });
});
