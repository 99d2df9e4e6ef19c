/** What may be looked at while settings are chosen. */
import type { Dataset } from '../data/dataset.ts';
import { selectEvents } from '../data/interactions.ts';
import { buildTrainingSet } from '../data/training-set.ts';
import { createRng, hashText } from '../rng.ts';
import { splitters } from '../splits/registry.ts';
import type { Protocol } from './protocol.ts';

/** The data set without the events that the protocol would test on: they are not in it at all. */
export function trainingPart(dataset: Dataset, { split, seed }: Protocol): Dataset {
  const { train } = splitters.get(split.id).split(dataset, split.params, createRng(seed).fork('split'));
  return withoutOthers(dataset, train);
}

/** The same protocol one level down: the training part is cut in the same way, by other chance, and once only. */
export function validationProtocol({ repeats: _, ...protocol }: Protocol, metric: string): Protocol {
  // A test set that was given has been taken away already, and there is no second one.
  const split = protocol.split.id === 'given' ? { id: 'holdout', params: {} } : protocol.split;
  return { ...protocol, split, metrics: [metric], seed: hashText('validation', protocol.seed) };
}

/** A share of the people, `fewest` at least, with all they did; the smaller share is part of the larger. */
export function someUsers(dataset: Dataset, share: number, seed: number, fewest = 100): Dataset {
  if (share >= 1) return dataset;
  const users = dataset.users.ids.length;
  const order = createRng(seed)
    .fork('users')
    .shuffle(Uint32Array.from({ length: users }, (_, user) => user));
  const isIn = new Uint8Array(users);
  for (const user of order.subarray(0, Math.max(fewest, Math.ceil(share * users)))) isIn[user] = 1;
  const { user } = dataset.interactions;
  const rows: number[] = [];
  for (let row = 0; row < user.length; row++) if (isIn[user[row]]) rows.push(row);
  return withoutOthers(dataset, Uint32Array.from(rows));
}

function withoutOthers(dataset: Dataset, rows: Uint32Array): Dataset {
  return {
    ...dataset,
    interactions: selectEvents(dataset.interactions, rows),
    sessions: dataset.sessions && buildTrainingSet(dataset, rows).sessions,
    provenance: { ...dataset.provenance, givenTest: null },
  };
}
