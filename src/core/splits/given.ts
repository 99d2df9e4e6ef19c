import { LabError } from '../errors.ts';
import { splitBy } from './choices.ts';
import { defineSplitter } from './splitter.ts';

export const given = defineSplitter({
  id: 'given',
  label: 'As given with the data',
  summary: 'Uses the test set that came with the data, so that numbers can be compared with published ones.',
  params: {},
  split(dataset) {
    const rows = dataset.provenance.givenTest;
    if (!rows) {
      throw new LabError(
        'ParamError',
        `Expected a test set that came with "${dataset.name}"; got none. Import a training and a test file together, or choose another split.`,
      );
    }
    const heldOut = new Uint8Array(dataset.interactions.user.length);
    for (const row of rows) heldOut[row] = 1;
    return splitBy(heldOut);
  },
});
