import type { Offline } from './state/offline.svelte.ts';

/** Registers the service worker and tells the state how far it is. A waiting version never takes over by itself. */
export async function keepOffline(script: string, offline: Offline): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  offline.installing();
  const registration = await serviceWorker.register(script, { scope: './' });

  const watch = (worker: ServiceWorker | null) => {
    if (!worker) return;
    const look = () => {
      if (worker.state !== 'installed' && worker.state !== 'activated') return;
      if (worker.state === 'installed' && serviceWorker.controller) {
        offline.updateWaits(() => {
          serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
          worker.postMessage('take-over');
        });
      } else {
        offline.installed();
      }
    };
    worker.addEventListener('statechange', look);
    look();
  };
  watch(registration.waiting ?? registration.active);
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
}

/** Counts requests to other hosts: the page says there are none, and this is how it knows. */
export function countRequestsElsewhere(offline: Offline): void {
  const elsewhere = ({ name }: PerformanceEntry) => /^https?:/.test(name) && !name.startsWith(`${location.origin}/`);
  new PerformanceObserver((list) => {
    offline.requestsElsewhere += list.getEntries().filter(elsewhere).length;
  }).observe({ type: 'resource', buffered: true });
}
