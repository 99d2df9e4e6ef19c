/** An epoch of a training that has not ended can be asked like a model: by the model's key and the number of the epoch. */
export const epochKey = (key: string, epoch: number) => `${key}@${epoch}`;

/** Key and epoch, from 1; epoch null for the key of a finished model. */
export function readEpochKey(text: string): { readonly key: string; readonly epoch: number | null } {
  const [, key, epoch] = /^(.*)@(\d+)$/s.exec(text) ?? [];
  return key === undefined ? { key: text, epoch: null } : { key, epoch: Number(epoch) };
}
