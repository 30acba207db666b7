// What was made from what: a hash of the sources beside the result, so that unchanged things are not made again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './project.mjs';

function* filesUnder(file) {
  if (!existsSync(file)) return;
  if (!statSync(file).isDirectory()) {
    yield file;
    return;
  }
  for (const name of readdirSync(file).toSorted()) {
    if (name.startsWith('.') || name === 'node_modules' || /\.test\.tsx?$/.test(name)) continue;
    yield* filesUnder(path.join(file, name));
  }
}

/** Hash of every file below the given paths (in the project, or absolute; tests left out) and of `extra`. */
export function hashOf(paths, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const name of paths) {
    for (const file of filesUnder(path.isAbsolute(name) ? name : inRoot(name))) {
      hash.update(`\0${file.slice(inRoot().length)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

export function isFresh(stampFile, hash, results) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash && results.every((file) => existsSync(file));
}

/** Runs `make` unless the stamp says that the results come from the same sources. Returns whether it ran. */
export async function makeOnce(stampFile, hash, results, make) {
  if (isFresh(stampFile, hash, results)) return false;
  rmSync(stampFile, { force: true });
  await make();
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, hash);
  return true;
}
