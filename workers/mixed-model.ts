import type { Query } from '../src/core/data/history.ts';
import { leftOut } from '../src/core/data/history.ts';
import type { BlendRule } from '../src/core/ranking/blend.ts';
import { blend, pointsOf, saying, sharesOf, usualLength } from '../src/core/ranking/blend.ts';
import type { Explanation, ExplanationPart, FittedModel } from '../src/core/recommenders/recommender.ts';
import { explanationOf } from '../src/core/recommenders/recommender.ts';
import type { AskedMix } from '../src/rpc/asked-model.ts';
import type { OpenModel } from './open-model.ts';

/** What can be asked of a model that lies open, mixed or not. */
export type AskedModel = Pick<OpenModel, 'label' | 'asked' | 'scores' | 'score' | 'spokenFor' | 'explains' | 'explain'>;

interface Voice {
  readonly model: AskedModel;
  readonly share: number;
}

/** Open models' lists in one, by weights: nothing is fitted, and what each of them says is kept by itself. */
export class MixedModel implements AskedModel {
  readonly label = 'Mix';
  readonly explains = true;
  readonly #voices: readonly Voice[];
  readonly #rule: BlendRule;

  constructor({ combine, parts }: AskedMix, find: (model: string) => AskedModel) {
    const shares = sharesOf(parts.map(({ weight }) => weight));
    this.#voices = parts.map(({ model }, at) => ({ model: find(model), share: shares[at] }));
    this.#rule = { combine, length: usualLength };
  }

  get asked(): FittedModel {
    return {
      score: async (query, out) => out.set(await this.scores(query)),
      snapshot() {
        throw new Error('A mix is not stored: its parts are.');
      },
    };
  }

  async scores(query: Query): Promise<Float64Array> {
    const points = await this.#points(query);
    const out = points[0].slice();
    blend(
      points,
      this.#voices.map(({ share }) => share),
      out,
    );
    return out;
  }

  async score(query: Query, out: Float64Array): Promise<void> {
    out.set(await this.scores(query));
  }

  spokenFor(): null {
    return null;
  }

  async explain(query: Query, item: number): Promise<Explanation> {
    const points = await this.#points(query);
    const parts: ExplanationPart[] = [];
    for (const [at, { model, share }] of this.#voices.entries()) {
      const given = points[at][item];
      if (Number.isNaN(given) || share === 0) continue;
      const label = `${model.label}, ${saying(given, points[at], this.#rule)}`;
      const because = model.explains ? await model.explain(query, item) : null;
      parts.push({ kind: 'model', index: -1, label, amount: share * given, ...(because && { because }) });
    }
    return parts.length > 0 ? explanationOf(parts) : explanationOf([], NaN);
  }

  async #points(query: Query): Promise<Float64Array[]> {
    const hidden = leftOut(query);
    const points: Float64Array[] = [];
    for (const { model } of this.#voices) {
      const scores = await model.scores(query);
      const own = new Float64Array(scores.length);
      pointsOf(scores, this.#rule, hidden, own);
      points.push(own);
    }
    return points;
  }
}
