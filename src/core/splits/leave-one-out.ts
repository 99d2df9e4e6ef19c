import { holdOutChoices, whichParam } from './choices.ts';
import { defineSplitter } from './splitter.ts';

export const leaveOneOut = defineSplitter({
  id: 'leave-one-out',
  label: 'Leave one out',
  summary: 'Hides one item of every person who has at least two, and asks for it back.',
  params: { which: whichParam },
  split: (dataset, { which }, rng) => holdOutChoices(dataset, (choices) => (choices > 1 ? 1 : 0), which, rng),
});
