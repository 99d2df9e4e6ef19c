import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/data/dataset.ts';
import { buildTrainingSet } from '../../src/core/data/training-set.ts';
import { generators } from '../../src/core/generators/registry.ts';
import type { ParamValues } from '../../src/core/params.ts';

/** What keeps a generator quick in a test; a new one must say so here. */
const small: Readonly<Record<string, ParamValues>> = {
  'film-club': { members: 60 },
  shop: { customers: 60, products: 80 },
  toy: {},
  'power-law': { users: 80, items: 60, events: 1500 },
};

const shelfOf = (file: string | null) =>
  file === null ? null : readFileSync(new URL(`../../public/datasets/${file}`, import.meta.url), 'utf8');

const ascending = (column: ArrayLike<number>) => {
  for (let i = 1; i < column.length; i++) if (column[i - 1] > column[i]) return false;
  return true;
};

it('every generator is small enough here to be tested', () => {
  expect(Object.keys(small)).toEqual(generators.all.map(({ id }) => id));
});

describe.each(generators.all.map((generator) => [generator.id, generator] as const))('%s', (id, generator) => {
  const make = (seed = 42, params: ParamValues = {}): Dataset =>
    generator.generate({ ...small[id], ...params }, seed, shelfOf(generator.shelf));
  const dataset = make();
  const users = dataset.users.ids.length;
  const items = dataset.items.ids.length;
  const { interactions, catalog } = dataset;
  const events = interactions.user.length;

  it('describes itself', () => {
    expect(generator.label).not.toBe('');
    expect(generator.summary).toMatch(/\.$/);
    for (const spec of Object.values(generator.params)) expect(spec.help).toMatch(/\.$/);
  });

  it('gives columns of one length with every number in range', () => {
    expect(events).toBeGreaterThan(0);
    expect(interactions.item.length).toBe(events);
    expect(interactions.value.length).toBe(events);
    expect(interactions.user.every((user) => user < users)).toBe(true);
    expect(interactions.item.every((item) => item < items)).toBe(true);
    expect(interactions.value.every(Number.isFinite)).toBe(true);
    expect(dataset.kinds.length).toBeGreaterThan(0);
    if (interactions.kind) {
      expect(interactions.kind.length).toBe(events);
      expect(new Set(interactions.kind).size).toBe(dataset.kinds.length);
      expect(interactions.kind.every((kind) => kind < dataset.kinds.length)).toBe(true);
    } else expect(dataset.kinds.length).toBe(1);
    if (interactions.timestamp) {
      expect(interactions.timestamp.length).toBe(events);
      expect(ascending(interactions.timestamp)).toBe(true);
    }
  });

  it('names users and items once each', () => {
    expect(new Set(dataset.users.ids).size).toBe(users);
    expect(new Set(dataset.items.ids).size).toBe(items);
  });

  it('aligns the catalog with the items', () => {
    expect(catalog.titles.length).toBe(items);
    expect(catalog.titles.every(Boolean)).toBe(true);
    for (const column of [catalog.years, catalog.details, catalog.text]) if (column) expect(column.length).toBe(items);
    if (catalog.categories) {
      const { names, indptr, indices } = catalog.categories;
      expect(indptr.length).toBe(items + 1);
      expect(ascending(indptr)).toBe(true);
      expect(indptr[items]).toBe(indices.length);
      expect(indices.every((label) => label < names.length)).toBe(true);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('aligns features and sessions, where it has them', () => {
    for (const [features, rows] of [
      [dataset.userFeatures, users],
      [dataset.itemFeatures, items],
    ] as const) {
      if (!features) continue;
      expect(features.rows.rows).toBe(rows);
      expect(features.rows.cols).toBe(features.names.length);
      expect(features.rows.indptr[rows]).toBe(features.rows.indices.length);
      expect(features.rows.indices.length).toBe(features.rows.values.length);
      for (let row = 0; row < rows; row++) {
        const own = features.rows.indices.subarray(features.rows.indptr[row], features.rows.indptr[row + 1]);
        expect(ascending(own) && own.every((column) => column < features.rows.cols)).toBe(true);
      }
    }
    if (dataset.sessions) {
      const { user, indptr, items: visits } = dataset.sessions;
      expect(indptr.length).toBe(user.length + 1);
      expect(indptr[user.length]).toBe(visits.length);
      expect(visits.every((item) => item < items)).toBe(true);
    }
  });

  it('keeps opinions on the scale it declares', () => {
    const opinions = interactions.value.filter((_, row) => dataset.kinds[interactions.kind?.[row] ?? 0].rated);
    if (dataset.feedback === 'implicit') expect(opinions.length).toBe(0);
    else {
      const { min, max, step } = dataset.ratingScale!;
      expect(opinions.every((value) => value >= min && value <= max)).toBe(true);
      // Tenths are no binary fractions, so a whole number of steps is one to within rounding.
      const steps = Array.from(opinions, (value) => (value - min) / step);
      expect(steps.every((count) => Math.abs(count - Math.round(count)) < 1e-9)).toBe(true);
    }
  });

  it('can be learned from', () => {
    const train = buildTrainingSet(dataset);
    expect([train.users, train.items]).toEqual([users, items]);
    expect(train.byUser.indices.length).toBeGreaterThan(0);
  });

  it('gives the same again for the same seed, and something else for another', () => {
    expect(make()).toEqual(dataset);
    expect(make(43).provenance.hash).not.toBe(dataset.provenance.hash);
    expect(make(43).id).not.toBe(dataset.id);
  });

  it('owns up to being synthetic', () => {
    expect(dataset.provenance.synthetic).toBe(true);
    expect(dataset.provenance.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(dataset.provenance.licence).not.toBe('');
  });
});
