/**
 * `window.tastelab`: the same verbs the interface uses, for programs, lessons and tests.
 * Ids are the data set's own; values and scores are plain numbers. Described in docs/door.md.
 */
import type { ComputeInfo } from '../core/compute.ts';
import type { BoardVerbs } from './door/board.ts';
import { boardVerbs, openBoard } from './door/board.ts';
import type { DataVerbs } from './door/data.ts';
import { dataVerbs, openData } from './door/data.ts';
import type { EvaluationVerbs } from './door/evaluation.ts';
import { evaluationVerbs, openEvaluation } from './door/evaluation.ts';
import type { ModelsVerbs } from './door/models.ts';
import { modelsVerbs, openModels } from './door/models.ts';
import type { PersonalVerbs } from './door/personal.ts';
import { openPersonal, personalVerbs } from './door/personal.ts';
import { reachOf } from './door/reach.ts';
import type { TasteVerbs } from './door/taste.ts';
import { openTaste, tasteVerbs } from './door/taste.ts';
import type { Lab } from './lab.svelte.ts';

interface Verbs extends DataVerbs, TasteVerbs, BoardVerbs, ModelsVerbs, PersonalVerbs, EvaluationVerbs {
  compute(): Promise<ComputeInfo>;
}

export interface Door extends Verbs {
  /** Resolves when a data set is open and every column has its list. */
  readonly ready: Promise<void>;
}

const verbs: readonly (keyof Verbs)[] = [
  ...dataVerbs,
  ...tasteVerbs,
  ...boardVerbs,
  ...modelsVerbs,
  ...personalVerbs,
  ...evaluationVerbs,
  'compute',
];

/** Open from the first moment, so that a program need not wait for the lab to be there before it waits for `ready`. */
export function openDoor(lab: Promise<Lab>, opened: Promise<void>): Door {
  const ready = Promise.all([lab, opened]).then(([lab]) => {
    if (lab.failure) throw lab.failure;
    return lab.settled();
  });
  // Whoever never asks for it must not see an unhandled rejection; the page shows the failure itself.
  ready.catch(() => {});
  const inside = lab.then(verbsOf);
  inside.catch(() => {});
  const calls = verbs.map((verb) => [
    verb,
    async (...args: unknown[]) => ((await inside)[verb] as (...args: unknown[]) => unknown)(...args),
  ]);
  return { ready, ...(Object.fromEntries(calls) as Verbs) };
}

function verbsOf(lab: Lab): Verbs {
  const reach = reachOf(lab);
  return {
    ...openData(reach),
    ...openTaste(reach),
    ...openBoard(reach),
    ...openModels(reach),
    ...openPersonal(reach),
    ...openEvaluation(reach),
    async compute() {
      if (!lab.compute) throw new Error('The workers have not started yet; await tastelab.ready first.');
      return lab.compute;
    },
  };
}
