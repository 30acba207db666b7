/** `test` for page tests: a real host for the worker (small demonstration, empty data folder), a page that collects its errors. */
import { test as base, expect } from '@playwright/test';
import { serveHost, type ServedHost } from './host.ts';

export { expect };

export const test = base.extend<{ pageErrors: string[] }, { host: ServedHost }>({
  host: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from the pattern
    async ({}, use) => {
      const host = await serveHost();
      await use(host);
      await host.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: ({ host }, use) => use(host.url),
  /** Whatever the page throws, or the content security policy refuses, fails the test. */
  pageErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|Refused to/i.test(message.text())) errors.push(message.text());
      });
      await use(errors);
      expect(errors, 'errors on the page').toEqual([]);
    },
    { auto: true },
  ],
});
