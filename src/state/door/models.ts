/** `window.tastelab`: fitted models. */
import { LabError } from '../../core/errors.ts';
import type { SimilarityQuality } from '../../core/experiments/similarity-quality.ts';
import type { ParamValues } from '../../core/params.ts';
import type { ModelFormat } from '../../storage/model-format.ts';
import type { Reach } from './reach.ts';

export interface ModelsVerbs {
  /** Opens a column, or returns the open one, once it is fitted. */
  fit(recommender: string, params?: ParamValues): Promise<{ column: string; fitSeconds: number }>;
  /** A fitted model as a file, and back again. Throws ImportError where it is not what was saved, or not of data kept here. */
  saveModel(recommender: string, format?: ModelFormat): Promise<File>;
  openModelFile(file: File): Promise<{ column: string; dataset: string }>;
  /** What a recommender's similarities say of themselves: as in the notebook of the shop, and corrected. */
  quality(recommender: string): Promise<SimilarityQuality>;
}

export const modelsVerbs = [
  'fit',
  'saveModel',
  'openModelFile',
  'quality',
] as const satisfies readonly (keyof ModelsVerbs)[];

export const openModels = ({ lab, columnOf }: Reach): ModelsVerbs => ({
  async fit(recommender, params = {}) {
    const column = lab.columns.add(recommender, params);
    if (!column) {
      const known = lab.columns.offer.map(({ id }) => id).join(', ');
      throw new LabError('ParamError', `There is no recommender "${recommender}". Known: ${known}.`);
    }
    await lab.settled();
    if (column.error) throw column.error;
    return { column: column.id, fitSeconds: column.fitSeconds ?? 0 };
  },
  async saveModel(recommender, format) {
    await lab.settled();
    return lab.saveModel(columnOf(recommender), format);
  },
  async openModelFile(file) {
    const { dataset, key, recommender } = await lab.openModelFile(file);
    await lab.settled();
    const column = lab.columns.all.find(({ stored }) => stored === key) ?? columnOf(recommender.id);
    return { column: column.id, dataset };
  },
  async quality(recommender) {
    await lab.settled();
    const { stored } = columnOf(recommender);
    const judged = stored === null ? null : await lab.judgeSimilarity(stored);
    if (!judged) throw lab.quality.error ?? new LabError('ParamError', `"${recommender}" has not been fitted yet.`);
    return judged.numbers;
  },
});
