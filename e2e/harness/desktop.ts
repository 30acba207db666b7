/** The Electron shell for real: the bundles that `npm test` has built, in whichever Electron there is. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test as base, expect, _electron, type ElectronApplication, type Page } from '@playwright/test';
import { processTree } from '../../bench/processes.ts';
import { SocketWatch } from '../page/sockets.ts';
import { NO_SANDBOX, SOFTWARE_DRAWING } from './chromium.ts';
import { CITIES, ROOT, writeConfiguration } from './configuration.ts';

export { expect };

export const ELECTRON_FOLDER = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(ROOT, 'node_modules/electron/dist');
const executablePath = path.join(ELECTRON_FOLDER, 'electron');

/** Why these tests cannot run here; null where they can. */
export const NOT_HERE = [
  [existsSync(executablePath), 'there is no Electron here'],
  [process.platform !== 'linux' || process.env.DISPLAY, 'there is no display: run it by npm test, or under xvfb-run'],
  [existsSync(path.join(ROOT, '.vite/build/main.cjs')), 'the bundles are not built: run it by npm test'],
].find(([holds]) => !holds)?.[1] as string | undefined ?? null;

export interface Desktop {
  app: ElectronApplication;
  page: Page;
  /** Process id of the utility process that is the host; undefined between its death and its restart. */
  hostPid(): Promise<number | undefined>;
  /** Process ids of everything that the shell has started, itself among them. */
  pids(): Promise<number[]>;
  /** Looks at the sockets of all of them from before the shell was started until its last process is gone. */
  sockets: SocketWatch;
}

/** What a feed of the shell under test proves itself with; the demonstration backend asks for nothing and lets it pass. */
export const FEED_TOKEN = 'a-token-that-nobody-else-may-read';

/** Opens the shell on an empty data folder; the window is there, the page may still be connecting. */
export async function openDesktop(configuration: string): Promise<Desktop> {
  // The shell is a child of the test runner: its whole tree, so that no process is too new to be seen.
  const sockets = new SocketWatch(() => processTree(process.pid), 100);
  const app = await _electron.launch({
    executablePath,
    args: [...NO_SANDBOX, ...SOFTWARE_DRAWING, ROOT, '--config', configuration, '--city', CITIES],
    cwd: ROOT,
    env: { ...(process.env as Record<string, string>), LANG: 'zh_CN.UTF-8', LANGUAGE: 'zh_CN' },
  });
  const page = await app.firstWindow();
  const metrics = (): Promise<{ pid: number; name?: string }[]> => app.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ pid, name }) => ({ pid, ...(name !== undefined && { name }) })));
  return {
    app,
    page,
    sockets,
    hostPid: async () => (await metrics()).find(({ name }) => name === 'Chengmai host')?.pid,
    pids: async () => (await metrics()).map(({ pid }) => pid),
  };
}

/** One shell for the worker's tests: starting costs seconds, and a test that breaks it for the next says something. */
export const test = base.extend<object, { desktop: Desktop }>({
  desktop: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from the pattern
    async ({}, use) => {
      const configuration = writeConfiguration((config) => (config.runs[0].feeds[0].token = FEED_TOKEN));
      const desktop = await openDesktop(configuration.file);
      await use(desktop);
      await desktop.app.close();
      desktop.sockets.stop();
      configuration.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});
