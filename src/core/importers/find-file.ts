import { importError } from './import-error.ts';
import type { Source } from './importer.ts';
import { baseName } from './source.ts';

/** How one file of a format is known: by its usual name or, renamed, by how it begins. */
export interface FileRole {
  readonly name: string;
  readonly looks: RegExp;
}

/** The files that can play a role: those of the right name if there are any, else those that look right. */
export function filesFor(role: FileRole, sources: readonly Source[], heads: readonly string[]): Source[] {
  const named = sources.filter((source) => plainName(source.name) === role.name);
  return named.length ? named : sources.filter((_, at) => role.looks.test(heads[at]));
}

/** The one file for a role, or null where there is none. Throws ImportError where there are several. */
export function findFile(role: FileRole, sources: readonly Source[], heads: readonly string[]): Source | null {
  const found = filesFor(role, sources, heads);
  if (found.length > 1) {
    throw importError(
      found[0].name,
      null,
      `Expected one file ${role.name}, got ${found.map((source) => source.name).join(', ')}. Choose one data set at a time.`,
    );
  }
  return found[0] ?? null;
}

/** As findFile, for a role that must be played. */
export function needFile(role: FileRole, sources: readonly Source[], heads: readonly string[]): Source {
  const found = findFile(role, sources, heads);
  if (found) return found;
  const got = sources.map((source) => source.name).join(', ') || 'no file';
  throw importError(role.name, null, `Expected a file of this name, got ${got}. Choose it together with the others.`);
}

/** Letter case and the mark of a second download aside: "Ratings (1).csv" is ratings.csv. */
const plainName = (name: string): string =>
  baseName(name)
    .toLowerCase()
    .replace(/ ?\(\d+\)(?=\.[^.]+$)/, '');

/**
 * How sure a format is whose files are known by roles: 0 unless each is played, less where a file only has the name.
 */
export function rolesFound(roles: readonly FileRole[], sources: readonly Source[], heads: readonly string[]): number {
  let confidence = 1;
  for (const role of roles) {
    const found = filesFor(role, sources, heads);
    if (found.length === 0) return 0;
    if (!found.some((source) => role.looks.test(heads[sources.indexOf(source)]))) confidence = 0.3;
  }
  return confidence;
}
