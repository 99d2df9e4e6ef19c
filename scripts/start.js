import { installPackages, root, run } from './install.js';

installPackages();
if (!run('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'])) process.exit(1);

const { preview } = await import('vite');
const server = await preview({ root, logLevel: 'error' }).catch((error) => {
  console.error(
    `Expected port 4173 to be free; ${error.message}. Stop what uses it, or serve the folder dist/ another way.`,
  );
  process.exit(1);
});
const [address] = server.resolvedUrls.local;
console.log(`\nTastelab runs at ${address.replace(/\/$/, '')}\nIt needs no network from here on. Ctrl+C stops it.`);
