import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';

const root = fileURLToPath(new URL('../../shared/', import.meta.url));

/** Absolute path of a file of the reference material beside the project, or null where it is absent. */
export function shared(path: string): string | null {
  return existsSync(root + path) ? root + path : null;
}

/** A JSON file of the reference material. Call it inside `describeShared`. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- fixtures are untyped by nature
export function readShared(path: string): any {
  return JSON.parse(readFileSync(root + path, 'utf8'));
}

/** A suite that needs files of the reference material; where one is absent it is skipped and its name says so. */
export function describeShared(name: string, paths: readonly string[], suite: () => void): void {
  const missing = paths.filter((path) => !shared(path));
  if (missing.length === 0) describe(name, suite);
  else it.skip(`${name}: ../shared/${missing.join(', ../shared/')} is absent`, () => {});
}
