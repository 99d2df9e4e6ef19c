import type { Cut, PersonCut } from '../src/core/experiments/person.ts';
import { cutAgain, personIn } from '../src/core/experiments/person.ts';
import type { Protocol } from '../src/core/experiments/protocol.ts';
import type { Workbench } from './workbench.ts';

/** The people of runs. The cut looked at last stays at hand: whoever looks at one person looks at the next. */
export function createPeople(bench: Workbench) {
  let last: { readonly key: string; readonly cut: Cut } | null = null;
  return async (id: string, hash: string, protocol: Protocol, person: string): Promise<PersonCut> => {
    const { dataset } = await bench.open(id);
    const key = JSON.stringify([id, hash, protocol]);
    // Weighed anew, the data set has another hash, which is for cutAgain to say.
    if (last?.key !== key || last.cut.dataset !== dataset) last = { key, cut: cutAgain(dataset, hash, protocol) };
    return personIn(last.cut, person);
  };
}
