import type { IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import { openDB } from 'idb';
import { LabError } from '../core/errors.ts';
import type { LabSchema, Upgrade } from './schema.ts';

type Mode = 'readonly' | 'readwrite';
type Transaction<N extends StoreNames<LabSchema>[], M extends Mode> = IDBPTransaction<LabSchema, N, M>;

/** Long enough for a tab that is busy writing to finish and let go. */
const patience = 3000;

/** One connection, made again after the browser dropped it, closed for good when a newer version wants in. */
export class LabDatabase {
  readonly #name: string;
  readonly #upgrades: readonly Upgrade[];
  #connection: Promise<IDBPDatabase<LabSchema>> | null = null;
  #outdated = false;

  constructor(name: string, upgrades: readonly Upgrade[]) {
    this.#name = name;
    this.#upgrades = upgrades;
  }

  /** Throws what the browser throws where it refuses IndexedDB, BackendError where another tab is in the way. */
  open(): Promise<IDBPDatabase<LabSchema>> {
    if (this.#outdated) return Promise.reject(updatedElsewhere());
    this.#connection ??= this.#connect().catch((error: unknown) => {
      this.#connection = null;
      throw error;
    });
    return this.#connection;
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    (await connection)?.close();
  }

  read<const N extends StoreNames<LabSchema>[], R>(
    stores: N,
    work: (transaction: Transaction<N, 'readonly'>) => Promise<R>,
  ): Promise<R> {
    return this.#transact(stores, 'readonly', work);
  }

  /** All of it or none. Throws QuotaError when the disk is full. */
  write<const N extends StoreNames<LabSchema>[]>(
    stores: N,
    work: (transaction: Transaction<N, 'readwrite'>) => Promise<unknown>,
  ): Promise<void> {
    return this.#transact(stores, 'readwrite', async (transaction) => {
      await work(transaction);
    });
  }

  /** `work` may await nothing but requests of its own transaction, which would otherwise end under it. */
  async #transact<const N extends StoreNames<LabSchema>[], M extends Mode, R>(
    stores: N,
    mode: M,
    work: (transaction: Transaction<N, M>) => Promise<R>,
  ): Promise<R> {
    const connection = await this.open();
    const transaction = connection.transaction(stores, mode, { durability: 'relaxed' });
    // A full disk may show itself only at the end, and then as the transaction's error rather than the request's.
    const ended = transaction.done.catch(() => {});
    try {
      const result = await work(transaction);
      await transaction.done;
      return result;
    } catch (error) {
      abort(transaction);
      await ended;
      if (isFull(error) || isFull(transaction.error)) throw diskFull(error);
      // Elsewhere an AbortError means that the person cancelled, and is passed over in silence.
      throw isAborted(error) ? notKept(transaction.error ?? error) : error;
    }
  }

  async #connect(): Promise<IDBPDatabase<LabSchema>> {
    const upgrades = this.#upgrades;
    let refuse: (error: Error) => void = () => {};
    const refused = new Promise<never>((_, reject) => (refuse = reject));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const opening = openDB<LabSchema>(this.#name, upgrades.length, {
      upgrade(database, from, _to, transaction) {
        for (const upgrade of upgrades.slice(from)) upgrade(database, transaction);
      },
      blocked: () => (timer = setTimeout(() => refuse(blockedElsewhere()), patience)),
      blocking: () => {
        this.#outdated = true;
        void this.close();
      },
      terminated: () => (this.#connection = null),
    });
    try {
      return await Promise.race([opening, refused]);
    } catch (error) {
      opening.then(
        (late) => late.close(),
        () => {},
      );
      throw error instanceof Error && error.name === 'VersionError' ? writtenByNewer(error) : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A transaction that has ended already refuses, which is as well. */
function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    return;
  }
}

const isFull = (error: unknown) => error instanceof Error && error.name === 'QuotaExceededError';

const isAborted = (error: unknown): error is Error => error instanceof Error && error.name === 'AbortError';

const notKept = (cause: Error) =>
  new LabError(
    'BackendError',
    `Expected the browser to save or read that; it gave up${cause.message ? `: ${cause.message}` : ''}. Nothing was changed. A private window keeps no large data: use an ordinary one, or less data.`,
    { cause },
  );

const diskFull = (cause: unknown) =>
  new LabError(
    'QuotaError',
    'Expected room on this device to save that; the browser says its storage is full. Nothing was changed. Delete a data set or some models under Data, then try again.',
    { cause },
  );

const updatedElsewhere = () =>
  new LabError(
    'BackendError',
    'Tastelab was updated in another tab, and this one still runs the older version. Reload this page.',
  );

const blockedElsewhere = () =>
  new LabError(
    'BackendError',
    'Expected to update the saved data; another tab with an older Tastelab holds them open. Close the other tabs, then reload this page.',
  );

const writtenByNewer = (cause: unknown) =>
  new LabError(
    'BackendError',
    'The data saved in this browser were written by a newer Tastelab than this page runs. Reload this page.',
    { cause },
  );
