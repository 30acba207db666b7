// Type-checks every project that the root tsconfig.json lists; the list is the architecture, so it is read, not repeated.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const { references } = JSON.parse(readFileSync(path.join(root, 'tsconfig.json'), 'utf8').replace(/^\s*\/\/.*$/gm, ''));
const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
let failed = 0;
for (const { path: project } of references) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', path.join(root, project), '--pretty', 'false'], { stdio: 'inherit', cwd: root });
  if (status !== 0) failed++;
}
console.log(`types: ${references.length - failed} of ${references.length} projects without errors`);
process.exit(failed ? 1 : 0);
