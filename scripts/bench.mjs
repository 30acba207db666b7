// npm run bench -- NAME [options]: what is missing is installed and built, then bench/NAME.ts runs on the pinned Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [name, ...rest] = process.argv.slice(2);
const file = path.join(root, 'bench', `${name}.ts`);
if (!name || !existsSync(file)) {
  const names = readdirSync(path.join(root, 'bench')).filter((entry) => entry.endsWith('.bench.ts') || entry === 'first-light.ts');
  console.error(`Say which bench: ${names.map((entry) => entry.replace('.ts', '')).join(', ')}`);
  process.exit(1);
}
const node = path.join(root, 'node_modules/node/bin/node');
const { status } = spawnSync(node, [file, ...rest], { stdio: 'inherit', cwd: root });
process.exit(status ?? 1);
