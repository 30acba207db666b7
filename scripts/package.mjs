// `npm run package [-- --electron]`: the packaged workstation in out/, by Electron Forge (forge.config.ts). Without an Electron
// (Linux) the layout alone: the same asar and resources, around no executable.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './steps/bundles.mjs';
import { run } from './steps/child.mjs';
import { buildCity, sentenceOf } from './steps/city.mjs';
import { electronFolder, obtainElectron, wantedVersion } from './steps/electron.mjs';
import { install } from './steps/install.mjs';
import { inRoot, main, pinnedNode, Told } from './steps/project.mjs';
import { step } from './steps/progress.mjs';
import { zipFolder } from './steps/zip.mjs';

await main(async () => {
  await install();
  await build('page');
  await build('electron');
  await buildCity(inRoot('chengmai.config.json'));
  const reason = await obtainElectron({ again: process.argv.includes('--electron') });
  if (reason && process.platform !== 'linux') throw new Told(`The package needs Electron's executable: ${reason}.`);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'chengmai-package-'));
  try {
    const folder = reason ? emptyElectron(scratch) : electronFolder();
    const zips = path.join(scratch, 'zips');
    mkdirSync(zips);
    await step('Packing Electron', () => zipFolder(folder, path.join(zips, `electron-v${wantedVersion()}-${process.platform}-${process.arch}.zip`)));
    await forge({ ...process.env, CHENGMAI_ELECTRON_ZIPS: zips, ...(reason && { CHENGMAI_LAYOUT_ONLY: '1' }) });
    tell(reason, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

/** What Forge needs to find of an Electron, empty: so that it makes the layout in the one way that it makes packages. */
function emptyElectron(scratch) {
  const folder = path.join(scratch, 'electron');
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  for (const name of ['electron', 'version', 'LICENSE', 'LICENSES.chromium.html', 'resources/default_app.asar']) writeFileSync(path.join(folder, name), '');
  chmodSync(path.join(folder, 'electron'), 0o755);
  return folder;
}

async function forge(env) {
  const { code, output } = await step('Packaging', () => run(pinnedNode, [inRoot('node_modules/@electron-forge/cli/dist/electron-forge.js'), 'package'], { env: { ...env, CI: '1', NO_COLOR: '1' } }));
  if (code !== 0) throw new Told(`The package could not be made: ${sentenceOf(output) ?? 'Forge said nothing'}.`);
}

function tell(reason, folder) {
  const made = readdirSync(inRoot('out')).find((name) => name.endsWith(`-${process.platform}-${process.arch}`));
  if (!made || !existsSync(inRoot('out', made))) throw new Told('Forge ended without a package in out/.');
  if (reason) {
    for (const name of readdirSync(inRoot('out', made))) if (name !== 'resources') rmSync(inRoot('out', made, name), { recursive: true });
    console.log(`out/${made} holds the layout without an executable: ${reason} (npm run package -- --electron tries again).`);
    return;
  }
  const version = readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  console.log(`out/${made} holds the package, on Electron ${version}${version === wantedVersion() ? '' : `: for tests only, it ships on ${wantedVersion()}`}.`);
}
