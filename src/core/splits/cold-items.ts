import { float } from '../params.ts';
import { splitBy } from './choices.ts';
import { defineSplitter } from './splitter.ts';

/** Whether an item is new follows from its outside id and the seed alone. */
export const coldItems = defineSplitter({
  id: 'cold-items',
  label: 'New items',
  summary:
    'Hides a share of the items from everybody and asks for them: only what is known of an item besides who likes it can help.',
  params: {
    share: float({
      label: 'Share of items',
      help: 'More new items make the numbers surer and leave less to learn from.',
      default: 0.1,
      min: 0.01,
      max: 0.9,
    }),
  },
  split(dataset, { share }, rng) {
    const isNew = dataset.items.ids.map((id) => rng.fork(id).next() < share);
    return splitBy(Uint8Array.from(dataset.interactions.item, (item) => (isNew[item] ? 1 : 0)));
  },
});
