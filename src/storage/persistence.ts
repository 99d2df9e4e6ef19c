import type { Store } from './store.ts';

export interface StorageState {
  readonly kind: Store['kind'];
  /** Bytes used and allowed on this origin; null where the browser does not say. */
  readonly usage: number | null;
  readonly quota: number | null;
  /** Whether the browser has promised not to clear it when the disk runs low. */
  readonly persisted: boolean;
}

export async function storageState(store: Pick<Store, 'kind'>): Promise<StorageState> {
  const [estimate, persisted] = await Promise.all([
    orElse(() => manager()?.estimate?.(), {} as StorageEstimate),
    orElse(() => manager()?.persisted?.(), false),
  ]);
  return { kind: store.kind, usage: estimate.usage ?? null, quota: estimate.quota ?? null, persisted };
}

/** Asks the browser to keep what is stored; some ask the person, some decide by themselves. True if it will. */
export const askToPersist = (): Promise<boolean> => orElse(() => manager()?.persist?.(), false);

/** Absent outside secure contexts and in old browsers. */
const manager = () => globalThis.navigator?.storage as Partial<StorageManager> | undefined;

async function orElse<T>(ask: () => Promise<T> | undefined, otherwise: T): Promise<T> {
  try {
    return (await ask()) ?? otherwise;
  } catch {
    return otherwise;
  }
}
