import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.js';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.tastelab-installed`;

/** Runs a command in the project's root with its output shown; resolves to whether it succeeded. */
export function run(command, args, options = {}) {
  return (
    spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32', ...options })
      .status === 0
  );
}

/** Several commands at once, `[command, args]` each; what one prints comes in one piece. Resolves to whether each succeeded. */
export const runTogether = (commands) =>
  Promise.all(
    commands.map(
      ([command, args]) =>
        new Promise((resolve) => {
          const printed = [];
          const stdio = ['ignore', 'pipe', 'pipe'];
          const child = spawn(command, args, { cwd: root, stdio, shell: process.platform === 'win32' });
          for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => printed.push(piece));
          child.on('error', (error) => printed.push(Buffer.from(`${error.message}\n`)));
          child.on('close', (status) => {
            process.stdout.write(Buffer.concat(printed));
            resolve(status === 0);
          });
        }),
    ),
  );

/** Installs the packages of package-lock.json unless exactly these are installed already. */
export function installPackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `Tastelab needs Node 20.19 or newer; this is ${process.version}. Install a newer Node and try again.`,
    );
    process.exit(1);
  }
  const wanted = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing packages …');
  // Not `npm ci`: it insists on lock entries for every platform's optional binaries, which a lock file written on one
  // platform need not have. This installs the locked versions just the same and leaves the lock file as it is.
  if (!run('npm', ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel', 'error'])) {
    console.error('Expected npm to install the packages; it failed. See its message above, mend that, and try again.');
    process.exit(1);
  }
  mkdirSync(`${root}node_modules`, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Path of a Chromium: the machine's own, else Debian's package where this user may install it, else null. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium …');
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    run('apt-get', ['update', '-qq'], quiet);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  }
  return findChromium();
}
