import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags, findChromium } from './scripts/chromium.js';
import { isolation } from './vite.config.ts';

const executablePath = findChromium();

/**
 * unit: the pure core and everything Node can run. component: Svelte, IndexedDB and workers inside a real Chromium.
 * journey: the built app, driven from outside as a person would.
 */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte()],
        test: {
          name: 'unit',
          environment: 'node',
          // Every core (left to itself vitest keeps one free), and threads, which start sooner than processes.
          pool: 'threads',
          maxWorkers: '100%',
          testTimeout: 60_000,
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/**/*.component.test.ts'],
        },
      },
      {
        plugins: [svelte()],
        server: { headers: isolation },
        // All at once: a second round in the middle of a run would leave two Svelte runtimes on one page.
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-backend-cpu',
            '@tensorflow/tfjs-backend-wasm',
            '@tensorflow/tfjs-backend-webgl',
            '@tensorflow/tfjs-backend-webgpu',
            '@tensorflow/tfjs-core',
            '@tensorflow/tfjs-core/dist/register_all_gradients.js',
            'axe-core',
            'comlink',
            'd3-scale',
            'd3-shape',
            'fast-check',
            'fflate',
            'idb',
            'minisearch',
            'papaparse',
            'pure-rand/generator/mersenne',
            'pure-rand/generator/xoroshiro128plus',
            'svelte',
            'svelte/animate',
            'svelte/easing',
            'svelte/motion',
            'svelte/reactivity',
            'svelte/transition',
            'svelte/internal/client',
            'vitest-browser-svelte',
          ],
        },
        test: {
          name: 'component',
          testTimeout: 60_000,
          include: ['test/**/*.component.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: chromiumFlags, ...(executablePath ? { executablePath } : {}) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'journey',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/serve.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
