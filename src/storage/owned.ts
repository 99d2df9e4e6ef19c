/**
 * The same plain record with every typed array owning exactly its bytes. Cloning a short view of a long buffer, for
 * another thread or for the disk, carries the whole buffer along; shared memory cannot be stored at all.
 */
export function owned<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return ownArray(value);
  // Long lists here are text or numbers, which have nothing to own.
  if (Array.isArray(value)) return (isFlat(value) ? value : value.map(owned)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, owned(part)])) as T;
}

function ownArray<T extends ArrayBufferView>(view: T): T {
  const ownsItAll = view.buffer instanceof ArrayBuffer && view.buffer.byteLength === view.byteLength;
  return ownsItAll ? view : ((view as unknown as Uint8Array).slice() as unknown as T);
}

const isFlat = (list: readonly unknown[]) => list.every((part) => typeof part !== 'object' || part === null);
