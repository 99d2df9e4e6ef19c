/**
 * Compiles src/kernels/assembly to WebAssembly in src/kernels/build: with and without relaxed SIMD, each for a memory of
 * its own and for one shared by threads. Does nothing when no source has changed since.
 */
import asc from 'assemblyscript/asc';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const room = fileURLToPath(new URL('../src/kernels/', import.meta.url));

/** 2 GiB, in pages of 64 KiB: the most that addresses in 32 bits and every browser allow without care. */
const maximumPages = 32768;

const builds = ['baseline', 'relaxed'].flatMap((simd) => [
  { name: simd, entry: 'index', simd, shared: false },
  { name: `${simd}-shared`, entry: 'index', simd, shared: true },
  { name: `peak-${simd}`, entry: 'peak', simd, shared: false },
]);

/** Compiles one AssemblyScript entry file. Throws with the compiler's own words. */
async function compile(entry, output, { simd, shared }) {
  const { error, stderr } = await asc.main([
    entry,
    ...['--outFile', output],
    ...['-O3', '--noAssert', '--uncheckedBehavior', 'always', '--runtime', 'stub'],
    ...['--importMemory', '--noExportMemory', '--initialMemory', '1', '--maximumMemory', String(maximumPages)],
    ...['--enable', 'simd'],
    ...(simd === 'relaxed' ? ['--enable', 'relaxed-simd'] : []),
    ...(shared ? ['--enable', 'threads', '--sharedMemory'] : []),
  ]);
  if (error) throw new Error(`${entry} (${simd}${shared ? ', shared' : ''}) does not compile:\n${stderr}`);
}

function fingerprint() {
  const hash = createHash('sha256');
  const sources = readdirSync(`${room}assembly`).filter((file) => file.endsWith('.ts'));
  for (const file of sources.sort()) hash.update(file).update(readFileSync(`${room}assembly/${file}`));
  return hash.update(readFileSync(fileURLToPath(import.meta.url))).digest('hex');
}

export async function buildKernels() {
  const stamp = `${room}build/sources.sha256`;
  const wanted = fingerprint();
  const present = builds.every(({ name }) => existsSync(`${room}build/${name}.wasm`));
  if (present && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  mkdirSync(`${room}build`, { recursive: true });
  for (const build of builds) {
    // Renamed when complete: someone may be reading the old one.
    const fresh = `${room}build/${build.name}.${process.pid}.wasm`;
    await compile(`${room}assembly/${build.entry}.ts`, fresh, build);
    renameSync(fresh, `${room}build/${build.name}.wasm`);
  }
  writeFileSync(stamp, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildKernels();
