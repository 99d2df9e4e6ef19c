import type { Run } from '../core/experiments/protocol.ts';

/** A run as JSON text for other programs; what is undefined is null. */
export function reportOf(run: Run): string {
  // Lists have files of their own (--trec).
  const { users, outcomes, createdAt, userIds: _, relevant: __, ...rest } = run;
  const report = {
    ...rest,
    createdAt: new Date(createdAt * 1000).toISOString(),
    users: users.length,
    outcomes: outcomes.map(({ recommender, label, results, fitSeconds, scoreSeconds, error }) => ({
      recommender,
      label,
      error,
      fitSeconds,
      scoreSeconds,
      metrics: Object.fromEntries(
        results.map(({ metric, value, interval, perUser }) => [
          metric,
          { value, interval, users: perUser ? perUser.filter((own) => !Number.isNaN(own)).length : null },
        ]),
      ),
    })),
  };
  // JSON has no NaN: JSON.stringify writes null.
  return `${JSON.stringify(report, null, 2)}\n`;
}
