/**
 * One configuration for every bundle. `CHENGMAI_TARGET` (set by scripts/build.mjs) chooses: the page (default), one of the
 * Electron entries, or one of the benches' globes. Vitest and the Forge read none of this.
 */
import { cpSync, createReadStream, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const root = import.meta.dirname;
const cesium = path.join(root, 'node_modules/@cesium/engine');
/** Cesium's own files that the page loads by address: served under ./cesium/. */
const CESIUM_FOLDERS = { Workers: 'Build/Workers', ThirdParty: 'Source/ThirdParty', Assets: 'Source/Assets' };

function cesiumFiles(): Plugin {
  let outDir = '';
  return {
    name: 'chengmai:cesium-files',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    configureServer(server) {
      server.middlewares.use('/cesium', (request, response, next) => {
        const [, folder, ...rest] = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname).split('/');
        const from = CESIUM_FOLDERS[folder as keyof typeof CESIUM_FOLDERS];
        const file = from && path.join(cesium, from, ...rest);
        if (!file || !file.startsWith(cesium) || !existsSync(file) || !statSync(file).isFile()) return next();
        if (file.endsWith('.js')) response.setHeader('content-type', 'text/javascript');
        createReadStream(file).pipe(response);
      });
    },
    closeBundle() {
      for (const [to, from] of Object.entries(CESIUM_FOLDERS)) {
        cpSync(path.join(cesium, from), path.join(outDir, 'cesium', to), { recursive: true });
      }
    },
  };
}

/** The globe is most of the page: the browser fetches it while it still reads the rest, not when that asks for it. */
function preloadGlobe(): Plugin {
  return {
    name: 'chengmai:preload-globe',
    transformIndexHtml(_html, { bundle = {} }) {
      const chunk = Object.values(bundle).find((one) => one.type === 'chunk' && one.facadeModuleId?.endsWith('/globe/lastingGlobe.ts'));
      return chunk ? [{ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: '', href: `./${chunk.fileName}` }, injectTo: 'head' }] : [];
    },
  };
}

const page: UserConfig = {
  root: path.join(root, 'renderer'),
  base: './',
  publicDir: false,
  plugins: [react(), cesiumFiles(), preloadGlobe()],
  define: { CESIUM_BASE_URL: JSON.stringify('./cesium/') },
  worker: { format: 'es' },
  build: { outDir: path.join(root, '.vite/renderer'), emptyOutDir: true, target: 'chrome130', chunkSizeWarningLimit: 8000, assetsInlineLimit: 0 },
};

/** The bench's denominator: a globe with nothing of ours, built like the page. */
const bare: UserConfig = { ...page, root: path.join(root, 'bench/bare'), plugins: [cesiumFiles()], build: { ...page.build, outDir: path.join(root, '.vite/bare') } };

/** Where the bench measures the globe itself (bench/globe.ts). */
const measured: UserConfig = { ...bare, root: path.join(root, 'bench/globe/page'), build: { ...page.build, outDir: path.join(root, '.vite/globe') } };

/** Electron's entries, bundled so that the packaged layout needs no node_modules but the native store. */
const ENTRIES = {
  main: 'electron/main.ts', preload: 'electron/preload.ts', utility: 'electron/utility.ts', reader: 'electron/host/readers/thread.ts', demonstration: 'fixtures/days/backend.ts',
};

function electronEntry(name: keyof typeof ENTRIES): UserConfig {
  return {
    root,
    publicDir: false,
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: path.join(root, ENTRIES[name]),
      outDir: path.join(root, '.vite/build'),
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { external: ['electron', 'better-sqlite3'], output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false } },
    },
  };
}

export default defineConfig(({ mode }) => {
  if (mode === 'test') return {};
  const target = process.env.CHENGMAI_TARGET ?? 'page';
  if (target === 'page') return page;
  if (target === 'globe') return measured;
  return target === 'bare' ? bare : electronEntry(target as keyof typeof ENTRIES);
});
