import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from '../../../src/core/importers/read-time.ts';

describe('a time in words', () => {
  it.each([
    ['2016-10-16', Date.UTC(2016, 9, 16)],
    ['2016/10/16', Date.UTC(2016, 9, 16)],
    ['2016-10-16 18:05', Date.UTC(2016, 9, 16, 18, 5)],
    ['2016-10-16 18:05:30 UTC', Date.UTC(2016, 9, 16, 18, 5, 30)],
    ['2016-10-16T18:05:30+02:00', Date.UTC(2016, 9, 16, 16, 5, 30)],
    ['2016-10-16T18:05:30-0330', Date.UTC(2016, 9, 16, 21, 35, 30)],
  ])('%s', (text, milliseconds) => {
    expect(parseTime(text)).toBe(milliseconds / 1000);
  });

  it('reads what JavaScript writes', () => {
    const when = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(when, (date) => {
        expect(parseTime(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 5);
      }),
    );
  });

  it.each(['', 'yesterday', '2016-13-01', '2016-02-30', '2016-10-16 25:00', '16.10.2016', '2016-10'])(
    'takes %j for no time',
    (text) => expect(parseTime(text)).toBeNaN(),
  );
});
