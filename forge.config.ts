/**
 * What a package holds and how its Electron is locked. The bundles are built by `npm run package` before (docs/decisions/0005);
 * CHENGMAI_ELECTRON_ZIPS and CHENGMAI_LAYOUT_ONLY are set by scripts/package.mjs.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MakerZIP } from '@electron-forge/maker-zip';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { FuseV1Options, FuseVersion } from '@electron/fuses';

const { cities } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'chengmai.config.json'), 'utf8')) as { cities: Record<string, unknown> };

/** Everything that a package holds, as paths from the project's root; a folder stands for all that is below it. */
const KEPT = [
  '/package.json',
  '/chengmai.config.json',
  '/.vite/build',
  '/.vite/renderer',
  ...Object.keys(cities).map((name) => `/.city/${name}`),
  // The native store cannot be bundled. Its sources stay behind, and its binaries for other platforms.
  '/node_modules/better-sqlite3/package.json',
  '/node_modules/better-sqlite3/lib',
  ...['linux', 'linuxmusl', 'darwin', 'win32'].filter((system) => system.startsWith(process.platform)).flatMap((system) =>
    ['x64', 'arm64'].map((cpu) => `/node_modules/better-sqlite3/prebuilds/${system}-${cpu}.node`),
  ),
];

/** Forge asks for every file and folder: kept is what is listed, what is below it, and the folders on the way to it. */
function isLeftOut(file: string): boolean {
  return file !== '' && !KEPT.some((kept) => file === kept || file.startsWith(`${kept}/`) || kept.startsWith(`${file}/`));
}

const config: ForgeConfig = {
  packagerConfig: {
    executableName: 'chengmai',
    appBundleId: 'city.chengmai.workstation',
    ignore: isLeftOut,
    prune: false,
    // A pack is read by ranges, which only works on a file of its own.
    asar: { unpack: '*.{node,3tz}' },
    ...(process.env.CHENGMAI_ELECTRON_ZIPS && { electronZipDir: process.env.CHENGMAI_ELECTRON_ZIPS }),
  },
  // The native store comes with binaries that fit every Electron: nothing is compiled.
  rebuildConfig: { onlyModules: [] },
  makers: [new MakerZIP({})],
  plugins: process.env.CHENGMAI_LAYOUT_ONLY
    ? []
    : [
        new FusesPlugin({
          version: FuseVersion.V1,
          [FuseV1Options.RunAsNode]: false,
          [FuseV1Options.EnableCookieEncryption]: true,
          [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
          [FuseV1Options.EnableNodeCliInspectArguments]: false,
          [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
          [FuseV1Options.OnlyLoadAppFromAsar]: true,
        }),
      ],
};

export default config;
