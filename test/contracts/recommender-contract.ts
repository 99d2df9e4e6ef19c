/**
 * What every recommender promises, whichever it is: a new one in the registry is held to all of this by itself.
 * Only declared traits are asked for, and an undeclared one must not be there.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildLabels, descriptionOf } from '../../src/core/data/catalog.ts';
import type { Dataset } from '../../src/core/data/dataset.ts';
import type { Query } from '../../src/core/data/history.ts';
import { newcomer } from '../../src/core/data/history.ts';
import type { TrainingSet } from '../../src/core/data/training-set.ts';
import { buildTrainingSet, queryOfUser } from '../../src/core/data/training-set.ts';
import { drive } from '../../src/core/experiments/drive.ts';
import type { ParamSpec, ParamValue, ParamValues } from '../../src/core/params.ts';
import { checkParams } from '../../src/core/params.ts';
import { topN } from '../../src/core/ranking/top-n.ts';
import type { FitProgress, FittedModel, Recommender, Trait } from '../../src/core/recommenders/recommender.ts';
import { families } from '../../src/core/recommenders/recommender.ts';
import { fitModel, scoresOf, testEnv } from '../fixtures/fit.ts';
import { parity } from '../fixtures/parity.ts';
import { extremes, joyless, tiny } from '../fixtures/tiny.ts';

export const keepContract = (entries: readonly Recommender[]) =>
  describe.each(entries.map((recommender) => ({ id: recommender.id, recommender })))('$id', ({ recommender }) => {
    const { id, traits, needs } = recommender;
    const has = (trait: Trait) => traits.includes(trait);
    const feedbacks: readonly Dataset['feedback'][] = needs.includes('ratings')
      ? ['explicit']
      : ['explicit', 'implicit'];
    const fit = (train: TrainingSet, params: ParamValues = {}) => fitModel(id, train, params);
    /** What is seen as well after a few epochs of a network, which take long. */
    const brief: ParamValues = recommender.family === 'neural' ? { epochs: 3 } : {};

    it('is described completely, in a file of its name', () => {
      const file = fileURLToPath(new URL(`../../src/core/recommenders/${id}.ts`, import.meta.url));
      expect(existsSync(file), `src/core/recommenders/${id}.ts`).toBe(true);
      expect(families).toContain(recommender.family);
      for (const sentence of [recommender.label, recommender.summary, recommender.reference])
        expect(sentence).not.toBe('');
      for (const spec of Object.values(recommender.params)) expect(spec.help).not.toBe('');
      for (const preset of recommender.presets ?? []) {
        expect(() => checkParams(recommender.params, preset.params, id)).not.toThrow();
      }
    });

    it('refuses parameters it does not know or cannot use', () => {
      const train = buildTrainingSet(tiny('explicit'));
      const bad: Record<string, ParamValue>[] = [{ nonsense: 1 }];
      for (const [key, spec] of Object.entries(recommender.params)) bad.push({ [key]: outOfRange(spec) });
      for (const params of bad) {
        expect(() => recommender.fit(train, params, testEnv()), JSON.stringify(params)).toThrow(
          expect.objectContaining({ name: 'ParamError' }),
        );
      }
    });

    it('learns from dislikes alone, or says that there is nothing to learn from', async () => {
      const train = buildTrainingSet(joyless());
      const outcome = await fit(train, brief).catch((error: Error) => error);
      if (outcome instanceof Error) expect(outcome.name).toBe('EmptyDatasetError');
      else expect([...(await scoresOf(outcome, queryOfUser(train, 0), train.items))]).not.toContain(Infinity);
    });

    describe.each(feedbacks)('on %s data', (feedback) => {
      const { dataset, withheld } = parity(feedback);
      const train = buildTrainingSet(dataset);
      const fitted = once(() => fit(train));
      const briefly = brief.epochs ? once(() => fit(train, brief)) : fitted;
      const reports: FitProgress[] = [];
      const again = once(() =>
        drive(recommender.fit(train, {}, testEnv()), { report: (progress) => void reports.push(progress) }),
      );
      const everyone = withheld.map((_, user) => queryOfUser(train, user));

      it('scores every item, and the same again for the same seed', async () => {
        for (const query of everyone) {
          const out = new Float64Array(train.items).fill(untouched);
          await (await fitted()).score(query, out);
          expect(out).not.toContain(untouched);
          expect([...out].every((score) => Math.abs(score) < Infinity || Number.isNaN(score))).toBe(true);
          expect(await scoresOf(await again(), query, train.items)).toEqual(out);
        }
      });

      it('does not change its mind when asked about someone else in between', async () => {
        const before = await scoresOf(await fitted(), everyone[0], train.items);
        for (const query of [everyone[1], newcomer, everyone[2]]) await scoresOf(await fitted(), query, train.items);
        expect(await scoresOf(await fitted(), everyone[0], train.items)).toEqual(before);
      });

      it('reports steps that go forward to their end', async () => {
        await again();
        let last = 0;
        for (const { step, steps, loss } of reports) {
          expect(step).toBeGreaterThanOrEqual(last);
          expect(step).toBeLessThanOrEqual(steps);
          if (loss !== undefined) expect(loss).toSatisfy(Number.isFinite);
          last = step;
        }
      });

      it('can be stopped at any step, and leaves nothing broken behind', async () => {
        const undisturbed = await scoresOf(await briefly(), everyone[0], train.items);
        for (const after of [0, 1, 2]) {
          const stop = { aborted: after === 0 };
          let reports = 0;
          const run = recommender.fit(train, brief, testEnv());
          const result = drive(run, { stop, report: () => (stop.aborted = ++reports >= after) });
          if (after === 0) await expect(result).rejects.toMatchObject({ name: 'AbortError' });
          else await result.catch((error) => expect(error.name).toBe('AbortError'));
          expect((await run.next()).done).toBe(true);
        }
        expect(await scoresOf(await fit(train, brief), everyone[0], train.items)).toEqual(undisturbed);
      });

      it('comes back from its snapshot the same', async () => {
        const snapshot = structuredClone((await fitted()).snapshot());
        const restored = recommender.restore(snapshot, train);
        for (const query of [...everyone.slice(0, 4), { ...everyone[4], user: null }, newcomer]) {
          expect(await answers(restored, query, train)).toEqual(await answers(await fitted(), query, train));
        }
        expect(restored.snapshot()).toEqual(snapshot);
      });

      const live = Object.entries(recommender.params).filter(([, spec]) => spec.live);
      if (live.length > 0) {
        it.each(live.flatMap(([key, spec]) => otherValues(spec).map((value) => [key, value] as const)))(
          'takes %s = %s without a new fit, as if it had been fitted so',
          async (key, value) => {
            const fresh = await fitModel(id, train, { [key]: value });
            const old = (await fitted()).snapshot();
            const restored = recommender.restore({ ...old, params: { ...old.params, [key]: value } }, train);
            const tuned = recommender.restore(old, train);
            tuned.tune?.({ ...old.params, [key]: value });
            for (const query of [everyone[0], { ...everyone[4], user: null }, newcomer]) {
              const wanted = await answers(fresh, query, train);
              expect(await answers(restored, query, train)).toEqual(wanted);
              if (tuned.tune) expect(await answers(tuned, query, train)).toEqual(wanted);
            }
            expect(restored.snapshot()).toEqual(fresh.snapshot());
            if (tuned.tune) expect(tuned.snapshot()).toEqual(fresh.snapshot());
          },
        );
      }

      it('hands out a snapshot of its own copies', async () => {
        const model = await again();
        const snapshot = model.snapshot();
        const before = await scoresOf(model, everyone[0], train.items);
        for (const array of Object.values(snapshot.arrays)) {
          expect(array.buffer.byteLength).toBe(array.byteLength);
          array.fill(0);
        }
        expect(await scoresOf(model, everyone[0], train.items)).toEqual(before);
      });

      it('does not take a snapshot of another version or another recommender', async () => {
        const snapshot = (await fitted()).snapshot();
        expect([snapshot.recommender, snapshot.version]).toEqual([id, recommender.version]);
        for (const foreign of [{ version: recommender.version + 1 }, { recommender: 'another' }]) {
          expect(() => recommender.restore({ ...snapshot, ...foreign }, train)).toThrow(
            expect.objectContaining({ name: 'SnapshotVersionError' }),
          );
        }
      });

      it('has the methods it declares and no other', async () => {
        const model = await fitted();
        expect(typeof model.similar === 'function').toBe(has('similar'));
        expect(typeof model.explain === 'function').toBe(has('explain'));
        if (feedback === 'explicit' || !has('rates')) expect(typeof model.rate === 'function').toBe(has('rates'));
      });

      if (has('personalized')) {
        it('finds the one withheld item first', async () => {
          for (const [user, query] of everyone.entries())
            expect(await first(await fitted(), query)).toBe(withheld[user]);
        });

        it('finds it for someone it was not fitted on', async () => {
          for (const user of [1, 10]) {
            const others = await fit(withoutUser(dataset, user));
            expect(await first(others, { ...everyone[user], user: null })).toBe(withheld[user]);
          }
        });

        it('finds it for one of its own who comes without a name', async () => {
          for (const [user, query] of everyone.entries()) {
            expect(await first(await fitted(), { ...query, user: null })).toBe(withheld[user]);
          }
        });
      } else {
        it('has the same list for everyone', async () => {
          const one = await scoresOf(await fitted(), everyone[0], train.items);
          for (const query of [everyone[1], newcomer])
            expect(await scoresOf(await fitted(), query, train.items)).toEqual(one);
        });
      }

      if (has('new-user')) {
        it('has a score for every item before anything is known of a person', async () => {
          expect([...(await scoresOf(await fitted(), newcomer, train.items))].every(Number.isFinite)).toBe(true);
        });
      } else {
        it('holds its tongue about a person nothing is known of', async () => {
          expect([...(await scoresOf(await fitted(), newcomer, train.items))].every(Number.isNaN)).toBe(true);
        });
      }

      if (has('new-item')) {
        it('has a score for an item nobody has met', async () => {
          const small = buildTrainingSet(tiny(feedback));
          expect(small.byItem.indptr[4]).toBe(small.byItem.indptr[5]);
          expect((await scoresOf(await fit(small, brief), queryOfUser(small, 0), small.items))[4]).toSatisfy(
            Number.isFinite,
          );
        });
      }

      it('scores an item of which only a description is known as it scores one of the catalog that nobody has met', async () => {
        const described = tiny(feedback);
        const categories = buildLabels([['Space'], ['Space'], ['Food'], ['Food'], ['Space', 'Food']]);
        const small = buildTrainingSet({ ...described, catalog: { ...described.catalog, categories } });
        const model = await fit(small, brief);
        if (!model.scoreNew) return;
        expect(has('new-item')).toBe(true);
        for (const query of [queryOfUser(small, 0), { ...queryOfUser(small, 2), user: null }]) {
          const scores = await scoresOf(model, query, small.items);
          const score = model.scoreNew(query, descriptionOf(small.catalog, 4));
          expect(score).toBeCloseTo(scores[4], 6);
          expect(await scoresOf(model, query, small.items)).toEqual(scores);
          expect(model.scoreNew(query, { title: '', categories: ['Nothing known'], details: '', text: '' })).toSatisfy(
            (score: number) => Number.isNaN(score) || Number.isFinite(score),
          );
        }
      });

      if (has('explain')) {
        it('explains a score by parts that add up to it', async () => {
          for (const query of [everyone[0], everyone[1], { ...everyone[2], user: null }, newcomer]) {
            const scores = await scoresOf(await fitted(), query, train.items);
            for (let item = 0; item < train.items; item++) {
              const { score, parts } = (await fitted()).explain!(query, item);
              if (Number.isNaN(scores[item])) {
                expect(score).toBeNaN();
                continue;
              }
              const tolerance = 1e-4 * Math.max(1, Math.abs(scores[item]));
              const sum = parts.reduce((total, { amount }) => total + amount, 0);
              expect(Math.abs(score - scores[item])).toBeLessThanOrEqual(tolerance);
              expect(Math.abs(sum - scores[item])).toBeLessThanOrEqual(tolerance);
              for (const { kind, index, label } of parts) {
                expect(label).not.toBe('');
                const bound = kind === 'item' ? train.items : kind === 'user' ? train.users : 0;
                if (bound === 0) expect(index).toBe(-1);
                else expect(index >= 0 && index < bound).toBe(true);
              }
            }
          }
        });
      }

      if (has('similar')) {
        it('finds no item more like an item than itself, and its own kind nearest', async () => {
          const out = new Float64Array(train.items);
          for (let item = 0; item < train.items; item++) {
            out.fill(untouched);
            (await fitted()).similar!(item, out);
            expect(out).not.toContain(untouched);
            if (!Number.isNaN(out[item])) {
              for (const likeness of out) expect(likeness > out[item] + 1e-6).toBe(false);
            }
            expect(topN(out, 1, [item])[0] % 2).toBe(item % 2);
          }
        });
      }

      it('adds up what is like several items as if it had been asked for each', async () => {
        const model = await fitted();
        if (!model.similarToAll) return;
        expect(has('similar')).toBe(true);
        const weighted = { indices: Uint32Array.of(1, 4, 7), values: Float64Array.of(2, -1, 0.5) };
        const [sum, row] = [new Float64Array(train.items), new Float64Array(train.items)];
        const wanted = new Float64Array(train.items);
        model.similarToAll(weighted, sum);
        weighted.indices.forEach((item, at) => {
          model.similar!(item, row);
          row.forEach((likeness, other) => (wanted[other] += weighted.values[at] * likeness));
        });
        sum.forEach((one, item) => expect(one).toBeCloseTo(wanted[item], 6));
      });

      if (has('rates') && feedback === 'explicit') {
        it('predicts of a few items what it predicts of them among all', async () => {
          const [all, few] = [new Float64Array(train.items), new Float64Array(train.items)];
          const model = await fitted();
          const some = Uint32Array.from(all.keys()).filter((item) => item % 3 === 1);
          for (const query of [...everyone, newcomer]) {
            model.rate!(query, all);
            model.rate!(query, few, some);
            expect(Array.from(some, (item) => few[item])).toEqual(Array.from(some, (item) => all[item]));
          }
        });

        it('predicts a rating for every item, and a higher one for what is liked', async () => {
          const rates = new Float64Array(train.items);
          for (const [user, query] of everyone.entries()) {
            rates.fill(untouched);
            (await fitted()).rate!(query, rates);
            expect(rates).not.toContain(untouched);
            expect([...rates].every(Number.isFinite)).toBe(true);
            if (!has('personalized') || blindToTaste.includes(id)) continue;
            const unmet = [...rates.keys()].filter((item) => !query.history.indices.includes(item));
            const best = Math.max(...unmet.map((item) => rates[item]));
            expect(rates[withheld[user]]).toBeGreaterThanOrEqual(best - 1e-9);
          }
        });
      }

      it.each(Object.keys({ tiny: 0, ...extremes(feedback) }))('copes with %s', async (name) => {
        const small = buildTrainingSet(name === 'tiny' ? tiny(feedback) : extremes(feedback)[name]);
        const model = await fit(small, brief);
        const strangers: Query[] = [newcomer, { ...queryOfUser(small, 0), user: null }];
        const everybody = Array.from({ length: small.users }, (_, user) => queryOfUser(small, user));
        for (const query of [...everybody, ...strangers]) {
          const found = await answers(model, query, small);
          for (const out of Object.values(found)) {
            expect(out).not.toContain(untouched);
            expect(out).not.toContain(Infinity);
            expect(out).not.toContain(-Infinity);
          }
          if (has('rates') && feedback === 'explicit') expect([...found.rates].every(Number.isFinite)).toBe(true);
          if (has('new-user')) expect([...found.scores].every(Number.isFinite)).toBe(true);
        }
        const restored = recommender.restore(structuredClone(model.snapshot()), small);
        expect(await answers(restored, everybody[0], small)).toEqual(await answers(model, everybody[0], small));
      });
    });
  });

/**
 * These predict by differences that hold on average over everyone. Where people are of two opposite minds, as in the
 * community here, such an average is wrong for all of them; that is the method, not a mistake.
 */
const blindToTaste = ['slope-one'];

/** No model computes this by accident. */
const untouched = -12345.678;

/** Everything a model says to a query. */
async function answers(model: FittedModel, query: Query, { items }: TrainingSet) {
  const scores = new Float64Array(items).fill(untouched);
  const rates = new Float64Array(items).fill(untouched);
  const similar = new Float64Array(items).fill(untouched);
  await model.score(query, scores);
  if (model.rate) model.rate(query, rates);
  else rates.fill(0);
  if (model.similar) model.similar(0, similar);
  else similar.fill(0);
  const explained = Float64Array.from({ length: items }, (_, item) => model.explain?.(query, item).score ?? 0);
  return { scores, rates, similar, explained };
}

async function first(model: FittedModel, query: Query): Promise<number> {
  const scores = new Float64Array(20);
  await model.score(query, scores);
  return topN(scores, 1, query.history.indices)[0];
}

/** The same community, of whom one has done nothing. */
function withoutUser(dataset: Dataset, user: number): TrainingSet {
  const rows = [...dataset.interactions.user.keys()].filter((row) => dataset.interactions.user[row] !== user);
  return buildTrainingSet(dataset, Uint32Array.from(rows));
}

function outOfRange(spec: ParamSpec): ParamValue {
  switch (spec.type) {
    case 'flag':
      return 'yes';
    case 'choice':
      return 'no such option';
    case 'text':
      return 'x'.repeat(spec.maxLength + 1);
    default:
      return spec.max + 1;
  }
}

/** Values that are not the default. */
function otherValues(spec: ParamSpec): ParamValue[] {
  switch (spec.type) {
    case 'flag':
      return [!spec.default];
    case 'choice':
      return spec.options.map(({ id }) => id).filter((option) => option !== spec.default);
    case 'text':
      return ['x'];
    default:
      return [spec.min, spec.default + 1, spec.max].filter((value) => value !== spec.default && value <= spec.max);
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
