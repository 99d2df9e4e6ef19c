/**
 * Errors a person can act on. Only `name`, `message` and `stack` survive a worker boundary,
 * so the name is the code. A message says what was expected, what came, and what to do.
 */
export const errorNames = [
  'AbortError',
  'BackendError',
  'EmptyDatasetError',
  'ImportError',
  'ParamError',
  'QuotaError',
  'SnapshotVersionError',
  'WorkerError',
] as const;
export type ErrorName = (typeof errorNames)[number];

export class LabError extends Error {
  override readonly name: ErrorName;

  constructor(name: ErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }
}

/** True for an error of that name, also after it has crossed a worker boundary and lost its class. */
export function isError(error: unknown, name: ErrorName): error is Error {
  return error instanceof Error && error.name === name;
}

export const abortError = (what = 'The work') => new LabError('AbortError', `${what} was cancelled.`);
