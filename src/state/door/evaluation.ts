/** `window.tastelab`: offline comparisons. */
import type { Selection } from '../../core/entry.ts';
import { LabError } from '../../core/errors.ts';
import type { NotebookTable } from '../../core/experiments/notebook.ts';
import type { Protocol, Run } from '../../core/experiments/protocol.ts';
import type { Reach } from './reach.ts';

export interface EvaluationVerbs {
  evaluate(protocol?: Partial<Protocol>, recommenders?: readonly Selection[]): Promise<Run>;
  /** The table the notebook printed, computed anew on its own community, whatever data set is open. */
  notebook(): Promise<NotebookTable>;
}

export const evaluationVerbs = ['evaluate', 'notebook'] as const satisfies readonly (keyof EvaluationVerbs)[];

export const openEvaluation = ({ lab }: Reach): EvaluationVerbs => ({
  async evaluate(protocol = {}, recommenders = lab.columns.recommenders.map(({ selection }) => selection)) {
    const run = await lab.evaluation.run(recommenders, { ...lab.evaluation.protocol, ...protocol });
    if (!run) throw lab.evaluation.error ?? new LabError('AbortError', 'The evaluation was cancelled.');
    return run;
  },
  async notebook() {
    const table = await lab.reproduceNotebook();
    if (!table) throw lab.notebook.error ?? new LabError('AbortError', 'The notebook was asked for again meanwhile.');
    return table;
  },
});
