import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findFreePort } from './scripts/free-port';
import { chromiumArguments, findChromium } from './scripts/testing/chromium';

// Playwright reads this file again in each of its processes: the first chooses, the others inherit.
process.env.WINNOW_E2E_PORT ??= String(await findFreePort());
process.env.WINNOW_E2E_HUB_PORT ??= String(await findFreePort());
if (!process.env.WINNOW_E2E_DATA_DIR) {
  const ownFolder = join(tmpdir(), `winnow-journeys-${process.pid}`);
  process.env.WINNOW_E2E_DATA_DIR = ownFolder;
  process.once('exit', () => rmSync(ownFolder, { recursive: true, force: true }));
}
const { WINNOW_E2E_PORT: port, WINNOW_E2E_HUB_PORT: hubPort, WINNOW_E2E_DATA_DIR: dataFolder } = process.env;
const address = `http://127.0.0.1:${port}`;
const hubAddress = `http://127.0.0.1:${hubPort}`;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.journey.ts',
  outputDir: 'test-results',
  workers: 1, // one installation, used by one person after another
  timeout: 300_000,
  expect: { timeout: 30_000 }, // two shared cores that also score
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  use: {
    baseURL: address,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: findChromium(), args: chromiumArguments() },
  },
  // The journeys of one file need what the first day made: an account, a project with scored documents.
  projects: [
    { name: 'first day', testMatch: 'foundation.journey.ts' },
    { name: 'later', testIgnore: 'foundation.journey.ts', dependencies: ['first day'] },
  ],
  webServer: [
    {
      command: `node --import tsx scripts/testing/serve-model.ts ${hubPort} evidence-group/relevance-trial`,
      port: Number(hubPort),
      reuseExistingServer: false,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    },
    {
      command: `node scripts/winnow.mjs start --port ${port} --data-dir ${JSON.stringify(dataFolder)}`,
      url: `${address}/api/health`,
      reuseExistingServer: false,
      timeout: 600_000,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
      stdout: 'pipe',
      env: { NEXTAUTH_URL: '', DATABASE_URL: '', HF_ENDPOINT: hubAddress, HF_TOKEN: '' },
    },
  ],
});
