import type { Run } from './protocol.ts';
import { trecQrels, trecRun } from './trec.ts';

/** A file by its name. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** A run's lists, one file per recommender, and what was relevant. None for runs that kept no lists. */
export function trecFiles(run: Run, names: readonly string[], itemIds: readonly string[]): TextFile[] {
  const { userIds, relevant, outcomes } = run;
  if (!userIds || !relevant) return [];
  const files = outcomes.flatMap(({ details }, at) =>
    details
      ? [{ name: `${fileName(names[at])}.run`, text: trecRun(details.lists, userIds, itemIds, fileName(names[at])) }]
      : [],
  );
  return [{ name: 'qrels.txt', text: trecQrels(relevant, userIds, itemIds) }, ...unique(files)];
}

const fileName = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'run';

/** Names that would fall on one another are numbered. */
function unique(files: readonly TextFile[]): TextFile[] {
  const times = new Map<string, number>();
  return files.map((file) => {
    const before = times.get(file.name) ?? 0;
    times.set(file.name, before + 1);
    return before ? { ...file, name: file.name.replace(/\.run$/, `-${before + 1}.run`) } : file;
  });
}
