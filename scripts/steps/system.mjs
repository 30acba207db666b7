// What the tests need from the machine: a Chromium, a NATS server, a display for Electron.
import { existsSync, readFileSync, accessSync, constants } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot, pinnedNode } from './project.mjs';
import { run } from './child.mjs';
import { step } from './progress.mjs';

/** Full path of a command on the path (and in sbin, which not everybody's path has), or null. */
export function which(command, env = process.env) {
  for (const folder of [...(env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin']) {
    const file = path.join(folder, command);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

const mayInstall = () => process.getuid?.() === 0 && which('apt-get') !== null;
const isDebian = () => existsSync('/etc/os-release') && /^ID=debian/m.test(readFileSync('/etc/os-release', 'utf8'));

/** Installs Debian packages where we may; says nothing where we may not. What is missing afterwards is the caller's to see. */
export async function installPackages(packages) {
  if (packages.length === 0 || !mayInstall()) return;
  await step(`Installing ${packages.join(', ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const get = () => run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
    if ((await get()).code === 0) return;
    await run('apt-get', ['update', '-q'], { env });
    await get();
  });
}

/** Executables that may be a Chromium, in the order in which they are taken. */
export function installedChromium(env = process.env) {
  const named = env.CHENGMAI_CHROMIUM && existsSync(env.CHENGMAI_CHROMIUM) ? env.CHENGMAI_CHROMIUM : null;
  return named ?? ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map((name) => which(name, env)).find((file) => file !== null) ?? playwrightChromium();
}

function playwrightChromium() {
  const { chromium } = readPlaywright();
  return chromium && existsSync(chromium) ? chromium : null;
}

function readPlaywright() {
  try {
    const { browsers } = JSON.parse(readFileSync(inRoot('node_modules/playwright-core/browsers.json'), 'utf8'));
    const { revision } = browsers.find(({ name }) => name === 'chromium');
    const home = process.env.PLAYWRIGHT_BROWSERS_PATH || path.join(os.homedir(), process.platform === 'darwin' ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright');
    const folder = path.join(home, `chromium-${revision}`);
    const inside = process.platform === 'darwin' ? ['chrome-mac/Chromium.app/Contents/MacOS/Chromium'] : ['chrome-linux64/chrome', 'chrome-linux/chrome'];
    return { chromium: inside.map((file) => path.join(folder, file)).find((file) => existsSync(file)) };
  } catch {
    return {};
  }
}

/** A Chromium: installed, else Debian's, else Playwright's download. Returns {executable} or {reason}. */
export async function findChromium() {
  const there = installedChromium();
  if (there) return { executable: there };
  if (isDebian()) await installPackages(['chromium']);
  if (installedChromium()) return { executable: installedChromium() };
  const { code } = await step('Downloading Chromium', () => run(pinnedNode, [inRoot('node_modules/playwright/cli.js'), 'install', 'chromium']));
  const downloaded = installedChromium();
  if (code === 0 && downloaded) return { executable: downloaded };
  return { reason: 'there is no Chromium: none is installed, the system\'s packages brought none and its download failed (CHENGMAI_CHROMIUM can name one)' };
}
