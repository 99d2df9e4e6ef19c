import { beforeEach, describe, expect, it } from 'vitest';
import type { EpochReport, FitProgress } from '../../src/core/recommenders/recommender.ts';
import type { Column } from '../../src/state/columns.svelte.ts';
import { Columns } from '../../src/state/columns.svelte.ts';
import type { Learned, LearningDesk } from '../../src/state/trainer.svelte.ts';
import { Trainer } from '../../src/state/trainer.svelte.ts';
import { offer } from './fixtures.ts';

const network = { ...offer('mf-adam'), family: 'neural' as const };

const epochReport = (epoch: number): EpochReport => ({
  ...{ epoch, epochs: 4, loss: 1 / epoch, validation: 0.1 * epoch, measure: 'ndcg@10', best: epoch },
});
const reports = (upTo: number) => Array.from({ length: upTo }, (_, at) => epochReport(at + 1));

describe('the trainer', () => {
  let stored: Learned | null;
  /** Trainings under way, to be moved by hand. */
  let running: {
    report: (progress: FitProgress) => void;
    end: (learned: Learned) => void;
    fail: (error: Error) => void;
  }[];
  let closed: string[];
  let forgotten: number;
  let now: number;
  let columns: Columns;
  let column: Column;

  beforeEach(() => {
    stored = null;
    running = [];
    closed = [];
    forgotten = 0;
    now = 0;
    const desk: LearningDesk = {
      find: async () => stored,
      train: (_column, signal, report) =>
        new Promise((end, fail) => {
          running.push({ report, end, fail });
          signal.addEventListener('abort', () => fail(new DOMException('Stopped.', 'AbortError')));
        }),
      openEpoch: async (_column, epoch) => `model@${epoch}`,
      close: (model) => closed.push(model),
      forget: async () => void forgotten++,
    };
    const trainer = new Trainer(
      desk,
      () => {},
      () => now,
    );
    columns = new Columns(
      async () => ({ key: 'quick', fitSeconds: 0 }),
      () => {},
      () => {},
      undefined,
      trainer,
    );
    columns.offer = [network, offer('popularity')];
  });

  const open = async () => {
    column = columns.add('mf-adam')!;
    await expect.poll(() => column.status).not.toBe('waiting');
  };
  const learn = async (epoch: number) => {
    running.at(-1)!.report({ step: 10 * epoch, steps: 40, loss: 1, epoch: epochReport(epoch) });
    await expect.poll(() => column.stored).toBe(`model@${epoch}`);
  };
  const start = async (single = false) => {
    const before = running.length;
    columns.train(column, single);
    await expect.poll(() => running.length).toBe(before + 1);
  };

  it('waits to be told, and keeps nobody waiting', async () => {
    await open();
    expect(column.status).toBe('idle');
    expect(columns.busy).toBe(false);
    expect(columns.ready).toEqual([]);
  });

  it('shows the list of every epoch, and closes the one before', async () => {
    await open();
    await start();
    expect(column.status).toBe('fitting');
    await learn(1);
    expect(columns.ready).toEqual([column]);
    await learn(2);
    expect(closed).toEqual(['model@1']);
    running[0].end({ model: 'model', fitSeconds: 9, epochs: reports(3), isFinished: true });
    await expect.poll(() => column.status).toBe('ready');
    expect(column.stored).toBe('model');
    expect(column.training!.epochs).toHaveLength(3);
  });

  it('goes on with the list of the last epoch when paused, and resumes', async () => {
    await open();
    await start();
    await learn(1);
    columns.pause(column);
    expect(column.status).toBe('paused');
    expect(column.canAnswer).toBe(true);
    await start();
    await learn(2);
    expect(column.training!.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('takes a single step of an epoch', async () => {
    await open();
    await start(true);
    await learn(1);
    expect(column.status).toBe('paused');
  });

  it('finds after a reload what was learned before', async () => {
    stored = { model: 'model@2', fitSeconds: 3, epochs: reports(2), isFinished: false };
    await open();
    expect(column.status).toBe('paused');
    expect(column.stored).toBe('model@2');
    expect(column.training!.last!.epoch).toBe(2);
  });

  it('keeps the last good epoch where training fails, and says why', async () => {
    await open();
    await start();
    await learn(1);
    running[0].fail(new Error('The loss ran away.'));
    await expect.poll(() => column.status).toBe('failed');
    expect(column.error!.message).toBe('The loss ran away.');
    expect(column.stored).toBe('model@1');
    expect(column.canAnswer).toBe(true);
  });

  it('forgets what was learned when told to start over', async () => {
    await open();
    await start();
    await learn(1);
    columns.discard(column);
    expect(column.status).toBe('idle');
    expect(column.stored).toBeNull();
    expect(column.training!.epochs).toEqual([]);
    expect(forgotten).toBe(1);
  });

  it('trains one after the other', async () => {
    await open();
    await start();
    const second = columns.add('mf-adam', { factors: 16 })!;
    await expect.poll(() => second.status).toBe('idle');
    columns.train(second);
    expect(second.status).toBe('waiting');
    running[0].end({ model: 'model', fitSeconds: 1, epochs: [], isFinished: true });
    await expect.poll(() => running.length).toBe(2);
    expect(second.status).toBe('fitting');
  });

  it('tells the speed and the time left once it has seen more than the first step', async () => {
    await open();
    await start();
    const { report } = running[0];
    report({ step: 1, steps: 41, examples: 100 });
    expect(column.training!.examplesPerSecond).toBeNull();
    now = 1000;
    report({ step: 11, steps: 41, examples: 1100 });
    expect(column.training!.examplesPerSecond).toBe(1000);
    expect(column.training!.secondsLeft).toBe(3);
  });

  it('tells the speed of late, which may have changed', async () => {
    await open();
    await start();
    for (let step = 0; step <= 40; step++) {
      now += step <= 20 ? 1000 : 100;
      running[0].report({ step, steps: 100, examples: 100 * step });
    }
    for (let step = 41; step <= 90; step++) {
      now += 100;
      running[0].report({ step, steps: 100, examples: 100 * step });
    }
    expect(column.training!.examplesPerSecond).toBeCloseTo(1000, 6);
    expect(column.training!.secondsLeft).toBeCloseTo(1, 6);
  });
});
