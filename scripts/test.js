/**
 * Everything that must hold, in one go: kernels, types, lint, then the unit, component and journey tests.
 * Ends with one plain line, "N passed, N failed"; a failed check counts as one failed test.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium, installPackages, run, runTogether } from './install.js';

installPackages();
const chromium = ensureChromium();
let passed = 0;
let failed = 0;
let skipped = 0;

function check(name, ok) {
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
}

check('kernels', run('npm', ['run', '--silent', 'kernels']));
const checks = ['types', 'lint'];
const held = await runTogether(checks.map((name) => ['npm', ['run', '--silent', name]]));
checks.forEach((name, at) => check(name, held[at]));

if (chromium) process.env.CHROMIUM_PATH = chromium;
else {
  check('browser', false);
  console.error(
    'Expected a Chromium for the browser tests; found none. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to it, and run npm test again. Only the tests without a browser run now.',
  );
}

const folder = mkdtempSync(join(tmpdir(), 'tastelab-'));
const reportOf = (project) => join(folder, `${project}.json`);
const testing = (project) => [
  'npx',
  [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${reportOf(project)}`,
  ],
];

function count(project, ok) {
  try {
    const result = JSON.parse(readFileSync(reportOf(project), 'utf8'));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    skipped += result.numPendingTests + result.numTodoTests;
    // A suite that could not even be loaded has no tests to count.
    if (!ok && result.numFailedTests === 0) check(`${project} tests`, false);
  } catch {
    check(`${project} tests`, false);
  }
}

// Unit tests take every core. Each of the others waits for its browser half of the time, so they go side by side.
count('unit', run(...testing('unit')));
if (chromium) {
  const projects = ['component', 'journey'];
  const oks = await runTogether(projects.map(testing));
  projects.forEach((project, at) => count(project, oks[at]));
}
rmSync(folder, { recursive: true, force: true });

console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed ? 1 : 0);
