import { defineConfig } from 'vitest/config';

/** Unit, contract and host tests: everything that runs in Node. Page and desktop tests are Playwright's, in e2e/. */
export default defineConfig({
  test: {
    include: ['{layers,electron,renderer,fixtures,scripts,bench}/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    restoreMocks: true,
  },
});
