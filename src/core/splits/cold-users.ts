import { float, int } from '../params.ts';
import { choicesByUser, splitBy } from './choices.ts';
import type { Split } from './splitter.ts';
import { defineSplitter } from './splitter.ts';

/**
 * B. M. Marlin, "Collaborative filtering: a machine learning perspective", 2004: strong generalization. Whether somebody is
 * a stranger follows from their outside id and the seed alone.
 */
export const coldUsers = defineSplitter({
  id: 'cold-users',
  label: 'Strangers',
  summary:
    'Learns nothing of a share of the people, tells the model a few items of each when it is asked, and asks for the rest.',
  params: {
    share: float({
      label: 'Share of people',
      help: 'More strangers make the numbers surer and leave fewer people to learn from.',
      default: 0.2,
      min: 0.01,
      max: 0.9,
    }),
    told: int({
      label: 'Items told',
      help: 'How many items of a stranger are known when the model is asked; 0 asks for somebody nothing is known of.',
      default: 5,
      min: 0,
      max: 100,
    }),
  },
  split(dataset, { share, told }, rng): Split {
    const { item } = dataset.interactions;
    const heldOut = new Uint8Array(item.length);
    const isKnown = new Uint8Array(item.length);
    for (const { user, rows, choices } of choicesByUser(dataset)) {
      const own = rng.fork(dataset.users.ids[user]);
      if (own.next() >= share) continue;
      own.shuffle(choices);
      const toldOf = new Set(choices.slice(0, Math.min(told, choices.length - 1)));
      const asked = new Set(choices.slice(toldOf.size));
      for (const row of rows) {
        heldOut[row] = 1;
        // What else a stranger did is known with the items told, but never what is asked for.
        if (toldOf.size > 0 && !asked.has(item[row])) isKnown[row] = 1;
      }
    }
    const { train, test } = splitBy(heldOut);
    const known = test.filter((row) => isKnown[row] === 1);
    return { train, test: test.filter((row) => isKnown[row] === 0), ...(known.length > 0 && { known }) };
  },
});
