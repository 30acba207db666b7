import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPack } from '../packs/writePack.ts';
import { readAsset, resolveAsset, streamAsset } from './assets.ts';

const root = mkdtempSync(path.join(tmpdir(), 'chengmai-assets-'));
afterAll(() => rmSync(root, { recursive: true }));
const folders = { pageDir: path.join(root, 'page'), cityRoot: path.join(root, 'city') };
for (const [name, text] of Object.entries({
  'page/index.html': '<!doctype html>', 'page/assets/main-abc.js': '', 'page/.secret': 'x', 'page/cesium/Workers/a.js': '', 'page/cesium/ThirdParty/draco.wasm': '',
  'city/shanghai/city.json': '{}', 'city/shanghai/tiles/0.glb': '', 'outside.txt': 'x', 'page-too/index.html': 'x',
})) {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}
symlinkSync(path.join(root, 'outside.txt'), path.join(folders.pageDir, 'link.txt'));
const pack = createPack(path.join(root, 'city/shanghai/tiles.3tz'));
for (const [name, text] of Object.entries({ 'tileset.json': '{"asset":{}}', 'tiles/1.glb': 'glTF', 'empty.json': '' })) pack.add(name, Buffer.from(text));
pack.finish();
const typeOf = (address: string): string | undefined => resolveAsset(address, folders)?.headers['content-type'];

describe('addresses', () => {
  it('find the page, its assets, Cesium and cities, with their types', () => {
    expect(resolveAsset('/', folders)?.file).toMatch(/page\/index\.html$/);
    expect(typeOf('/')).toBe('text/html; charset=utf-8');
    expect(typeOf('/assets/main-abc.js')).toMatch(/^text\/javascript/);
    expect(typeOf('/cesium/ThirdParty/draco.wasm')).toBe('application/wasm');
    expect(typeOf('/city/shanghai/city.json')).toBe('application/json');
    expect(typeOf('/city/shanghai/tiles/0.glb')).toBe('model/gltf-binary');
  });

  it('find what lies in a city\'s pack, under the same addresses', async () => {
    for (const [address, text] of Object.entries({ '/city/shanghai/tileset.json': '{"asset":{}}', '/city/shanghai/tiles/1.glb': 'glTF', '/city/shanghai/empty.json': '' })) {
      const asset = resolveAsset(address, folders)!;
      expect(Buffer.from(await readAsset(asset)).toString(), address).toBe(text);
      expect(Buffer.concat(await streamAsset(asset).toArray()).toString(), address).toBe(text);
      expect(asset.headers['content-length']).toBe(String(text.length));
    }
    expect(typeOf('/city/shanghai/tileset.json')).toBe('application/json');
    expect(typeOf('/city/shanghai/tiles/1.glb')).toBe('model/gltf-binary');
    expect(Buffer.from(await readAsset(resolveAsset('/', folders)!)).toString()).toBe('<!doctype html>');
  });

  it('carry the policy, no sniffing, and a validator', () => {
    const { headers } = resolveAsset('/', folders)!;
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'");
    expect(headers['content-security-policy']).not.toContain("'unsafe-eval'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers.etag).toMatch(/^".+"$/);
    expect(headers['cache-control']).toBe('no-cache');
    expect(resolveAsset('/assets/main-abc.js', folders)!.headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../outside.txt', '/..%2foutside.txt', '/%2e%2e/outside.txt', '/%2e%2e%2foutside.txt', '/..%5coutside.txt', '/city/../page/index.html',
    '/city/..%2f..%2foutside.txt', '/.secret', '/link.txt', '//etc/passwd', '/%00', '/%', '/assets', '/city', '/city/', '/city/shanghai', '/city/shanghai/tiles', '/city/shanghai/tiles/2.glb', '/city/nowhere/tileset.json', '/city/shanghai/..%2ftileset.json', '/../page-too/index.html', 'index.html', '/C:/x', '/nothing',
  ])('%s leads nowhere', (address) => {
    expect(resolveAsset(address, folders)).toBeNull();
  });
});
