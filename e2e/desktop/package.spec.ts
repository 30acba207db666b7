import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { NO_SANDBOX, SOFTWARE_DRAWING } from '../harness/chromium.ts';
import { ROOT } from '../harness/configuration.ts';
import { expect, NOT_HERE, test } from '../harness/desktop.ts';
import { openDevTools } from '../harness/devTools.ts';

test.skip(NOT_HERE !== null, NOT_HERE ?? '');

/** Runs a program to its end; resolves with its exit code and everything that it printed. */
async function ends(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

test('the packaged workstation starts: locked executable, everything out of the asar', async () => {
  // As it is shipped: 100,000 sites, and a window of 1600 × 900 drawn in software.
  test.setTimeout(480_000);
  const made = await ends(path.join(ROOT, 'node_modules/node/bin/node'), ['scripts/package.mjs']);
  expect(made.output).toMatch(/holds the package/);
  expect(made.code).toBe(0);
  const folder = path.join(ROOT, 'out', `Chengmai-${process.platform}-${process.arch}`);
  const executable = path.join(folder, 'chengmai');

  const fuses = await getCurrentFuseWire(executable);
  const closed = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.EnableNodeCliInspectArguments];
  const open = [FuseV1Options.EnableCookieEncryption, FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseV1Options.OnlyLoadAppFromAsar];
  expect(closed.map((fuse) => fuses[fuse])).toEqual(closed.map(() => FuseState.DISABLE));
  expect(open.map((fuse) => fuses[fuse])).toEqual(open.map(() => FuseState.ENABLE));

  const home = mkdtempSync(path.join(os.tmpdir(), 'chengmai-package-'));
  const app = spawn(executable, [...NO_SANDBOX, ...SOFTWARE_DRAWING, '--remote-debugging-port=0'], {
    env: { ...process.env, XDG_CONFIG_HOME: home, HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const endpoint = await new Promise<string>((resolve, reject) => {
      app.once('exit', (code) => reject(new Error(`the package ended with ${code}`)));
      createInterface({ input: app.stderr }).on('line', (line) => {
        const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (found) resolve(found);
      });
    });
    const page = await openDevTools(endpoint, 'app://chengmai/', 60_000);
    // Met before its document is there, the page throws or is replaced: what it said shows where the test fails.
    const facts = (): Promise<unknown> => page.evaluate('({ ...document.documentElement.dataset })').catch(String);
    await expect.poll(facts, { timeout: 240_000 }).toMatchObject({ link: 'open', city: 'ready', frameA: expect.any(String) });
    page.close();
  } finally {
    if (app.exitCode === null) {
      const gone = once(app, 'exit');
      app.kill('SIGTERM');
      await gone;
    }
    rmSync(home, { recursive: true, force: true });
  }
});
