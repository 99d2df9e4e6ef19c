import type { Compute, ComputeInfo } from '../src/core/compute.ts';
import { LabError } from '../src/core/errors.ts';
import type { Store } from '../src/storage/store.ts';

/** What both roles of the worker stand on. */
export interface Lab extends Compute {
  readonly store: Store;
  readonly compute: ComputeInfo;
  /** The app's own address. */
  readonly base: string;
}

export const noDataset = (id: string) =>
  new LabError(
    'ParamError',
    `Expected a stored data set; there is none with the id "${id}". It may have been deleted in another tab: choose another one under Data.`,
  );
