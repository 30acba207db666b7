// The page and Electron's entries, bundled by Vite when their sources have changed.
import { existsSync } from 'node:fs';
import { inRoot, pinnedNode, Told } from './project.mjs';
import { run } from './child.mjs';
import { step } from './progress.mjs';
import { hashOf, makeOnce } from './stamp.mjs';

const COMMON = ['vite.config.ts', 'package.json', 'package-lock.json', 'layers', 'electron/contract'];

/** What is built together: its targets (CHENGMAI_TARGET in vite.config.ts), what it is made from, what must come out. */
export const BUNDLES = {
  page: { name: 'Building the page', targets: ['page'], sources: [...COMMON, 'renderer'], results: ['.vite/renderer/index.html'] },
  electron: {
    name: "Building Electron's entries",
    targets: ['main', 'preload', 'utility', 'reader', 'demonstration'],
    sources: [...COMMON, 'electron', 'fixtures'],
    results: ['main', 'preload', 'utility', 'reader', 'demonstration'].map((entry) => `.vite/build/${entry}.cjs`),
  },
};

/** Builds a bundle where its sources have changed; throws `Told` with Vite's first error line where they do not build. */
export async function build(bundle) {
  const { name, targets, sources, results } = BUNDLES[bundle];
  return makeOnce(inRoot('.vite', `${bundle}.stamp`), hashOf(sources), results.map((file) => inRoot(file)), () =>
    step(name, async () => {
      for (const target of targets) {
        const { code, output } = await run(pinnedNode, [inRoot('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'], {
          env: { ...process.env, CHENGMAI_TARGET: target, NODE_ENV: 'production' },
        });
        if (code !== 0) throw new Told([`The bundle "${target}" could not be built:`, ...output.filter((line) => line.trim() && !/^\s+at /.test(line)).slice(0, 12)].join('\n'));
      }
      const absent = results.find((file) => !existsSync(inRoot(file)));
      if (absent) throw new Told(`The build of "${bundle}" ended without ${absent}.`);
    }),
  );
}
