// Which Electron there is, and why the workstation cannot open in it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot, pinnedNode, readJson } from './project.mjs';
import { run, start } from './child.mjs';
import { step } from './progress.mjs';

/** A download that has brought no byte for so long is given up. */
const NO_BYTES_MS = 20_000;
const given = inRoot('node_modules/electron/dist');
const gaveUp = inRoot('node_modules/.chengmai-electron');

const NAME = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';

/** Folder of the Electron to use, whether or not there is one: ELECTRON_OVERRIDE_DIST_PATH goes before the package's own. */
export const electronFolder = (env = process.env) => env.ELECTRON_OVERRIDE_DIST_PATH || given;

/** The executable that is there, or null. */
export function electronExecutable(env = process.env) {
  const file = path.join(electronFolder(env), NAME);
  return existsSync(file) ? file : null;
}

/** The Electron that package.json names: the one that the product ships on. */
export const wantedVersion = () => readJson(inRoot('node_modules/electron/package.json')).version;

/**
 * Why the workstation cannot open in Electron, told before anything is downloaded or started; null where nothing speaks
 * against it. `facts`: platform, env, uid.
 */
export function reasonBefore({ platform, env, uid }) {
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  if (platform === 'linux' && uid === 0 && env.CHENGMAI_TEST_NO_SANDBOX !== '1') return "root may not use Electron's sandbox, and without it the workstation does not open";
  return null;
}

/** Bytes of all files below a folder; 0 where there is none. */
function bytesUnder(folder) {
  if (!existsSync(folder)) return 0;
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    // A file may go between listing and asking: the installer moves what it has.
    if (entry.isFile()) sum += statSync(path.join(entry.parentPath ?? entry.path, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return sum;
}

/** Downloads the executable by the package's own installer. Returns null, or why there is none. */
export async function downloadElectron({ noBytesMs = NO_BYTES_MS, script = inRoot('node_modules/electron/install.js') } = {}) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'chengmai-electron-'));
  try {
    return await step(`Downloading Electron ${wantedVersion()}`, async (note) => {
      const { ended, stop } = start(pinnedNode, [script], {
        line: () => {},
        env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch, ELECTRON_GET_NO_PROGRESS: '1' },
      });
      let bytes = 0;
      let since = Date.now();
      let stalled = false;
      const watch = setInterval(() => {
        const now = bytesUnder(scratch) + bytesUnder(given);
        if (now !== bytes) since = Date.now();
        bytes = now;
        note(`${Math.round(bytes / 1e6)} MB`);
        if (Date.now() - since < noBytesMs) return;
        stalled = true;
        stop('SIGKILL');
      }, 500);
      const { code, output } = await ended;
      clearInterval(watch);
      if (stalled) return `its download brought no bytes for ${noBytesMs / 1000} s`;
      if (code === 0 && existsSync(path.join(given, NAME))) return null;
      const cause = output.join('\n').match(/Response code \d+/)?.[0];
      return `its download failed${cause ? ` (${cause})` : ''}`;
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether the executable runs here and can load the native store; null, or why not. A crash counts. */
export async function probeElectron(executable, env = process.env) {
  const code = "process.stdout.write('runs\\n'); const D = require('better-sqlite3'); new D(':memory:', process.env.CHENGMAI_SQLITE_BINDING ? { nativeBinding: process.env.CHENGMAI_SQLITE_BINDING } : {}).exec('select 1')";
  const { code: status, output } = await run(executable, ['-e', code], { env: { ...env, ELECTRON_RUN_AS_NODE: '1' } });
  if (status === 0) return null;
  if (output.includes('runs')) return "Electron's executable cannot load the native store (better-sqlite3)";
  const library = output.join(' ').match(/(\S+\.so[.\d]*): cannot open shared object file/)?.[1];
  return `Electron's executable does not run on this machine${library ? ` (${library} is missing)` : ''}`;
}

/**
 * Sees to it that there is an executable, downloading it where needed. `again`: try a download that was given up before.
 * Returns null, or why there is none.
 */
export async function obtainElectron({ again }) {
  if (electronExecutable()) return null;
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return `there is no Electron in ELECTRON_OVERRIDE_DIST_PATH (${process.env.ELECTRON_OVERRIDE_DIST_PATH})`;
  if (existsSync(gaveUp) && !again) return `Electron's executable is not here, and ${readFileSync(gaveUp, 'utf8')} when it was last tried`;
  const failure = await downloadElectron();
  rmSync(gaveUp, { force: true });
  if (!failure) return null;
  writeFileSync(gaveUp, failure);
  return `Electron's executable is not here, and ${failure}`;
}

/** Finds an Electron that can open the workstation here. Returns {executable} or {reason}. */
export async function findElectron({ again }) {
  const reason = reasonBefore({ platform: process.platform, env: process.env, uid: process.getuid?.() }) ?? (await obtainElectron({ again }));
  if (reason) return { reason };
  const executable = electronExecutable();
  const failure = await probeElectron(executable);
  return failure ? { reason: failure } : { executable };
}

/** Why an Electron that was started ended before its window opened. */
export function reasonEnded({ code, signal, output }) {
  const said = output.join('\n');
  if (/sandbox/i.test(said)) return "this system forbids Electron's sandbox";
  if (/Missing X server|cannot open display|Failed to connect to Wayland|ozone_platform/i.test(said)) return 'the display did not answer';
  return `Electron ended (${signal ?? `code ${code}`}) before its window opened`;
}
