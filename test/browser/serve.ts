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

/** Builds the app once and serves it for every journey. */
export default async function serve(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(`${root}src/kernels/build`)) throw new Error('Expected the kernels to be built: npm run kernels.');
  await build({ root, logLevel: 'error' });
  const server = await preview({ root, logLevel: 'error', preview: { port: 0, strictPort: false } });
  project.provide('app', server.resolvedUrls!.local[0]);
  return () => server.close();
}
