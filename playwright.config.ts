/**
 * Page tests (Chromium against serve.ts) and desktop tests (the Electron shell). Called by `npm test`, which has built
 * the page and the city before. One worker: drawing in software takes every core there is.
 */
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumExecutable } from './e2e/harness/chromium.ts';

const root = import.meta.dirname;
const report = process.env.PLAYWRIGHT_JSON_OUTPUT_FILE;
const executablePath = chromiumExecutable();

export default defineConfig({
  testDir: path.join(root, 'e2e'),
  outputDir: path.join(root, 'test-results/artifacts'),
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Software rendering draws a few pictures a second.
  timeout: 120_000,
  expect: { timeout: 45_000 },
  reporter: [['list'], ...(report ? [['json', { outputFile: report }] as ['json', { outputFile: string }]] : [])],
  use: {
    viewport: { width: 960, height: 540 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath && { executablePath }) },
  },
  projects: [
    { name: 'page', testMatch: 'page/**/*.spec.ts' },
    { name: 'desktop', testMatch: 'desktop/**/*.spec.ts' },
  ],
});
