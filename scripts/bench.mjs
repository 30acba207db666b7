// npm run bench -- NAME [options]: what is missing is installed, then bench/NAME.ts runs on the pinned Node and builds what it needs.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { install } from './steps/install.mjs';
import { inRoot, main, pinnedNode, root, Told } from './steps/project.mjs';

const BENCHES = ['first-light', 'city', 'store', 'history', 'globe'];

await main(async () => {
  const [name, ...rest] = process.argv.slice(2);
  if (!name || !BENCHES.includes(name) || !existsSync(inRoot('bench', `${name}.ts`))) throw new Told(`Say which bench: ${BENCHES.join(', ')}.`);
  await install();
  const { status } = spawnSync(pinnedNode, [inRoot('bench', `${name}.ts`), ...rest], { stdio: 'inherit', cwd: root });
  process.exitCode = status ?? 1;
});
