import { beforeEach, describe, expect, it } from 'vitest';
import type { Run } from '../../src/core/experiments/protocol.ts';
import type { DatasetView } from '../../src/rpc/lab-api.ts';
import { Evaluation, nameOfRun } from '../../src/state/evaluation.svelte.ts';
import type { RunStore } from '../../src/storage/store.ts';
import { recommenders, view } from '../ui/fixtures.ts';
import { judgedRun } from '../ui/run-fixtures.ts';
import { deferred } from './fixtures.ts';

const als = { id: 'als', params: {} };
const small = { id: 'als', params: { factors: 16 } };
const popular = { id: 'popularity', params: {} };

describe('the evaluation of a lab', () => {
  let now: number;
  let kept: Map<string, Run>;
  let evaluation: Evaluation;
  let answer: (run: Run) => Promise<Run>;

  beforeEach(async () => {
    now = 1000;
    kept = new Map();
    answer = async (run) => run;
    const store: RunStore = {
      put: async (run) => void kept.set(run.id, run),
      list: async (dataset) => [...kept.values()].filter((run) => run.dataset.id === dataset),
      delete: async (id) => void kept.delete(id),
    };
    evaluation = new Evaluation(
      async (_, selections, protocol) => {
        const run = { ...judgedRun([...selections], protocol), createdAt: ++now };
        const answered = await answer(run);
        kept.set(answered.id, answered);
        return answered;
      },
      store,
      () => now,
    );
    evaluation.recommenders = recommenders;
    await evaluation.open(view);
  });

  it('keeps names and tags, on the page and in the store', async () => {
    const run = (await evaluation.run([als, popular]))!;
    await evaluation.note(run, { name: '  First  ' });
    await evaluation.note(evaluation.current!, { tags: ['draft'] });
    expect(evaluation.current).toMatchObject({ name: 'First', tags: ['draft'] });
    expect(kept.get(run.id)).toEqual(evaluation.current);
    expect(nameOfRun(evaluation.current!)).toBe('First');

    // The same question again answers under the same name.
    await evaluation.repeat(run);
    expect(evaluation.runs).toHaveLength(1);
    expect(evaluation.current).toMatchObject({ id: run.id, name: 'First', tags: ['draft'], createdAt: now });
    expect(kept.get(run.id)).toMatchObject({ name: 'First' });
  });

  it('measures in spare time without taking the screen from what is on it', async () => {
    const asked = (await evaluation.run([als]))!;
    await evaluation.measure([popular]);
    expect(evaluation.runs).toHaveLength(2);
    expect(evaluation.current?.id).toBe(asked.id);
  });

  it('shows what was measured in spare time where nothing was on the screen, and says that nobody asked', async () => {
    const waiting = deferred<Run>();
    answer = () => waiting.promise;
    const measured = evaluation.measure([popular]);
    expect(evaluation.running?.isUnasked).toBe(true);
    waiting.resolve(judgedRun([popular], evaluation.protocol));
    expect((await measured)?.id).toBe(evaluation.current?.id);
  });

  it('brings a removed run back to its place, and to the screen only where nothing took it', async () => {
    const first = (await evaluation.run([als]))!;
    const second = (await evaluation.run([small]))!;
    const third = (await evaluation.run([popular]))!;
    await evaluation.remove(second);
    expect(kept.has(second.id)).toBe(false);
    expect(evaluation.runs.map(({ id }) => id)).toEqual([third.id, first.id]);
    expect(evaluation.current!.id).toBe(third.id);
    await evaluation.restore(second);
    expect(evaluation.runs.map(({ id }) => id)).toEqual([third.id, second.id, first.id]);
    expect(evaluation.current!.id).toBe(third.id);
    await evaluation.restore(second);
    expect(evaluation.runs).toHaveLength(3);
    for (const run of [third, second, first]) await evaluation.remove(run);
    expect(evaluation.shown).toBeNull();
    await evaluation.restore(first);
    expect(evaluation.current!.id).toBe(first.id);
  });

  it('takes back a run of other data into the store alone', async () => {
    const run = (await evaluation.run([als]))!;
    await evaluation.remove(run);
    await evaluation.open({ ...view, summary: { ...view.summary, id: 'elsewhere' } } as DatasetView);
    await evaluation.restore(run);
    expect(kept.has(run.id)).toBe(true);
    expect(evaluation.runs).toEqual([]);
  });

  it('shows runs asked alike as one, until another is shown or one of them goes', async () => {
    const first = (await evaluation.run([als, popular]))!;
    const second = (await evaluation.run([small]))!;
    const unlike = (await evaluation.run([als], { ...evaluation.protocol, k: 5 }))!;
    evaluation.show(second);
    expect(evaluation.isLikeCurrent(first)).toBe(true);
    expect(evaluation.isLikeCurrent(unlike)).toBe(false);
    expect(evaluation.isLikeCurrent(second)).toBe(false);
    evaluation.compare(first);
    expect(evaluation.shown!.outcomes.map(({ recommender }) => recommender)).toEqual([small, als, popular]);
    evaluation.compare(first);
    expect(evaluation.shown).toBe(evaluation.current);
    evaluation.compare(first);
    await evaluation.remove(first);
    expect(evaluation.shown!.outcomes).toHaveLength(1);
    evaluation.show(unlike);
    expect(evaluation.beside).toEqual([]);
  });

  it('knows offline figures by settings, written out or not, from the newest run that has them', async () => {
    await evaluation.run([als, small]);
    const defaults = evaluation.offline(als, 'ndcg')!;
    expect(defaults.k).toBe(10);
    expect(evaluation.offline({ id: 'als', params: { factors: 64, alpha: 5 } }, 'ndcg')).toEqual(defaults);
    expect(evaluation.offline({ id: 'als', params: { factors: 7 } }, 'ndcg')).toBeNull();
    expect(evaluation.offline(als, 'astrology')).toBeNull();
    await evaluation.run([als], { ...evaluation.protocol, k: 5 });
    expect(evaluation.offline(als, 'ndcg')!.k).toBe(5);
    expect(evaluation.offline(small, 'ndcg')!.k).toBe(10);
    // Kinds weighed anew: what was measured holds for the data as they were.
    evaluation.reweigh({ ...view, summary: { ...view.summary, hash: 'weighed' } } as DatasetView);
    expect(evaluation.offline(als, 'ndcg')).toBeNull();
    expect(evaluation.isMeasured).toBe(false);
  });

  it('lets a newer question win, and what comes late for other data out of sight', async () => {
    const slow = deferred<Run>();
    answer = () => slow.promise;
    const late = evaluation.run([als]);
    answer = async (run) => run;
    const next = await evaluation.run([popular]);
    expect(evaluation.running).toBeNull();
    await evaluation.open({ ...view, summary: { ...view.summary, id: 'elsewhere' } } as DatasetView);
    slow.resolve(judgedRun([als], evaluation.protocol));
    await late;
    expect(evaluation.runs).toEqual([]);
    expect(evaluation.running).toBeNull();
    expect(next!.outcomes[0].recommender).toEqual(popular);
  });

  it('says what failed, and forgets it with the next run; a cancelled one is no failure', async () => {
    answer = () => Promise.reject(new Error('Nothing to learn from.'));
    expect(await evaluation.run([als])).toBeNull();
    expect(evaluation.error!.message).toBe('Nothing to learn from.');
    const slow = deferred<Run>();
    answer = () => slow.promise;
    const running = evaluation.run([als]);
    expect(evaluation.error).toBeNull();
    evaluation.cancel();
    expect(evaluation.running).toBeNull();
    slow.reject(new DOMException('', 'AbortError'));
    expect(await running).toBeNull();
    expect(evaluation.error).toBeNull();
  });
});
