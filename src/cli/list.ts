import type { Entry } from '../core/entry.ts';

/** Registries as lines of text: ids with their labels, under a heading each. */
export function listOf(registries: Readonly<Record<string, readonly Entry[]>>): string {
  return Object.entries(registries)
    .map(([heading, entries]) => {
      const width = Math.max(0, ...entries.map(({ id }) => id.length));
      return [heading, ...entries.map(({ id, label }) => `  ${id.padEnd(width)}  ${label}`)].join('\n');
    })
    .join('\n\n');
}
