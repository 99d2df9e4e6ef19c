import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Screen } from '../../src/state/link.ts';
import { dialects } from '../../src/core/dialects.ts';
import { formatScreen, formatSelection, parseScreen, parseSelection, views } from '../../src/state/link.ts';

describe('link', () => {
  it('reads a screen', () => {
    const screen = parseScreen(
      '#/evaluate?data=film-club&columns=popularity~als(alpha=5,factors=32)&k=20&relevant=all',
    );
    expect(screen).toMatchObject({
      view: 'evaluate',
      data: 'film-club',
      columns: [
        { id: 'popularity', params: {} },
        { id: 'als', params: { alpha: 5, factors: 32 } },
      ],
      protocol: { k: 20, relevantFrom: null },
      problems: [],
    });
  });

  it('shows Rate where nothing is asked for', () => {
    expect(parseScreen('')).toMatchObject({ view: 'rate', detail: null, data: null, columns: null, problems: [] });
  });

  it('gives equal selections equal text, whatever the order of their parameters', () => {
    expect(formatSelection({ id: 'als', params: { b: 1, a: true } })).toBe(
      formatSelection({ id: 'als', params: { a: true, b: 1 } }),
    );
  });

  it('names what it cannot understand and keeps the rest', () => {
    const { problems, view, columns, protocol } = parseScreen('#/dance?k=many&seed=7&columns=als((&relevant=%E0%A4%A');
    expect(view).toBe('rate');
    expect(columns).toBeNull();
    expect(protocol).toEqual({ seed: 7 });
    expect(problems).toHaveLength(4);
    expect(problems[0]).toContain('"dance"');
    expect(problems.join(' ')).toContain('got "many"');
  });

  const value = fc.oneof(
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Object.is(x, -0) ? 0 : x)),
    fc.string({ minLength: 1 }).filter((text) => text !== 'true' && text !== 'false' && !Number.isFinite(Number(text))),
  );
  const selection = fc.record({
    id: fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/),
    params: fc.dictionary(fc.stringMatching(/^[a-zA-Z]\w{0,10}$/), value, { noNullPrototype: true }),
  });

  it('brings every selection back from its text', () => {
    fc.assert(
      fc.property(selection, (chosen) => {
        expect(parseSelection(formatSelection(chosen))).toEqual(chosen);
      }),
    );
  });

  it('brings every screen back from its link', () => {
    const screen: fc.Arbitrary<Screen> = fc.record({
      view: fc.constantFrom(...views),
      detail: fc.option(fc.stringMatching(/^[\w -]{1,12}$/), { nil: null }),
      data: fc.option(fc.string({ minLength: 1 }), { nil: null }),
      columns: fc.option(fc.array(selection), { nil: null }),
      given: fc.constantFrom(null, { item: 'alien-1979', share: 0.25 }, { item: 'a*b~c', share: 1.5 }),
      person: fc.constantFrom(null, '42', 'member-7 & friends'),
      weights: fc.constantFrom(null, { view: 0.5 }, { purchase: 2, 'page view': 0 }),
      protocol: fc.record(
        {
          split: selection,
          k: fc.integer({ min: 1, max: 1000 }),
          seed: fc.nat(),
          relevantFrom: fc.constantFrom(null, 3.5, 4),
          negatives: fc.integer({ min: 1, max: 1000 }),
          repeats: fc.integer({ min: 2, max: 20 }),
          ties: fc.constantFrom('index', 'random'),
          dialect: fc.constantFrom(...dialects.map(({ id }) => id)),
        },
        { requiredKeys: [] },
      ),
    });
    fc.assert(
      fc.property(screen, (shown) => {
        expect(parseScreen(formatScreen(shown))).toEqual({ ...shown, problems: [] });
      }),
    );
  });

  it('says “above one’s own mean” where a value would stand', () => {
    const protocol = { relevantFrom: null, aboveOwnMean: true };
    const screen = { ...parseScreen('#/evaluate'), protocol };
    expect(formatScreen(screen)).toBe('#/evaluate?relevant=mean');
    expect(parseScreen('#/evaluate?relevant=mean').protocol).toEqual(protocol);
    const { problems } = parseScreen('#/evaluate?ties=never&dialect=latin&negatives=0');
    expect(problems).toHaveLength(3);
  });

  it('never throws, whatever the address bar holds', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseScreen(text)));
  });
});
