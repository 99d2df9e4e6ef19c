import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from '../../src/core/data/dataset.ts';
import type { DatasetView, Offer } from '../../src/rpc/lab-api.ts';
import { FirstDataset } from '../../src/state/first-dataset.ts';
import { parseScreen } from '../../src/state/link.ts';

const generators = [
  { id: 'film-club', label: 'Film club' },
  { id: 'shop', label: 'Shop' },
] as unknown as Offer['generators'];

interface Visit {
  readonly kept?: readonly string[];
  readonly last?: string;
  readonly link?: string;
  readonly badWeights?: boolean;
}

/** A visit, and what was done in its course. */
function visit({ kept = [], last, link = '', badWeights = false }: Visit) {
  const did: string[] = [];
  const summaryOf = (id: string) => ({ id }) as DatasetSummary;
  const datasets = {
    list: [] as readonly DatasetSummary[],
    error: null,
    refresh: async () => void (datasets.list = kept.map(summaryOf)),
    generate: async ({ id }: { id: string }) => {
      did.push(`made ${id}`);
      return summaryOf(id);
    },
  };
  const first = new FirstDataset({
    datasets,
    address: { screen: parseScreen(link) },
    settings: { get: async () => last },
    training: {
      reweigh: async (id) => {
        if (badWeights) throw new Error('Expected weights from 0.');
        did.push(`weighed ${id}`);
        return summaryOf(id);
      },
    },
    inference: {
      openDataset: async (id) => {
        did.push(`opened ${id}`);
        return { summary: summaryOf(id) } as DatasetView;
      },
    },
  });
  const found = first.begin().then(() => first.find(generators));
  return { did, first, found };
}

describe('what a visit begins with', () => {
  it('makes the film club, once, where nothing is kept', async () => {
    const { found, did } = visit({});
    expect(await found).toEqual({ id: 'film-club', notices: [] });
    expect(did).toEqual(['made film-club']);
  });

  it('opens what was open last, before it is asked for', async () => {
    const { found, did, first } = visit({ kept: ['film-club', 'mine'], last: 'mine' });
    expect(await found).toEqual({ id: 'mine', notices: [] });
    expect(did).toEqual(['opened mine']);
    expect((await first.take('mine'))?.summary.id).toBe('mine');
    expect(first.take('mine')).toBeNull();
  });

  it('falls back to the film club where what was open last is gone', async () => {
    const { found } = visit({ kept: ['film-club'], last: 'mine' });
    expect(await found).toEqual({ id: 'film-club', notices: [] });
  });

  it('follows a link to data kept here', async () => {
    const { found, did } = visit({ kept: ['film-club', 'mine'], last: 'film-club', link: '#/rate?data=mine' });
    expect(await found).toEqual({ id: 'mine', notices: [] });
    expect(did).toEqual(['opened mine']);
  });

  it('makes what a link names where it can be made', async () => {
    const { found, did } = visit({ kept: ['film-club'], last: 'film-club', link: '#/rate?data=shop' });
    expect(await found).toEqual({ id: 'shop', notices: [] });
    expect(did).toEqual(['made shop']);
  });

  it('says what a link asked for in vain, and opens what was open last', async () => {
    const { found } = visit({ kept: ['mine'], last: 'mine', link: '#/rate?data=yours' });
    const { id, notices } = await found;
    expect(id).toBe('mine');
    expect(notices).toEqual([expect.stringMatching(/"yours", which is not on this device. Import it/)]);
  });
});

describe('a link that weighs kinds of event', () => {
  const link = '#/rate?data=mine&weights=view=0.5';

  it('has them weighed before anything is opened', async () => {
    const { found, did, first } = visit({ kept: ['mine'], last: 'mine', link });
    expect(await found).toEqual({ id: 'mine', notices: [] });
    expect(did).toEqual(['weighed mine']);
    expect(first.take('mine')).toBeNull();
  });

  it('says why they cannot be had, and opens the data as they are', async () => {
    const { found } = visit({ kept: ['mine'], last: 'mine', link, badWeights: true });
    expect(await found).toEqual({ id: 'mine', notices: ['Expected weights from 0.'] });
  });
});
