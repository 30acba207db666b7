// npm run torture -- NAME [options]: what is missing is installed, then bench/torture/NAME.ts runs on the pinned Node.
import { spawnSync } from 'node:child_process';
import { install } from './steps/install.mjs';
import { inRoot, main, pinnedNode, root, Told } from './steps/project.mjs';

const TORTURES = ['store'];

await main(async () => {
  const [name, ...rest] = process.argv.slice(2);
  if (!TORTURES.includes(name)) throw new Told(`Say what is to be tortured: ${TORTURES.join(', ')}.`);
  await install();
  const { status } = spawnSync(pinnedNode, [inRoot('bench/torture', `${name}.ts`), ...rest], { stdio: 'inherit', cwd: root });
  process.exitCode = status ?? 1;
});
