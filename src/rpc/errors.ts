import type { TransferHandler } from 'comlink';
import type { ErrorName } from '../core/errors.ts';
import { errorNames, LabError } from '../core/errors.ts';

/**
 * Comlink brings name, message and stack of a thrown error across. Errors with one of our names come back as
 * LabErrors, so that whoever catches one need not know on which thread it was thrown.
 */
export function withLabErrors<T, S>(thrown: TransferHandler<T, S>): TransferHandler<T, S> {
  return {
    canHandle: (value): value is T => thrown.canHandle(value),
    serialize: (value) => thrown.serialize(value),
    deserialize(serialized) {
      try {
        return thrown.deserialize(serialized);
      } catch (error) {
        throw asLabError(error);
      }
    },
  };
}

function asLabError(error: unknown): unknown {
  if (!(error instanceof Error) || !isErrorName(error.name)) return error;
  const ours = new LabError(error.name, error.message);
  if (error.stack) ours.stack = error.stack;
  return ours;
}

const isErrorName = (name: string): name is ErrorName => (errorNames as readonly string[]).includes(name);
