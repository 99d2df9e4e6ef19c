import { LabError } from '../errors.ts';
import { float } from '../params.ts';
import { splitBy } from './choices.ts';
import { defineSplitter } from './splitter.ts';

/** One moment for everybody, so that nothing is learned from a future that another person has already seen. */
export const temporal = defineSplitter({
  id: 'temporal',
  label: 'Before and after a moment',
  summary: 'Learns from everything up to one moment and asks what came after; people who came later are newcomers.',
  params: {
    share: float({
      label: 'Share after it',
      help: 'A larger share asks further into the future and leaves less of the past to learn from.',
      default: 0.2,
      min: 0.01,
      max: 0.9,
    }),
  },
  split(dataset, { share }) {
    const { timestamp } = dataset.interactions;
    if (!timestamp) {
      throw new LabError(
        'ParamError',
        `Expected events with times in "${dataset.name}"; got none. Choose another split, or import the column that holds the times.`,
      );
    }
    const inOrder = timestamp.slice().sort();
    const moment = inOrder[Math.max(0, Math.ceil((1 - share) * inOrder.length) - 1)];
    return splitBy(Uint8Array.from(timestamp, (time) => (time > moment ? 1 : 0)));
  },
});
