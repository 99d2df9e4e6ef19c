import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/core/data/catalog.ts';
import { buildLabels } from '../../../src/core/data/catalog.ts';
import { hashContents } from '../../../src/core/data/hash.ts';
import type { Interactions } from '../../../src/core/data/interactions.ts';

const log: Interactions = {
  user: Uint32Array.of(0, 0, 1),
  item: Uint32Array.of(1, 0, 1),
  value: Float32Array.of(4.5, 2, 3),
  kind: null,
  timestamp: Float64Array.of(10, 20, 30),
};
const catalog: Catalog = {
  titles: ['Tea', 'Pot'],
  years: Uint16Array.of(1999, 0),
  categories: buildLabels([['Kitchen', 'Drink'], ['Kitchen']]),
  details: null,
  text: ['green leaves', ''],
};
const users = { ids: ['ann', 'bob'] };
const items = { ids: ['tea', 'pot'] };
const hash = (changedLog: Partial<Interactions> = {}, changedCatalog: Partial<Catalog> = {}) =>
  hashContents({ ...log, ...changedLog }, { ...catalog, ...changedCatalog }, users, items);

describe('hashContents', () => {
  it('is 16 hexadecimal digits, and the same again', () => {
    expect(hash()).toMatch(/^[0-9a-f]{16}$/);
    expect(hash()).toBe(hash());
  });

  it('is pinned, because stored data sets and runs are found by it', () => {
    expect(hash()).toBe('8d32eed27c999324');
  });

  it('does not depend on the width in which values are kept', () => {
    expect(hash({ value: Float64Array.of(4.5, 2, 3) })).toBe(hash());
  });

  it('changes with every column', () => {
    const all = [
      hash(),
      hash({ user: Uint32Array.of(0, 1, 1) }),
      hash({ item: Uint32Array.of(1, 0, 0) }),
      hash({ value: Float32Array.of(4.5, 2, 3.5) }),
      hash({ kind: Uint8Array.of(0, 0, 0) }),
      hash({ timestamp: Float64Array.of(10, 20, 31) }),
      hash({ timestamp: null }),
      hash({}, { titles: ['Tea', 'Pots'] }),
      hash({}, { titles: ['TeaP', 'ot'] }),
      hash({}, { years: null }),
      hash({}, { categories: buildLabels([['Kitchen'], ['Drink', 'Kitchen']]) }),
      hash({}, { details: ['', ''] }),
      hash({}, { text: ['', 'green leaves'] }),
      hashContents(log, catalog, { ids: ['ann', 'bo'] }, items),
      hashContents(log, catalog, users, { ids: ['pot', 'tea'] }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('notices two flipped signs, which a plain multiplicative hash lets cancel out', () => {
    expect(hash({ value: Float32Array.of(-4.5, -2, 3) })).not.toBe(hash());
  });

  it('spreads: a thousand logs that differ in one number have a thousand hashes, and each bit is set in about half', () => {
    const hashes = Array.from({ length: 1000 }, (_, i) => hash({ item: Uint32Array.of(1, 0, i) }));
    expect(new Set(hashes).size).toBe(1000);
    for (let bit = 0n; bit < 64n; bit++) {
      const set = hashes.filter((hex) => (BigInt(`0x${hex}`) >> bit) & 1n).length;
      expect(set).toBeGreaterThan(420);
      expect(set).toBeLessThan(580);
    }
  });
});
