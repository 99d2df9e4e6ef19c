import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkParams, choice, flag, float, int } from '../../src/core/params.ts';

fc.configureGlobal({ seed: 1 });

const described = { label: 'Label', help: 'Help.' };
const specs = {
  factors: int({ ...described, default: 8, min: 1, max: 64 }),
  rate: float({ ...described, default: 0.1, min: 0, max: 1 }),
  loss: choice({ ...described, default: 'bpr', options: [{ id: 'bpr', label: 'BPR' }, { id: 'warp', label: 'WARP' }] }), // prettier-ignore
  shuffle: flag({ ...described, default: true }),
};
const defaults = { factors: 8, rate: 0.1, loss: 'bpr', shuffle: true };

describe('checking parameters', () => {
  it('takes what is given and the default for the rest', () => {
    expect(checkParams(specs)).toEqual(defaults);
    expect(checkParams(specs, { loss: 'warp', shuffle: false })).toEqual({ ...defaults, loss: 'warp', shuffle: false });
    expect(checkParams(specs, { factors: undefined })).toEqual(defaults);
  });

  it.each([
    [{ factors: 2.5 }, 'Expected a whole number from 1 to 64 for factors of als; got 2.5.'],
    [{ factors: 0 }, 'Expected a whole number from 1 to 64 for factors of als; got 0.'],
    [{ factors: '8' }, 'Expected a whole number from 1 to 64 for factors of als; got "8".'],
    [{ rate: NaN }, 'Expected a number from 0 to 1 for rate of als; got null.'],
    [{ rate: Infinity }, 'Expected a number from 0 to 1 for rate of als; got null.'],
    [{ loss: 'mse' }, 'Expected one of bpr, warp for loss of als; got "mse".'],
    [{ shuffle: 1 }, 'Expected true or false for shuffle of als; got 1.'],
    [{ fctors: 8 }, 'Unknown parameter "fctors" for als. It takes: factors, rate, loss, shuffle.'],
    [{ toString: 8 }, 'Unknown parameter "toString" for als. It takes: factors, rate, loss, shuffle.'],
  ])('refuses %j and says what was expected', (given, message) => {
    expect(() => checkParams(specs, given, 'als')).toThrow(expect.objectContaining({ name: 'ParamError', message }));
  });

  it('says so where nothing is taken', () => {
    expect(() => checkParams({}, { k: 1 }, 'popularity')).toThrow('It takes none.');
  });

  it('accepts every number in range and gives it back unchanged', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.double({ min: 0, max: 1, noNaN: true }), (factors, rate) => {
        expect(checkParams(specs, { factors, rate })).toEqual({ ...defaults, factors, rate });
      }),
    );
  });
});
