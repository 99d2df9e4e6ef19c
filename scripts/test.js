/**
 * Everything that must hold, in one go: kernels, types, lint, then the unit, component and journey tests.
 * Ends with one plain line, "N passed, N failed"; a failed check counts as one failed test.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium, installPackages, run } from './install.js';

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
check('types', run('npm', ['run', '--silent', 'types']));
check('lint', run('npm', ['run', '--silent', 'lint']));

if (chromium) process.env.CHROMIUM_PATH = chromium;
else {
  check('browser', false);
  console.error(
    'Expected a Chromium for the browser tests; found none. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to it, and run npm test again. Only the tests without a browser run now.',
  );
}

const folder = mkdtempSync(join(tmpdir(), 'tastelab-'));
const report = join(folder, 'report.json');
const projects = chromium ? ['unit', 'component', 'journey'] : ['unit'];
for (const project of projects) {
  const args = [
    'vitest',
    'run',
    '--project',
    project,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  rmSync(report, { force: true });
  const ok = run('npx', args);
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    passed += result.numPassedTests;
    failed += result.numFailedTests;
    skipped += result.numPendingTests + result.numTodoTests;
    // A suite that could not even be loaded has no tests to count.
    if (!ok && result.numFailedTests === 0) check(`${project} tests`, false);
  } catch {
    check(`${project} tests`, false);
  }
}
rmSync(folder, { recursive: true, force: true });

console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exit(failed ? 1 : 0);
