import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/setup.mjs';

const port = Number(process.env['E2E_PORT'] ?? 4173);
const address = `http://127.0.0.1:${String(port)}`;
const chromium = findChromium();
if (chromium === null) throw new Error('no Chromium found: `npm test` installs one, or set CHROMIUM_PATH');

/** Plays the built page in the Chromium that was found; `npm run e2e` builds it first. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // What is kept does not depend on the machine.
  snapshotPathTemplate: '{testDir}/snapshots/{arg}{ext}',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  reporter: [['list']],
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    // What the service worker answers, a test cannot see or change; its own test allows it.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-default-apps',
        '--disable-sync',
        '--no-first-run',
        '--disable-dev-shm-usage',
      ],
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${String(port)} --strictPort`,
    url: address,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});
