/**
 * A bench is a file `test/bench/<name>.bench.ts` that exports `bench`. It runs in a worker of a real, cross-origin
 * isolated Chromium, as training does. A page bench, `test/bench/page/<name>.ts`, exports `pageBench`: it runs in Node
 * and drives a browser against the production build. `npm run bench -- <part of a name>` runs some of them.
 */
import type { Browser } from 'playwright';

export interface Bench {
  readonly name: string;
  /** Too long or too large for a round of everything: runs only when a part of its file name is asked for. */
  readonly onlyByName?: boolean;
  run(context: BenchContext): Promise<void>;
}

export interface PageBench {
  readonly name: string;
  /** Too long or too large for a round of everything: runs only when asked for by name. */
  readonly onlyByName?: boolean;
  run(context: PageBenchContext): Promise<void>;
}

export interface BenchContext {
  /** Cores, as the browser counts them. */
  readonly cores: number;
  /** Starts one more thread for `createKernels`. */
  spawn(): Worker;
  row(row: Row): void;
}

export interface PageBenchContext {
  readonly browser: Browser;
  /** Of the served production build, with the isolation headers. */
  readonly url: string;
  row(row: Row): void;
}

export interface Row {
  readonly name: string;
  readonly median: number;
  readonly unit: 'ms' | 'µs' | 'GFLOP/s' | 'MB' | 'kB' | 'MB/s';
  /** The 95th percentile, where there were enough rounds for one. */
  readonly p95?: number;
  /** What the 95th percentile, or else the median, should come to, in the same unit. */
  readonly wanted?: { readonly atMost: number } | { readonly atLeast: number };
  /** Against something measured in the same run. */
  readonly ratio?: Ratio;
  /** What came out, so that a fast wrong answer shows. */
  readonly quality?: string;
}

export interface Ratio {
  readonly value: number;
  /** Reads on from the number: "× the scalar sweep". */
  readonly of: string;
  /** At least (or with `atMost`, at most) this is wanted. */
  readonly target?: number;
  readonly atMost?: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The smallest value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export interface Time {
  readonly median: number;
  readonly best: number;
}

/**
 * Milliseconds over several rounds. The contenders take turns, so that whatever else the machine does falls on all of
 * them; one round beforehand lets the engine optimize.
 */
export async function race<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => unknown>>,
): Promise<Record<Name, Time>> {
  const names = Object.keys(contenders) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      await contenders[name]();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  }
  const summary = (name: Name): Time => ({ median: median(times[name]), best: Math.min(...times[name]) });
  return Object.fromEntries(names.map((name) => [name, summary(name)])) as Record<Name, Time>;
}
