import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { build, preview } from 'vite';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the built app is served with isolation headers. */
    readonly app: string;
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The built app, for hosts of other kinds. */
export const appFolder = `${root}test-results/app`;

/** Builds the app once, as for people, and serves it for every journey. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(`${root}src/kernels/build`)) throw new Error('Expected the kernels to be built: npm run kernels.');
  // The test runner's own mode would build an app for developers, without its service worker.
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  await build({ root, mode: 'production', logLevel: 'error', build: { outDir: appFolder, emptyOutDir: true } });
  process.env.NODE_ENV = mode;
  const server = await preview({
    root,
    logLevel: 'error',
    build: { outDir: appFolder },
    preview: { port: 0, strictPort: false },
  });
  project.provide('app', server.resolvedUrls!.local[0]);
  return () => server.close();
}
