import { mount } from 'svelte';
import App from './App.svelte';
import { countRequestsElsewhere, keepOffline } from './offline-shell.ts';
import { connect } from './rpc/connect.ts';
import { Address } from './state/address.svelte.ts';
import type { Door } from './state/door.ts';
import { openDoor } from './state/door.ts';
import { Lab } from './state/lab.svelte.ts';
import { openStore } from './storage/open.ts';

/** Composition only: storage, workers, state, page. */
const spawn = () => new Worker(new URL('../workers/lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' });
/** Its script is read and compiled while the store opens. */
let first: Worker | null = spawn();
const spawnFirst = () => {
  const worker = first ?? spawn();
  first = null;
  return worker;
};
const threads = Math.max(1, Math.min(navigator.hardwareConcurrency || 1, 8));

async function assemble(): Promise<Lab> {
  const store = await openStore();
  const start = { store, base: document.baseURI };
  const inference = connect(spawnFirst, { ...start, threads: 1 }, { revive: (api) => lab.reopen(api) });
  // Nothing may need fitting in a restored session, so the training worker waits for its first call.
  const training = connect(spawn, { ...start, threads }, { later: true });
  const lab = new Lab({
    store,
    training: training.api,
    inference: inference.api,
    address: new Address(window),
    root: document.documentElement,
    clock: () => performance.now(),
    now: () => Date.now() / 1000,
    threads,
  });
  countRequestsElsewhere(lab.offline);
  mount(App, { target: document.getElementById('app')!, props: { lab } });
  return lab;
}

const lab = assemble();
const opened = lab.then((lab) => lab.open());
window.tastelab = openDoor(lab, opened);
lab.catch((error: Error) => (document.getElementById('app')!.textContent = error.message));
if (import.meta.env.PROD) void lab.then((lab) => opened.then(() => keepOffline('./service-worker.js', lab.offline)));

declare global {
  interface Window {
    tastelab: Door;
  }
}
