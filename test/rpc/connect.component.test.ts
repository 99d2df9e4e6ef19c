import { afterEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../src/rpc/connect.ts';
import { connect } from '../../src/rpc/connect.ts';

let connection: Connection;
let spawned = 0;
afterEach(() => connection.terminate());

function troubled(): Connection {
  spawned = 0;
  const spawn = () => {
    spawned++;
    return new Worker(new URL('./troubled.worker.ts', import.meta.url), { type: 'module' });
  };
  return (connection = connect(spawn, { store: null, threads: 1, base: document.baseURI }));
}
const trouble = (id: string, signal = new AbortController().signal) =>
  connection.api.generate({ id, params: {} }, 1, signal);

describe('a real worker', () => {
  it('gets files as files', async () => {
    const { api } = troubled();
    const { files } = await api.inspect([new File(['user,item'], 'ratings.csv')]);
    expect(files).toEqual([{ name: 'ratings.csv', bytes: 9, columns: null, rows: [['user,item']] }]);
  });

  it('that never returns to its event loop is replaced a second after the abort', async () => {
    const { api, started } = troubled();
    await started();
    const job = new AbortController();
    const call = trouble('never returns', job.signal);
    setTimeout(() => job.abort(), 20);
    const from = performance.now();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    const waited = performance.now() - from;
    expect(waited).toBeGreaterThan(1000);
    expect(waited).toBeLessThan(2000);
    expect(await api.search('', 1)).toEqual([1]);
    expect(spawned).toBe(2);
  });

  it.each([
    ['throws in a task', 'a bug'],
    ['ends without a word', 'it ended'],
  ])('that %s rejects its open calls, and the next call starts another', async (id, why) => {
    const { api, started } = troubled();
    await started();
    await expect(trouble(id)).rejects.toMatchObject({ name: 'WorkerError', message: expect.stringContaining(why) });
    expect(await api.search('', 1)).toEqual([1]);
    expect(spawned).toBe(2);
  });

  it('that cannot be loaded rejects', async () => {
    connection = connect(() => new Worker('/no-such-worker.js', { type: 'module' }), {
      store: null,
      threads: 1,
      base: document.baseURI,
    });
    await expect(connection.api.offer()).rejects.toMatchObject({ name: 'WorkerError' });
  });
});
