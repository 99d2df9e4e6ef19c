import { describe, expect, it } from 'vitest';
import type { MadeElsewhere } from '../../../src/core/experiments/made-elsewhere.ts';
import { ownOutcomes, remarksOn, withLists, withoutLists } from '../../../src/core/experiments/made-elsewhere.ts';
import type { Outcome, Run } from '../../../src/core/experiments/protocol.ts';

const none = { short: 0, strangers: 0, unasked: 0, unknown: 0, known: 0, outside: 0, repeated: 0 };
const lists = (part: Partial<MadeElsewhere> = {}): MadeElsewhere => ({
  ...{ file: 'a.run', tag: 'theirs', hash: 1, asked: 2000, listed: 2000 },
  ...{ ...none, ...part },
});
const outcome = (label: string, elsewhere?: MadeElsewhere) => ({ label, ...(elsewhere && { elsewhere }) }) as Outcome;
const run = { outcomes: [outcome('ALS'), outcome('EASE')] } as unknown as Run;
const labels = ({ outcomes }: Run) => outcomes.map(({ label }) => label);

describe('what is said of lists made elsewhere', () => {
  it('is nothing where all is as it should be', () => expect(remarksOn(lists(), 10)).toEqual([]));

  it('is one sentence for each thing that is not', () => {
    const odd = lists({
      listed: 700,
      unknown: 1,
      known: 2,
      outside: 3,
      repeated: 1,
      short: 4,
      unasked: 5,
      strangers: 1,
    });
    const said = remarksOn(odd, 10);
    expect(said).toHaveLength(8);
    expect(said[0]).toBe('1,300 lists asked for are not there and count 0.');
    expect(said[1]).toBe('One place holds an item the data do not know: a miss.');
    expect(said).toContain('4 lists are shorter than 10.');
    for (const sentence of said) expect(sentence).toMatch(/^[A-Z\d][^#]+\.$/);
  });
});

describe('a run with lists made elsewhere', () => {
  const both = withLists(withLists(run, outcome('', lists())), outcome('', lists({ file: 'b.run', tag: 'ALS' })));

  it('calls no two outcomes alike', () => expect(labels(both)).toEqual(['ALS', 'EASE', 'theirs', 'ALS (b.run)']));

  it('has one outcome of a file', () => {
    const again = withLists(both, outcome('', lists({ tag: 'better' })));
    expect(labels(again)).toEqual(['ALS', 'EASE', 'ALS (b.run)', 'better']);
  });

  it('can be rid of them', () => {
    expect(labels(withoutLists(both, 'a.run'))).toEqual(['ALS', 'EASE', 'ALS (b.run)']);
    expect(ownOutcomes(both)).toEqual(run.outcomes);
  });
});
