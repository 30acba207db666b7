// Where things are. Everything in scripts/ runs on Node 20 without node_modules; the rest on the Node that package.json pins.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
export const inRoot = (...parts) => path.join(root, ...parts);
export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Node as pinned in package.json (npm's `node` package); only there once `install` has run. */
export const pinnedNode = inRoot('node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** How to call the npm that started us, or the one on the path: [command, leading arguments]. */
export function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /\.c?js$/.test(script) && existsSync(script)) return [process.execPath, [script]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

/** An expected failure: its message is the one sentence that a person gets, without a stack. */
export class Told extends Error {}

/** Runs a script's body: an expected failure is one sentence and exit code 1, a bug too (its stack only with CHENGMAI_DEBUG). */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Told ? error.message : `This should not have happened: ${error?.message ?? error}`);
    if (process.env.CHENGMAI_DEBUG) console.error(error?.stack);
    process.exit(1);
  }
}
