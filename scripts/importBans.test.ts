/** The architecture's arrows, held: one forbidden line a folder, linted for real. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** Puts a file with one import into the folder, lints it, takes it away again; true where the linter refuses. */
function isRefused(folder: string, specifier: string): boolean {
  const place = mkdtempSync(path.join(root, folder, 'ban-'));
  const file = path.join(place, 'probe.ts');
  writeFileSync(file, `import { probe } from '${specifier}';\nprobe();\n`);
  const { status, stdout } = spawnSync(process.execPath, [path.join(root, 'node_modules/oxlint/bin/oxlint'), file], { cwd: root, encoding: 'utf8' });
  rmSync(place, { recursive: true });
  return status !== 0 && stdout.includes('no-restricted-imports');
}

describe('who may import whom', () => {
  it.each([
    ['layers', '#contract/wire.ts'], ['layers', '#host/run.ts'], ['layers', '../../renderer/host.ts'], ['layers', 'react'],
    ['electron/contract', '#host/run.ts'], ['electron/contract', '#layers/scale.ts'], ['electron/contract', '../../host/run.ts'],
    ['electron/host', '#fixtures/random.ts'], ['electron/host', '#layers/scale.ts'], ['electron/host', '../../../renderer/host.ts'], ['electron/host', 'electron'],
    ['electron/shell', '#layers/frame.ts'], ['electron/shell', '#fixtures/random.ts'], ['electron/shell', 'better-sqlite3'],
    ['renderer', '#host/run.ts'], ['renderer', '../../electron/host/run.ts'], ['renderer', '#fixtures/random.ts'], ['renderer', 'node:fs'], ['renderer', 'cesium'],
  ])('%s may not import %s', (folder, specifier) => {
    expect(isRefused(folder, specifier)).toBe(true);
  });

  it.each([
    ['electron/contract', '#layers/frame.ts'], ['electron/host', '#layers/frame.ts'], ['electron/host', '#contract/wire.ts'],
    ['renderer', '#layers/scale.ts'], ['renderer', '#contract/wire.ts'], ['layers', '@deck.gl/core'],
  ])('%s may import %s', (folder, specifier) => {
    expect(isRefused(folder, specifier)).toBe(false);
  });
});
