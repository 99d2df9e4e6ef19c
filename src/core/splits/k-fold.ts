import { int } from '../params.ts';
import { choicesByUser, splitBy } from './choices.ts';
import { defineSplitter } from './splitter.ts';

export const kFold = defineSplitter({
  id: 'k-fold',
  label: 'Folds',
  summary: 'Deals every person’s items into folds and hides each fold once: as many fits, and every item is asked for.',
  params: {
    folds: int({
      label: 'Folds',
      help: 'More folds leave more to learn from each time and take as many fits.',
      default: 5,
      min: 2,
      max: 20,
    }),
  },
  folds: ({ folds }) => folds,
  split(dataset, { folds }, rng, fold) {
    const { item } = dataset.interactions;
    const heldOut = new Uint8Array(item.length);
    for (const { user, rows, choices } of choicesByUser(dataset)) {
      // Who has a single item keeps it: nothing would be left to know them by.
      if (choices.length < 2) continue;
      const own = rng.fork(dataset.users.ids[user]);
      own.shuffle(choices);
      // Somebody with fewer items than folds is not always in the first ones.
      const first = own.int(folds);
      const dealt = new Set(choices.filter((_, at) => (first + at) % folds === fold));
      for (const row of rows) if (dealt.has(item[row])) heldOut[row] = 1;
    }
    return splitBy(heldOut);
  },
});
