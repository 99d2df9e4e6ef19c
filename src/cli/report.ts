import type { Difference } from '../core/experiments/compare.ts';
import type { Run } from '../core/experiments/protocol.ts';

export interface ReportMore {
  /** Whether everyone's values stand beside the means, in the order of \`people\`, their outside ids. */
  readonly perUser?: boolean;
  /** Every pair by metric; of outcomes by their places. */
  readonly pairs?: Readonly<Record<string, readonly (Difference & { readonly a: number; readonly b: number })[]>>;
}

/** A run as JSON text for other programs; what is undefined is null. */
export function reportOf(run: Run, { perUser: everyone = false, pairs }: ReportMore = {}): string {
  // Lists have files of their own (--trec).
  const { users, outcomes, createdAt, userIds, relevant: _, ...rest } = run;
  const report = {
    ...rest,
    createdAt: new Date(createdAt * 1000).toISOString(),
    users: users.length,
    ...(everyone && { people: userIds }),
    outcomes: outcomes.map(({ recommender, label, results, fitSeconds, scoreSeconds, error, elsewhere }) => ({
      recommender,
      label,
      error,
      // Of lists made elsewhere, how many of their lines could not be taken as they stood.
      ...(elsewhere && { elsewhere }),
      fitSeconds,
      scoreSeconds,
      metrics: Object.fromEntries(
        results.map(({ metric, value, interval, perUser, repeats }) => [
          metric,
          {
            value,
            interval,
            ...(repeats && { repeats }),
            users: perUser ? perUser.filter((own) => !Number.isNaN(own)).length : null,
            ...(everyone && { perUser: perUser && Array.from(perUser) }),
          },
        ]),
      ),
    })),
    ...(pairs && { pairs }),
  };
  // JSON has no NaN: JSON.stringify writes null.
  return `${JSON.stringify(report, null, 2)}\n`;
}
