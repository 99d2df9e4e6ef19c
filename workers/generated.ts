import type { DatasetSummary } from '../src/core/data/dataset.ts';
import type { Selection } from '../src/core/entry.ts';
import { abortError, LabError } from '../src/core/errors.ts';
import { generators } from '../src/core/generators/registry.ts';
import { checkParams } from '../src/core/params.ts';
import { breathe } from './breathe.ts';
import type { Lab } from './lab.ts';
import type { Workbench } from './workbench.ts';

/**
 * The data set of a generator, its parameters and a seed. Which one that was is noted in the settings, so that it
 * need not be made again to learn its id.
 */
export async function generated(
  { store, base }: Lab,
  bench: Workbench,
  { id, params }: Selection,
  seed: number,
  signal: AbortSignal,
): Promise<DatasetSummary> {
  const generator = generators.get(id);
  const checked = checkParams(generator.params, params, id);
  const note = `generated:${JSON.stringify([id, checked, seed])}`;
  const made = await store.settings.get(note);
  const known = (await store.datasets.list()).find((summary) => summary.id === made);
  if (known) return known;
  const shelf = generator.shelf === null ? null : await fetchShelf(base, generator.shelf, signal);
  // Making it is one synchronous stretch; the last moment to hear an abort is before, and before keeping it.
  if (signal.aborted) throw abortError();
  const dataset = generator.generate(checked, seed, shelf);
  await breathe();
  if (signal.aborted) throw abortError();
  const summary = await bench.put(dataset);
  await store.settings.put(note, dataset.id);
  return summary;
}

async function fetchShelf(base: string, name: string, signal: AbortSignal): Promise<string> {
  const address = new URL(`datasets/${name}`, base);
  let answer: Response | { readonly ok: false; readonly status: string };
  try {
    answer = await fetch(address, { signal });
  } catch (error) {
    if (signal.aborted) throw abortError();
    answer = { ok: false, status: (error as Error).message };
  }
  if (answer.ok) return answer.text();
  throw new LabError(
    'ImportError',
    `Expected the file ${name} of the built-in shelf; got ${answer.status} for ${address.pathname}. Reload the page; offline, open it online once first.`,
  );
}
