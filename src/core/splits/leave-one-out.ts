import { choice } from '../params.ts';
import { holdOutChoices, whichParam } from './choices.ts';
import { notebookCut } from './notebook-cut.ts';
import { defineSplitter } from './splitter.ts';

const which = choice({
  ...whichParam,
  help: `${whichParam.help} The notebook shuffles everyone’s items by one and the same seed, whatever the seed here.`,
  options: [...whichParam.options, { id: 'notebook', label: 'as in the notebook' }],
});

export const leaveOneOut = defineSplitter({
  id: 'leave-one-out',
  label: 'Leave one out',
  summary: 'Hides one item of every person who has at least two, and asks for it back.',
  params: { which },
  presets: [{ id: 'notebook', label: 'As in the notebook', params: { which: 'notebook' } }],
  split: (dataset, { which }, rng) =>
    which === 'notebook'
      ? notebookCut(dataset)
      : holdOutChoices(dataset, (choices) => (choices > 1 ? 1 : 0), which, rng),
});
