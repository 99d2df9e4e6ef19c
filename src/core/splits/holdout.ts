import { float } from '../params.ts';
import { holdOutChoices, whichParam } from './choices.ts';
import { defineSplitter } from './splitter.ts';

export const holdout = defineSplitter({
  id: 'holdout',
  label: 'Hold out a share',
  summary: 'Hides a share of every person’s items, at least one and never all; who has a single item keeps it.',
  params: {
    ratio: float({
      label: 'Share hidden',
      help: 'More hidden items make the numbers surer and leave less to learn from.',
      default: 0.2,
      min: 0.01,
      max: 0.9,
    }),
    which: whichParam,
  },
  split(dataset, { ratio, which }, rng) {
    const count = (choices: number) =>
      choices < 2 ? 0 : Math.min(choices - 1, Math.max(1, Math.round(ratio * choices)));
    return holdOutChoices(dataset, count, which, rng);
  },
});
