/** The browser that draws the page tests, and how it draws without a graphics card. */
import { existsSync } from 'node:fs';

/** For Electron as for Chromium: WebGL on SwiftShader. */
export const SOFTWARE_DRAWING = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];

/** Root may not use the sandbox; tests may go without. */
export const NO_SANDBOX = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * Nothing that Chromium fetches or looks up of its own accord, so that a socket that leaves is the product's. Requests of
 * the product are seen before any name is looked up.
 */
const QUIET = [
  '--disable-background-networking', '--disable-component-update', '--disable-domain-reliability', '--no-pings',
  '--disable-features=OptimizationHints,MediaRouter', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export const CHROMIUM_FLAGS = [...NO_SANDBOX, ...SOFTWARE_DRAWING, ...QUIET];

/** What `npm test` found (CHENGMAI_CHROMIUM), else an installed one; undefined = Playwright's own download. */
export function chromiumExecutable(): string | undefined {
  return [process.env.CHENGMAI_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => file !== undefined && existsSync(file));
}
