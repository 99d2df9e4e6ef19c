import { describe, expect, it } from 'vitest';
import { checkParams, text } from '../../src/core/params.ts';

const specs = { column: text({ label: 'Column', help: 'Its name.', default: '', maxLength: 5 }) };

describe('a text parameter', () => {
  it('takes its default, and any text up to its length', () => {
    expect(checkParams(specs)).toEqual({ column: '' });
    expect(checkParams(specs, { column: 'stars' })).toEqual({ column: 'stars' });
  });

  it.each([['rating'], [3], [true]])('refuses %j and says what it expects', (column) => {
    expect(() => checkParams(specs, { column }, 'csv')).toThrow(
      `Expected text of at most 5 characters for column of csv; got ${JSON.stringify(column)}.`,
    );
  });
});
