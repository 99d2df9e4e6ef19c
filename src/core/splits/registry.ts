import { registry } from '../entry.ts';
import { coldItems } from './cold-items.ts';
import { coldUsers } from './cold-users.ts';
import { given } from './given.ts';
import { holdout } from './holdout.ts';
import { kFold } from './k-fold.ts';
import { leaveOneOut } from './leave-one-out.ts';
import type { Splitter } from './splitter.ts';
import { temporal } from './temporal.ts';

/** In the order in which they are offered. */
export const splitters = registry<Splitter>('split', [
  holdout,
  leaveOneOut,
  kFold,
  temporal,
  coldUsers,
  coldItems,
  given,
]);
