import { registry } from '../entry.ts';
import { given } from './given.ts';
import { holdout } from './holdout.ts';
import { leaveOneOut } from './leave-one-out.ts';
import type { Splitter } from './splitter.ts';

/** In the order in which they are offered. */
export const splitters = registry<Splitter>('split', [holdout, leaveOneOut, given]);
