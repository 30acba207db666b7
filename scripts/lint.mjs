// `npm run lint`: the rules of .oxlintrc.json, then what nothing uses (knip.jsonc). Both are always run, so that both are heard.
import { spawnSync } from 'node:child_process';
import { inRoot, root } from './steps/project.mjs';

const CHECKS = {
  rules: [inRoot('node_modules/oxlint/bin/oxlint'), '--deny-warnings'],
  'nothing unused': [inRoot('node_modules/knip/bin/knip.js'), '--no-progress'],
};

const broken = Object.entries(CHECKS).filter(([, args]) => spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root }).status !== 0);
console.log(broken.length === 0 ? 'lint: nothing to say' : `lint: not kept: ${broken.map(([name]) => name).join(', ')}`);
process.exit(broken.length === 0 ? 0 : 1);
