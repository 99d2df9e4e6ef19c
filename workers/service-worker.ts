/// <reference lib="webworker" />
/**
 * Two duties: keep the whole app on the device, and add the isolation headers on hosts that cannot send them,
 * so that kernels may use several threads there too. A new version waits until the page says so.
 */
import type { WorkboxPlugin } from 'workbox-core';
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: { url: string; revision: string | null }[];
};

const isolate: WorkboxPlugin = {
  async handlerWillRespond({ response }) {
    if (response.status === 0) return response;
    const headers = new Headers(response.headers);
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
    headers.set('Cross-Origin-Resource-Policy', 'same-origin');
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  },
};

addPlugins([isolate]);
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
});

// The first visit is controlled at once, so that it can be reloaded without a network.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
