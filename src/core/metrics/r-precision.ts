import type { Metric } from './metric.ts';

/** Where equal scores straddle the cut, what any order of them gives on average: a constant score gets what chance gives. */
export const rPrecision: Metric = {
  id: 'r-precision',
  label: 'R-precision',
  summary: 'How many of the items the person liked stand among as many first places as there are such items.',
  formula: 'relevant items at rank ≤ relevant, divided by relevant; ranks among all candidates, whatever k',
  params: {},
  kind: 'accuracy',
  direction: 'higher',
  range: [0, 1],
  needs: 'ranks',
  measure({ relevant, ranks }) {
    const { best, worst } = ranks!;
    let inside = 0;
    best.forEach((first, at) => {
      const places = Math.min(relevant.length, worst[at]) - first + 1;
      inside += Math.max(0, places) / (worst[at] - first + 1);
    });
    return inside / relevant.length;
  },
};
