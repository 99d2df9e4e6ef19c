/**
 * `npm run bench [-- part of a name …]`: runs test/bench/*.bench.ts in a real Chromium and test/bench/page/*.ts against
 * the production build, prints a table, and writes bench-results/<date>.json. How to add one: test/bench/bench.ts.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, createServer, preview } from 'vite';
import { chromiumFlags, findChromium } from './chromium.js';
import { buildKernels } from './kernels.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};
const filters = process.argv.slice(2);
// Where there is no graphics card, emulating one costs more than everything that is measured: pages are painted without.
const softwareFlags = ['--disable-gpu-compositing', '--disable-gpu-rasterization'];
const isWanted = ({ file, name, onlyByName }) =>
  filters.length === 0
    ? !onlyByName
    : filters.some((part) => file.startsWith(part) || (!onlyByName && name.toLowerCase().includes(part.toLowerCase())));

await buildKernels();
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'mpa',
  // Its own cache, so that a dev server may run beside it.
  cacheDir: 'node_modules/.vite-bench',
  worker: { format: 'es' },
  // All at once: a second round in the middle of a run would take away what is being loaded.
  optimizeDeps: {
    include: [
      ...['cpu', 'wasm', 'webgl', 'webgpu'].map((backend) => `@tensorflow/tfjs-backend-${backend}`),
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-core/dist/register_all_gradients.js',
    ],
  },
  server: { port: 4391, headers: isolation, hmr: false, watch: null },
});
await server.listen();
const executablePath = findChromium();
const browser = await chromium.launch({
  args: [...chromiumFlags, ...softwareFlags],
  ...(executablePath ? { executablePath } : {}),
});

const results = [];
let failed = false;
let site = null;
try {
  for (const { file, name } of await find('test/bench', 'bench', '.bench.ts')) {
    await record(name, async (row) => {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${server.config.server.port}/test/bench/index.html`);
      await page.waitForFunction(() => 'runBench' in window);
      for (const each of await page.evaluate((file) => window.runBench(file), file)) row(each);
      await page.close();
    });
  }
  for (const { name, module } of await find('test/bench/page', 'pageBench', '.ts')) {
    site ??= await serveProduction();
    await record(name, (row) => module.pageBench.run({ browser, url: site.url, row }));
  }
  if (results.length > 0) write();
  else console.log(failed ? 'Nothing was measured.' : `No bench is called ${filters.join(' or ')}.`);
} finally {
  await browser.close();
  await server.close();
  await site?.close();
}
process.exit(failed ? 1 : 0);

/** The wanted files of a folder, loaded in Node for their names. */
async function find(folder, exported, ending) {
  const found = [];
  for (const file of readdirSync(`${root}${folder}`)
    .filter((file) => file.endsWith(ending))
    .sort()) {
    const module = await server.ssrLoadModule(`/${folder}/${file}`);
    const { name, onlyByName } = module[exported];
    found.push({ file, module, name, onlyByName });
  }
  return found.filter(isWanted);
}

async function record(name, run) {
  console.log(`\n${name}`);
  try {
    await run((row) => {
      results.push({ bench: name, load: loadavg()[0], ...row });
      print(row);
    });
  } catch (error) {
    failed = true;
    console.log(`  failed: ${error.message}`);
  }
}

function print({ name, median, unit, p95, wanted, ratio, quality }) {
  const columns = [
    `  ${name.padEnd(34)}`,
    `${figure(median)} ${unit}`.padStart(16),
    p95 === undefined ? '' : `p95 ${figure(p95)} ${unit}`,
    wanted ? verdict(p95 ?? median, wanted).trim() : '',
    ratio ? `${ratio.value.toFixed(2)} ${ratio.of}${verdict(ratio.value, limitOf(ratio))}` : '',
    quality ?? '',
  ];
  console.log(columns.filter(Boolean).join('   '));
}

function verdict(value, { atMost, atLeast }) {
  if (atMost === undefined && atLeast === undefined) return '';
  const met = atMost === undefined ? value >= atLeast : value <= atMost;
  return ` (wanted ${atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`}${met ? '' : ', MISSED'})`;
}

function limitOf({ target, atMost }) {
  return atMost ? { atMost: target } : { atLeast: target };
}

function figure(value) {
  return value.toFixed(value < 100 ? 2 : 0);
}

async function serveProduction() {
  // A folder of its own, so that a build for other purposes is neither measured nor overwritten.
  const quiet = { root, logLevel: 'error', build: { outDir: 'node_modules/.bench-site', emptyOutDir: true } };
  // The server of the other benches has made this process one for development, and what it builds would be as slow.
  process.env.NODE_ENV = 'production';
  await build(quiet);
  const served = await preview({ ...quiet, preview: { port: 4392, strictPort: false, headers: isolation } });
  return { url: served.resolvedUrls.local[0], close: () => served.close() };
}

function write() {
  const date = new Date().toISOString();
  const machine = { cpu: cpus()[0].model, cores: cpus().length, memoryGB: Math.round(totalmem() / 2 ** 30) };
  const report = { date, machine, browser: browser.version(), threads: cpus().length, results };
  mkdirSync(`${root}bench-results`, { recursive: true });
  const file = `bench-results/${date.replaceAll(':', '-')}.json`;
  writeFileSync(root + file, JSON.stringify(report, null, 2) + '\n');
  console.log(
    `\n${machine.cpu}, ${machine.cores} cores; Chromium ${report.browser}; load ${loadavg()[0].toFixed(1)}; ${date}\nWritten to ${file}`,
  );
}
