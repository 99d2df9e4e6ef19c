import { expect, it, vi } from 'vitest';
import { personIn, cutAgain } from '../../src/core/experiments/person.ts';
import type { Protocol } from '../../src/core/experiments/protocol.ts';
import { splitters } from '../../src/core/splits/registry.ts';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { createPeople } from '../../workers/people.ts';
import { Workbench } from '../../workers/workbench.ts';
import { parity } from '../fixtures/parity.ts';

const { dataset } = parity('explicit');
const { hash } = dataset.provenance;
const protocol: Protocol = { split: { id: 'holdout', params: {} }, metrics: [], k: 5, relevantFrom: 4, seed: 3 };

it('cuts a data set once for all people of a run, and says when it has changed', async () => {
  const store = memoryStore();
  await store.datasets.put(dataset);
  const person = createPeople(new Workbench(store));
  const split = vi.spyOn(splitters.get('holdout'), 'split');
  const [first, second] = dataset.users.ids;
  const cut = cutAgain(dataset, hash, protocol);
  split.mockClear();
  for (const id of [first, second, first]) {
    expect(await person(dataset.id, hash, protocol, id)).toEqual(personIn(cut, id));
  }
  expect(split).toHaveBeenCalledTimes(1);
  await person(dataset.id, hash, { ...protocol, seed: 4 }, first);
  expect(split).toHaveBeenCalledTimes(2);
  await expect(person(dataset.id, 'other', protocol, first)).rejects.toMatchObject({ name: 'ParamError' });
});
