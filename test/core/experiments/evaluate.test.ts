import { describe, expect, it } from 'vitest';
import type { TrainingSet } from '../../../src/core/data/training-set.ts';
import { drive } from '../../../src/core/experiments/drive.ts';
import { evaluate } from '../../../src/core/experiments/evaluate.ts';
import type { EvaluateProgress, Outcome, Protocol } from '../../../src/core/experiments/protocol.ts';
import type { FittedModel, Recommender } from '../../../src/core/recommenders/recommender.ts';
import { createRng } from '../../../src/core/rng.ts';
import type { Event } from '../../fixtures/dataset.ts';
import { datasetOf } from '../../fixtures/dataset.ts';
import { envOf, scoresOf, scripted } from './scripted.ts';

const protocol: Protocol = {
  split: { id: 'holdout', params: { ratio: 0.3 } },
  metrics: ['precision', 'recall', 'ndcg', 'coverage', 'rmse'],
  k: 5,
  relevantFrom: null,
  seed: 7,
};

/** `users` people with `each` of `items` items, one to five stars at random. */
function community(users: number, items: number, each: number) {
  const rng = createRng(11);
  const events: Event[] = [];
  for (let user = 0; user < users; user++) {
    const own = rng.shuffle(Array.from({ length: items }, (_, item) => item)).slice(0, each);
    for (const item of own) events.push({ user, item, value: 1 + rng.int(5), time: events.length });
  }
  return datasetOf(events, {}, { users, items });
}
const dataset = community(40, 30, 10);

const constant = scripted('constant', () => ({ score: scoresOf(() => 1) }));
const shuffled = scripted('shuffled', (_, rng) => ({ score: scoresOf(() => rng.next()) }));
const choose = (...ids: string[]) => ids.map((id) => ({ id, params: {} }));
const valueOf = (outcome: Outcome, metric: string) => outcome.results.find((one) => one.metric === metric)!.value;

describe('evaluate', () => {
  it('shows a recommender nothing of what is held out', async () => {
    let shown: TrainingSet | undefined;
    const spy = scripted('spy', (train) => {
      shown = train;
      return { score: scoresOf(() => 0) };
    });
    const run = await drive(evaluate(dataset, choose('spy'), protocol, envOf(spy)));
    const cells = shown!.byUser.indices.length;
    expect(cells).toBe(40 * 7);
    expect(shown!.log.user.length).toBe(cells);
    expect(shown!.byItem.indices.length).toBe(cells);
    expect(run.users.length).toBe(40);
  });

  it('never lists what a user has in training, and finds all that is hidden when told where it is', async () => {
    const { user, item } = dataset.interactions;
    const owned = new Set(Array.from(user, (u, row) => `${u} ${item[row]}`));
    const oracle = scripted('oracle', () => ({
      score: scoresOf((one, query) => (owned.has(`${query.user} ${one}`) ? 1 : 0)),
    }));
    const run = await drive(evaluate(dataset, choose('oracle'), protocol, envOf(oracle)));
    expect(valueOf(run.outcomes[0], 'recall')).toBe(1);
    expect(valueOf(run.outcomes[0], 'ndcg')).toBe(1);
    expect(valueOf(run.outcomes[0], 'precision')).toBeCloseTo(3 / 5, 12);
  });

  it('gives a random scorer what chance gives, and a constant one no more', async () => {
    const many = community(1500, 30, 10);
    const run = await drive(evaluate(many, choose('shuffled', 'constant'), protocol, envOf(shuffled, constant)));
    // Five of the 23 unseen items are shown and three are hidden: 5 · 3 / 23 hits, hypergeometric.
    const chance = (5 * 3) / 23 / 5;
    const deviation = Math.sqrt((5 * (3 / 23) * (20 / 23) * (18 / 22)) / 25 / 1500);
    for (const outcome of run.outcomes) {
      const value = valueOf(outcome, 'precision');
      expect(Math.abs(value - chance), outcome.label).toBeLessThan(4 * deviation);
      const [low, high] = outcome.results[0].interval!;
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      expect(high - low).toBeCloseTo(2 * 1.96 * deviation, 2);
    }
  });

  it('predicts every hidden rating on the scale, by the usual rating where the model is silent', async () => {
    const wild = scripted('wild', () => ({ score: scoresOf(() => 0), rate: scoresOf(() => 99) }));
    const silent = scripted('silent', () => ({ score: scoresOf(() => 0), rate: scoresOf(() => NaN) }));
    const events = [5, 4, 1, 5].map((value, item) => ({ user: 0, item, value, time: item }));
    const last: Protocol = { ...protocol, split: { id: 'leave-one-out', params: { which: 'last' } }, metrics: ['mae'] };
    const run = await drive(evaluate(datasetOf(events), choose('wild', 'silent'), last, envOf(wild, silent)));
    expect(run.outcomes.map((outcome) => valueOf(outcome, 'mae'))).toEqual([0, 5 - 10 / 3]);
  });

  it('leaves out of the lists’ means who has nothing relevant, and counts them', async () => {
    const events: Event[] = [5, 5, 1].map((value, user) => ({ user, item: 1, value, time: 9 }));
    events.unshift(...[0, 1, 2, 3].map((user) => ({ user, item: 0, value: 4, time: 1 })));
    const liked: Protocol = {
      ...protocol,
      split: { id: 'leave-one-out', params: { which: 'last' } },
      metrics: ['recall'],
      relevantFrom: 4,
    };
    const run = await drive(evaluate(datasetOf(events), choose('constant'), liked, envOf(constant)));
    expect([...run.users]).toEqual([0, 1]);
    expect(run.usersWithoutTest).toBe(2);
    expect([...run.outcomes[0].results[0].perUser!]).toEqual([1, 1]);
  });

  it('judges errors on every hidden rating, also where none is relevant', async () => {
    const events = [5, 1].flatMap((value, user) => [
      { user, item: 0, value: 4, time: 1 },
      { user, item: 1, value, time: 2 },
    ]);
    const guess = scripted('guess', () => ({ score: scoresOf(() => 0), rate: scoresOf(() => 3) }));
    const both: Protocol = {
      ...protocol,
      split: { id: 'leave-one-out', params: { which: 'last' } },
      metrics: ['recall', 'rmse'],
      relevantFrom: 4,
    };
    const run = await drive(evaluate(datasetOf(events), choose('guess'), both, envOf(guess)));
    expect([...run.users]).toEqual([0, 1]);
    expect([...run.outcomes[0].results[0].perUser!]).toEqual([1, NaN]);
    expect(run.outcomes[0].results[1].value).toBe(2);
    expect(run.usersWithoutTest).toBe(1);
  });

  it('drops a given test item that is also in training', async () => {
    const events = [0, 1, 1, 2].map((item) => ({ user: 0, item, value: 4 }));
    const small = datasetOf(events);
    const planted = { ...small, provenance: { ...small.provenance, givenTest: Uint32Array.of(2, 3) } };
    const given = { ...protocol, split: { id: 'given', params: {} }, metrics: ['recall'] };
    const run = await drive(evaluate(planted, choose('constant'), given, envOf(constant)));
    expect(valueOf(run.outcomes[0], 'recall')).toBe(1);
  });

  it('records the error of one that fails, and goes on', async () => {
    const failing = scripted('failing', () => {
      throw new Error('Expected texts; got none.');
    });
    const env = envOf(failing, constant);
    const run = await drive(evaluate(dataset, choose('failing', 'constant'), protocol, env));
    expect(run.outcomes[0]).toMatchObject({ error: 'Expected texts; got none.', results: [] });
    expect(run.outcomes[1].error).toBeNull();
    expect(run.outcomes[1].results).toHaveLength(protocol.metrics.length);
  });

  it('refuses what it does not know before it fits anything', async () => {
    const env = envOf(constant);
    await expect(drive(evaluate(dataset, choose('oracle'), protocol, env))).rejects.toThrow(/Known: constant/);
    const unknownMetric = { ...protocol, metrics: ['luck'] };
    await expect(drive(evaluate(dataset, choose('constant'), unknownMetric, env))).rejects.toThrow(/no metric "luck"/);
  });

  it('says what to do when nothing can be held out', async () => {
    const lonely = datasetOf([{ user: 0, item: 0, value: 4 }]);
    await expect(drive(evaluate(lonely, choose('constant'), protocol, envOf(constant)))).rejects.toThrow(
      /at least one person with two items/,
    );
  });

  it('gives the same run for the same question', async () => {
    const ask = () => drive(evaluate(dataset, choose('shuffled'), protocol, envOf(shuffled)));
    const [one, two] = [await ask(), await ask()];
    expect(two).toEqual(one);
    const other = await drive(evaluate(dataset, choose('shuffled'), { ...protocol, seed: 8 }, envOf(shuffled)));
    expect(other.id).not.toBe(one.id);
    expect(other.outcomes[0].results).not.toEqual(one.outcomes[0].results);
  });

  it('measures one the same whoever else takes part', async () => {
    const alone = await drive(evaluate(dataset, choose('shuffled'), protocol, envOf(shuffled)));
    const together = await drive(
      evaluate(dataset, choose('constant', 'shuffled'), protocol, envOf(shuffled, constant)),
    );
    expect(together.outcomes[1].results).toEqual(alone.outcomes[0].results);
  });

  it('reports progress that only grows, and lets go of the model when it is stopped', async () => {
    let disposed = 0;
    const held = scripted('held', () => ({ score: scoresOf(() => 0), dispose: () => disposed++ }));
    const seen: EvaluateProgress[] = [];
    await drive(evaluate(dataset, choose('held', 'held'), protocol, envOf(held)), { report: (p) => seen.push(p) });
    expect(disposed).toBe(2);
    const shares = seen.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
    expect(new Set(seen.map(({ phase }) => phase))).toEqual(new Set(['fit', 'score']));

    const stop = { aborted: false };
    const stopped = drive(evaluate(dataset, choose('held'), protocol, envOf(held)), {
      stop,
      report: ({ phase }) => (stop.aborted = phase === 'score'),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(disposed).toBe(3);
  });

  it('tells of epochs in words that reach another thread, and keeps checkpoints to itself', async () => {
    const epoch = { epoch: 1, epochs: 2, loss: 0.7, validation: 0.1, measure: 'ndcg@10', best: 1 } as const;
    const net: Recommender = {
      ...constant,
      id: 'net',
      *fit(train, params, env) {
        yield { step: 1, steps: 2, loss: 0.7, epoch, checkpoint: () => Promise.reject(new Error('asked in vain')) };
        return yield* constant.fit(train, params, env) as Generator<never, FittedModel>;
      },
    };
    const seen: EvaluateProgress[] = [];
    await drive(evaluate(dataset, choose('net'), protocol, envOf(net)), {
      report: (p) => seen.push(structuredClone(p)),
    });
    expect(seen[0]).toEqual({ recommender: 'net', phase: 'fit', done: 0.25, loss: 0.7, epoch });
  });
});
