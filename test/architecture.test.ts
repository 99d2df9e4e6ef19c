import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom. The arrows of docs/principles.md, checked: each room names the rooms it may look into,
 * and each outside package has one home.
 */
const root = fileURLToPath(new URL('..', import.meta.url));

const rooms: Record<string, readonly string[]> = {
  'src/core': ['src/core'],
  'src/kernels': ['src/kernels', 'src/core'],
  'src/tensors': ['src/tensors', 'src/core'],
  'src/storage': ['src/storage', 'src/core'],
  'src/rpc': ['src/rpc', 'src/storage', 'src/core'],
  'src/state': ['src/state', 'src/rpc', 'src/storage', 'src/core'],
  'src/ui': ['src/ui', 'src/state', 'src/rpc', 'src/storage', 'src/core'],
  'src/cli': ['src/cli', 'src/kernels', 'src/tensors', 'src/core'],
  workers: ['workers', 'src/rpc', 'src/storage', 'src/kernels', 'src/tensors', 'src/core'],
};

/** Inside core: a room may look into itself, into the ground floor, and into what is listed. */
const ground = ['', 'data', 'math'];
const coreRooms: Record<string, readonly string[]> = {
  '': ['data', 'math'],
  data: [],
  math: [],
  importers: [],
  generators: [],
  recommenders: ['ranking'],
  ranking: [],
  splits: [],
  metrics: [],
  experiments: ['importers', 'generators', 'recommenders', 'ranking', 'splits', 'metrics'],
};

const homes: Record<string, readonly string[]> = {
  idb: ['src/storage'],
  comlink: ['src/rpc', 'workers'],
  svelte: ['src/state', 'src/ui', 'src/main.ts', 'src/App.svelte'],
  '@tensorflow': ['src/tensors'],
  papaparse: ['test'],
  fflate: ['src/core/importers', 'src/storage'],
  minisearch: ['workers'],
  'pure-rand': ['src/core/rng.ts', 'src/core/math/mersenne.ts'],
  'd3-scale': ['src/ui'],
  'd3-shape': ['src/ui'],
  '@fontsource-variable/inter': ['src/ui'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function filesUnder(folder: string): string[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((name) => /\.(ts|svelte)$/.test(name) && !/kernels\/(assembly|build)\//.test(name));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(root + file, 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+['"]([^'"]+)['"]/g)) {
    found.push({ from: file, to: target(file, match[2]), typeOnly: Boolean(match[1]) });
  }
  for (const match of text.matchAll(/\bimport\s*\(?\s*['"]([^'"]+)['"]/g)) {
    found.push({ from: file, to: target(file, match[1]), typeOnly: false });
  }
  return found;
}

const target = (file: string, specifier: string) =>
  specifier.startsWith('.')
    ? relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/')
    : `package:${specifier}`;
/** What the entries of a registry share; holds no algorithm. */
const contract = /\/(recommender|metric|splitter|importer|generator)\.ts$/;
const within = (path: string, room: string) => path === room || path.startsWith(`${room}/`);
const files = [...filesUnder('src'), ...filesUnder('workers')];
const imports = files.flatMap(importsOf);

describe('architecture', () => {
  it('sees the source', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('lets each room look only into the rooms below it', () => {
    const trespasses = imports
      .filter(({ to }) => !to.startsWith('package:'))
      .flatMap(({ from, to }) => {
        const room = Object.keys(rooms).find((name) => within(from, name));
        if (!room || rooms[room].some((allowed) => within(to, allowed))) return [];
        return [`${from} imports ${to}, but ${room} may only look into ${rooms[room].join(', ')}.`];
      });
    expect(trespasses).toEqual([]);
  });

  it('keeps the order inside the core', () => {
    const roomOf = (path: string) => /^src\/core\/(?:([^/]+)\/)?[^/]+$/.exec(path)?.[1] ?? '';
    const trespasses = imports
      .filter(({ from, to }) => within(from, 'src/core') && within(to, 'src/core'))
      .flatMap(({ from, to }) => {
        const room = roomOf(from);
        const other = roomOf(to);
        if (other === room || ground.includes(other) || coreRooms[room]?.includes(other)) return [];
        return [`${from} imports ${to}, but core/${room} may only look into core, data, math and ${coreRooms[room]}.`];
      });
    expect(trespasses).toEqual([]);
  });

  it('lets no recommender, metric, splitter, importer or generator know another', () => {
    const registered = new Set(imports.filter(({ from }) => /core\/\w+\/registry\.ts$/.test(from)).map(({ to }) => to));
    const trespasses = imports
      .filter(
        ({ from, to }) => registered.has(from) && registered.has(to) && !contract.test(from) && !contract.test(to),
      )
      .map(({ from, to }) => `${from} imports ${to}; move what both need to a file of its own.`);
    expect(trespasses).toEqual([]);
  });

  it('gives every package one home', () => {
    const trespasses = imports
      // Types leave nothing behind, and the core may name what it is handed.
      .filter(({ to, typeOnly }) => to.startsWith('package:') && !typeOnly)
      .flatMap(({ from, to }) => {
        const name = to.slice('package:'.length);
        const home = Object.entries(homes).find(([known]) => within(name, known));
        if (!home || home[1].some((place) => within(from, place))) return [];
        return [`${from} imports ${name}, whose home is ${home[1].join(', ')}.`];
      });
    expect(trespasses).toEqual([]);
  });

  it('keeps the core free of the world', () => {
    const forbidden =
      /\b(?:Math\.random|Date\.now|new Date\(\)|performance\.|console\.|document\.|window\.|indexedDB)\b/;
    const trespasses = filesUnder('src/core').filter((file) => {
      const code = readFileSync(root + file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return forbidden.test(code);
    });
    expect(trespasses).toEqual([]);
  });

  it('computes the same to the last bit in every engine', () => {
    // What the language leaves to the engine; core/math/elementary.ts has it in plain arithmetic.
    const left = /\bMath\.(?:exp|expm1|log\d*p?|pow|sin|cos|tan|a?sinh?|a?cosh?|a?tanh?|atan2|cbrt|hypot)\(/;
    // Squares and powers of two are exact everywhere.
    const powers = /(?<!\b2 )\*\* (?![23]\b)/;
    const trespasses = filesUnder('src/core').flatMap((file) => {
      const code = readFileSync(root + file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      return [left, powers].flatMap((one) => one.exec(code)?.[0] ?? []).map((found) => `${file}: ${found}`);
    });
    expect(trespasses).toEqual([]);
  });

  it('keeps algorithms off the page: state and ui take only types from the registries', () => {
    const onPage = /^src\/(state|ui|main|App)/;
    const algorithms = /^src\/core\/(recommenders|metrics|splits|importers|generators)\//;
    const trespasses = imports
      .filter(({ from, to, typeOnly }) => !typeOnly && algorithms.test(to) && !contract.test(to) && onPage.test(from))
      .map(({ from, to }) => `${from} imports ${to}; ask a worker for the offer instead.`);
    expect(trespasses).toEqual([]);
  });
});
