/** The browser that draws the page tests, and how it draws without a graphics card. */
import { existsSync } from 'node:fs';

/** For Electron as for Chromium: WebGL on SwiftShader. */
export const SOFTWARE_DRAWING = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];

/** Root may not use the sandbox; tests may go without. */
export const NO_SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Nothing that Chromium fetches of its own accord, so that a request that leaves is the product's. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-domain-reliability', '--no-pings', '--disable-features=OptimizationHints,MediaRouter'];

export const CHROMIUM_FLAGS = [...NO_SANDBOX, ...SOFTWARE_DRAWING, ...QUIET];

/** What `npm test` found (CHENGMAI_CHROMIUM), else an installed one; undefined = Playwright's own download. */
export function chromiumExecutable(): string | undefined {
  return [process.env.CHENGMAI_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => file !== undefined && existsSync(file));
}
