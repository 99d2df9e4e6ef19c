import 'fake-indexeddb/auto';
import { memoryStore } from '../../src/storage/memory-store.ts';
import { openSavedStore } from '../../src/storage/open.ts';
import { describeStore } from './store-contract.ts';

let opened = 0;
describeStore('IndexedDB', () => openSavedStore({ name: `contract ${opened++}` }));
describeStore('memory', async () => memoryStore());
