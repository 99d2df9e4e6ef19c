/** What every importer promises, whichever format it reads. */
import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/core/importers/importer.ts';
import { importers, recognize } from '../../src/core/importers/registry.ts';
import { readHeads } from '../../src/core/importers/source.ts';
import { cuts, read, refusal, source } from '../core/importers/sources.ts';
import * as fc from 'fast-check';

const flags = '0|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0';

/** A few lines of each format; an importer without a sample fails. */
const samples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'movielens-csv': {
    'ml/ratings.csv': 'userId,movieId,rating,timestamp\n1,10,4.5,100\n2,10,3.0,90\n2,20,1.0,80\n',
    'ml/movies.csv': 'movieId,title,genres\n10,Heat (1995),Action|Crime\n20,"Sleep, Big (1946)",Film-Noir\n',
  },
  'movielens-dat': {
    'ml/ratings.dat': '1::10::4::100\n2::10::3::90\n2::20::1::80\n',
    'ml/movies.dat': '10::Heat (1995)::Action|Crime\n20::Big Sleep, The (1946)::Film-Noir\n',
  },
  'movielens-100k': {
    'ml/u.data': '1\t10\t4\t100\n2\t10\t3\t90\n2\t20\t1\t80\n',
    'ml/u.item': `10|Heat (1995)|01-Jan-1995||http://example.org|${flags}\n20|Big Sleep (1946)||||${flags}\n`,
  },
  'shop-log': {
    'shop/orders.csv':
      'id,user_id,status,active,created_at\n1,ann,SHIPPED,true,2025-05-02\n2,bob,CONFIRMED,true,2025-05-01\n',
    'shop/order_lines.csv': 'order_id,product_id,quantity,active\n1,x,2,true\n2,x,1,true\n2,y,1,true\n',
    'shop/views.csv': 'user_id,product_id,view_count,last_viewed_at\nann,y,3,2025-05-03\n',
  },
  csv: { 'events.csv': 'user,item,rating,time\nann,x,4,100\nbob,x,3,90\nbob,y,1,80\n' },
  'interaction-lists': { 'lists/train.txt': '0 10 11 12\n1 10\n2 10 11\n' },
};

const filesOf = (id: string, at: readonly number[] = []): Source[] =>
  Object.entries(samples[id]).map(([name, content]) => source(name, content, at));

describe.each(importers.all.map((importer) => ({ id: importer.id, importer })))('importer $id', ({ id, importer }) => {
  it('is surest of its own files, and no other is as sure', async () => {
    const files = filesOf(id);
    const [first, second] = recognize(files, await readHeads(files));
    expect(first.importer).toBe(id);
    expect(first.confidence).toBeGreaterThan(second?.confidence ?? 0);
    expect(first.confidence).toBeLessThanOrEqual(1);
  });

  it('gives a data set whose parts fit together', async () => {
    const { users, items, interactions, catalog, provenance, ...rest } = await read(id, filesOf(id));
    const { user, item, value, timestamp } = interactions;
    expect(new Set(users.ids).size).toBe(users.ids.length);
    expect(new Set(items.ids).size).toBe(items.ids.length);
    expect([item, value, ...(timestamp ? [timestamp] : [])].map(({ length }) => length)).toEqual(
      timestamp ? [user.length, user.length, user.length] : [user.length, user.length],
    );
    expect(Math.max(...user)).toBeLessThan(users.ids.length);
    expect(Math.max(...item)).toBeLessThan(items.ids.length);
    expect(catalog.titles).toHaveLength(items.ids.length);
    expect([...(timestamp ?? [])]).toEqual([...(timestamp ?? [])].sort((a, b) => a - b));
    expect(rest.ratingScale === null).toBe(rest.feedback === 'implicit');
    expect(interactions.kind ? new Set(interactions.kind).size : 1).toBe(rest.kinds.length);
    expect(provenance.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(rest.id).toContain(provenance.hash);
    expect(structuredClone({ ...rest, interactions })).toEqual({ ...rest, interactions });
  });

  it('gives the same data set however the bytes arrive, and whatever the line ends', async () => {
    const whole = await read(id, filesOf(id));
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (at, crlf) => {
        const files = Object.entries(samples[id]).map(([name, content]) =>
          source(name, crlf ? content.replaceAll('\n', '\r\n') : content, at),
        );
        expect(await read(id, files)).toEqual(whole);
      }),
      { numRuns: 25 },
    );
  });

  it('reports bytes that only grow, up to all of them', async () => {
    const files = filesOf(id);
    const seen: number[] = [];
    const run = importer.read(files, {});
    for (;;) {
      const step = await run.next();
      if (step.done) break;
      expect(step.value.totalBytes).toBe(files.reduce((sum, { size }) => sum + size, 0));
      seen.push(step.value.bytes);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(files.reduce((sum, { size }) => sum + size, 0));
  });

  it.each([
    ['nothing', []],
    [
      'empty files',
      [source('ratings.csv', ''), source('ratings.dat', ''), source('u.data', ''), source('train.txt', '')],
    ],
    [
      'a picture under its name',
      Object.keys(samples[id]).map((name) => source(name, Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0))),
    ],
  ])('refuses %s, and does not claim it', async (_, files) => {
    const claims = recognize(files, await readHeads(files)).map(({ importer: claimed }) => claimed);
    if (files.length === 0) expect(claims).toEqual([]);
    expect(importer.recognize(files, await readHeads(files))).toBeLessThan(0.5);
    expect(await refusal(importer, files)).toMatch(/Expected/);
  });

  it('lets go of its file when it is stopped', async () => {
    let open = 0;
    let opened = 0;
    const watched = filesOf(id).map((file) => ({
      ...file,
      async *chunks() {
        open++;
        opened++;
        try {
          // More of the same lines, so that there is something left to stop.
          const [chunk] = await Array.fromAsync(file.chunks());
          const lines = chunk.subarray(chunk.indexOf(10) + 1);
          yield chunk;
          for (let i = 0; i < 40_000; i++) yield lines;
        } finally {
          open--;
        }
      },
    }));
    const run = importer.read(watched, {});
    const first = await run.next().catch(() => null);
    const stopped = first && !first.done ? await run.return(undefined as never) : null;
    expect(opened).toBeGreaterThan(0);
    expect(open).toBe(0);
    expect(stopped?.done ?? true).toBe(true);
  });
});
