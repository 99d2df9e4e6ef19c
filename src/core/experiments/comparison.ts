import { LabError } from '../errors.ts';
import type { Run } from './protocol.ts';

/** Whether figures of two runs may stand in one table: the same question on the same data about the same people. */
export function areComparable(a: Run, b: Run): boolean {
  return (
    a.dataset.hash === b.dataset.hash &&
    isEqual(a.protocol, b.protocol) &&
    a.users.length === b.users.length &&
    a.users.every((user, at) => user === b.users[at])
  );
}

/** Several runs as one, so that all that is said of a run is said of their differences. Throws ParamError. */
export function comparisonOf(runs: readonly Run[], nameOf: (run: Run) => string): Run {
  const [first, ...others] = runs;
  const odd = others.find((run) => !areComparable(first, run));
  if (odd) {
    throw new LabError(
      'ParamError',
      `Expected runs with equal protocols on equal data; "${nameOf(odd)}" is not like "${nameOf(first)}". Run both alike.`,
    );
  }
  return {
    ...first,
    id: runs.map(({ id }) => id).join('+'),
    name: runs.map(nameOf).join(' and '),
    createdAt: Math.max(...runs.map(({ createdAt }) => createdAt)),
    outcomes: runs.flatMap((run) =>
      run.outcomes.map((outcome) => ({ ...outcome, label: `${outcome.label} (${nameOf(run)})` })),
    ),
  };
}

/** Whether two JSON values say the same; the order of keys does not matter, nor does a key without a value. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => isEqual(one[key], other[key]));
}
