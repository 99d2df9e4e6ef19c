/** Writes the generated pages of docs/; with --check it only says which of them differ, and fails if any does. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pages } from './docs/pages.ts';

const folder = fileURLToPath(new URL('../docs/', import.meta.url));
const check = process.argv.includes('--check');

function present(name: string): string | null {
  try {
    return readFileSync(folder + name, 'utf8');
  } catch {
    return null;
  }
}

mkdirSync(folder, { recursive: true });
for (const [name, text] of await pages()) {
  if (present(name) === text) continue;
  if (check) {
    console.error(`docs/${name} is not what the registries say. Run npm run docs and commit it.`);
    process.exitCode = 1;
  } else {
    writeFileSync(folder + name, text);
    console.log(`docs/${name}`);
  }
}
