import { describe, expect, it } from 'vitest';
import type { Interactions } from '../../../src/core/data/interactions.ts';
import { EventColumns } from '../../../src/core/importers/event-columns.ts';
import { commas, RecordReader } from '../../../src/core/importers/record-reader.ts';
import { refusal, source } from './sources.ts';

function taken(columns: EventColumns): Interactions {
  const run = columns.take();
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
}

describe('the limits of memory', () => {
  it('are named with the line that went beyond', () => {
    const row = new RecordReader('ratings.csv', commas);
    row.line = 4;
    const columns = new EventColumns(false, 2);
    columns.add(row, 0, 0, 1);
    columns.add(row, 0, 1, 1);
    expect(() => columns.add(row, 0, 2, 1)).toThrow(
      'ratings.csv, line 4: Expected at most 2 events, got more: they would not fit into memory. Import a part of the file.',
    );
  });

  it('are told in words where an array could not be made', async () => {
    const file = source('huge.csv', 'user,item\na,b\n');
    const huge = {
      ...file,
      async *chunks() {
        yield* file.chunks();
        throw new RangeError('Array buffer allocation failed');
      },
    };
    expect(await refusal('csv', [huge])).toBe('huge.csv: The data do not fit into memory. Import a part of them.');
  });

  it('are not met by columns that outgrow a block, nor is a value rounded on the way', () => {
    const row = new RecordReader('ratings.csv', commas);
    const columns = new EventColumns(true);
    for (let i = 0; i < 200_000; i++) columns.add(row, i, i + 1, i / 2, -i);
    const { user, item, value, timestamp } = taken(columns);
    expect(value).toBeInstanceOf(Float32Array);
    const wrong = user.findIndex(
      (u, at) => u !== at || item[at] !== at + 1 || value[at] !== at / 2 || timestamp![at] !== -at,
    );
    expect(wrong).toBe(-1);
    const fine = new EventColumns(false);
    fine.add(row, 0, 0, 0.1);
    expect([...taken(fine).value]).toEqual([0.1]);
  });
});
