import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { INDEX_NAME } from './pack.ts';
import { findInPack } from './readPack.ts';
import { createPack } from './writePack.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'packs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const contents = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`tiles/${i}.glb`, `${i} `.repeat(i)]));
function write(file: string, entries: Record<string, string>): number {
  const pack = createPack(file);
  for (const [name, text] of Object.entries(entries)) pack.add(name, Buffer.from(text));
  return pack.finish();
}
const textOf = (file: string, name: string): string | null => {
  const entry = findInPack(file, name);
  return entry && readFileSync(file).toString('utf8', entry.start, entry.start + entry.size);
};

describe('a pack', () => {
  const file = path.join(folder, 'city.3tz');
  it('gives back each entry as a range of its file, and nothing that was not put in', () => {
    expect(write(file, contents)).toBe(readFileSync(file).length);
    for (const [name, text] of Object.entries(contents)) expect(textOf(file, name)).toBe(text);
    expect(['tiles/200.glb', '', 'tiles', '/tiles/1.glb', 'tiles/1.GLB'].map((name) => findInPack(file, name))).toEqual([null, null, null, null, null]);
  });

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)('is a zip that other programs open, with the index last', () => {
    const program = 'import sys,zipfile,json; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps([z.testzip(), [i.filename for i in z.infolist()], z.read("tiles/7.glb").decode()]))';
    const [bad, names, seven] = JSON.parse(execFileSync('python3', ['-c', program, file], { encoding: 'utf8' })) as [string | null, string[], string];
    expect(bad).toBeNull();
    expect(names).toEqual([...Object.keys(contents), INDEX_NAME]);
    expect(seven).toBe(contents['tiles/7.glb']);
  });

  it('is the same bytes for the same contents', () => {
    const again = path.join(folder, 'again.3tz');
    write(again, contents);
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
  });

  it('is read anew where the file was replaced', () => {
    write(path.join(folder, 'next'), { 'tileset.json': '{}' });
    renameSync(path.join(folder, 'next'), file);
    expect(textOf(file, 'tileset.json')).toBe('{}');
    expect(findInPack(file, 'tiles/7.glb')).toBeNull();
  });

  it('that was cut short, or is none, holds nothing', () => {
    const cut = path.join(folder, 'cut.3tz');
    truncateSync(cut, write(cut, contents) - 5);
    writeFileSync(path.join(folder, 'none.3tz'), 'x');
    expect([cut, path.join(folder, 'none.3tz'), path.join(folder, 'nowhere.3tz'), folder].map((one) => findInPack(one, 'tiles/7.glb'))).toEqual([null, null, null, null]);
  });

  it('refuses a name twice', () => {
    const pack = createPack(path.join(folder, 'twice.3tz'));
    pack.add('a', Buffer.from(''));
    expect(() => pack.add('a', Buffer.from(''))).toThrow(/already/);
    pack.finish();
  });
});
