/** `test` for page tests: a real host for the worker (small demonstration, empty data folder), a page that collects its errors. */
import { test as base, expect } from '@playwright/test';
import { serveHost, type ServedHost } from './host.ts';

export { expect };

/**
 * Inline styles of Cesium's own credit display and feature tests, refused as they should be: nothing of ours shows them.
 * Any other style, and any script, worker or address that the policy refuses, fails the test.
 */
const CESIUM_STYLES = /sha256-(BVJq0J0CcoIBO7ikkmisQ5kYoOnqxRUC37ihQ3YWZQQ|gM2CWYHXIHTu7Ts6ncwv0GMWZ9LXGrz2qqqjyuDojl8|GU5zilGWFiRrmr4xJeDjQZKuKRcLO8ZT\+o0Avfni8Sw)=/;

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
        const text = message.text();
        if (message.type() === 'error' && /Content Security Policy/.test(text) && !CESIUM_STYLES.test(text)) errors.push(text);
      });
      await use(errors);
      expect(errors, 'errors on the page').toEqual([]);
    },
    { auto: true },
  ],
});
