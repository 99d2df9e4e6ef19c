import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { appFolder } from './serve.ts';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export interface PlainHost {
  /** Where the app is, under a sub-path. */
  readonly address: string;
  /** From now on the service worker's script is a newer one. */
  release(): void;
  close(): Promise<void>;
}

/** A static host as most are: it serves files under a sub-path and sends no isolation headers. */
export async function openPlainHost(): Promise<PlainHost> {
  let release = 1;
  const server = createServer((request, response) => {
    const path = new URL(request.url!, 'http://host').pathname.replace(/^\/classroom\//, '');
    const name = path === '' ? 'index.html' : path;
    readFile(`${appFolder}/${name}`)
      .then((content) => {
        response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream');
        response.setHeader('Cache-Control', 'no-cache');
        response.end(name === 'service-worker.js' ? `${content}\n// release ${release}` : content);
      })
      .catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/classroom/`,
    release: () => void release++,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
