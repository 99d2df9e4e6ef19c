/** Milliseconds of several stretches of work. */
export function stopwatch() {
  const times: number[] = [];
  return {
    times: times as readonly number[],
    total: () => times.reduce((sum, time) => sum + time, 0),
    time<T>(work: () => T): T {
      const start = performance.now();
      const result = work();
      times.push(performance.now() - start);
      return result;
    },
  };
}
