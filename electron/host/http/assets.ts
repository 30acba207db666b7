/**
 * Which file answers an address, and with which headers: the same for `serve.ts` and for Electron's protocol handler.
 * Nothing outside the two folders is ever found, by whatever spelling.
 */
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { CITY_PACK } from '../packs/pack.ts';
import { findInPack } from '../packs/readPack.ts';

export interface AssetFolders {
  /** The built page: `/`, its assets, `/cesium/…`. */
  pageDir: string;
  /** Built cities: `/city/<name>/…`, from files and from the pack beside them. */
  cityRoot: string;
  /** By city: folder of somebody's tileset, answered under `/city/<name>/tileset/…`. */
  tilesets?: Readonly<Record<string, string>>;
  /** Origins that the page may load tiles from, because a person named them. */
  origins?: readonly string[];
}

export interface Asset {
  file: string;
  /** Which bytes of the file are meant, where not all of them. */
  range: { start: number; size: number } | null;
  headers: Record<string, string>;
}

const POLICY = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** What every answer carries. Workers obey their own answer's policy, so scripts carry it too. */
export const PAGE_HEADERS: Record<string, string> = {
  'content-security-policy': policyOf([]),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function policyOf(origins: readonly string[]): string {
  return Object.entries(POLICY).map(([name, value]) => [name, value, ...(name === 'connect-src' ? origins : [])].join(' ')).join('; ');
}

const MIME: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.glb': 'model/gltf-binary',
  '.gltf': 'model/gltf+json',
  '.ktx2': 'image/ktx2',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Name and content of these are one: the build puts a hash into the name. */
const NEVER_CHANGES = /^\/assets\//;

/** `urlPath` is an address's path as sent, percent-encoded, without query. Null where nothing is there. */
export function resolveAsset(urlPath: string, { pageDir, cityRoot, tilesets = {}, origins = [] }: AssetFolders): Asset | null {
  const segments = segmentsOf(urlPath);
  if (segments === null) return null;
  const isCity = segments[0] === 'city';
  const tileset = isCity && segments[2] === 'tileset' ? tilesets[segments[1]!] : undefined;
  if (tileset !== undefined) {
    const tile = fileWithin(tileset, segments.slice(3));
    return tile === null ? null : wholeFile(tile, 'no-cache');
  }
  const file = isCity ? fileWithin(cityRoot, segments.slice(1)) : fileWithin(pageDir, segments.length === 0 ? ['index.html'] : segments);
  if (file === null) return isCity ? fromPack(segments, cityRoot) : null;
  const asset = wholeFile(file, NEVER_CHANGES.test(urlPath) ? 'public, max-age=31536000, immutable' : 'no-cache');
  return origins.length === 0 ? asset : { ...asset, headers: { ...asset.headers, 'content-security-policy': policyOf(origins) } };
}

function wholeFile(file: string, cached: string): Asset {
  const { size, mtimeMs } = statSync(file);
  return { file, range: null, headers: headersOf(file, size, `${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}`, cached) };
}

/** The asset's bytes, for an answer that goes out bit by bit. */
export function streamAsset({ file, range }: Asset): Readable {
  if (range === null) return createReadStream(file);
  return range.size === 0 ? Readable.from([]) : createReadStream(file, { start: range.start, end: range.start + range.size - 1 });
}

/** The asset's bytes at once. Rejects where the file has gone or shrunk meanwhile. */
export async function readAsset({ file, range }: Asset): Promise<Uint8Array<ArrayBuffer>> {
  if (range === null) return readFile(file);
  const opened = await open(file);
  try {
    const bytes = new Uint8Array(range.size);
    for (let done = 0; done < range.size; ) {
      const { bytesRead } = await opened.read(bytes, done, range.size - done, range.start + done);
      if (bytesRead === 0) throw new Error(`${file} is shorter than it was`);
      done += bytesRead;
    }
    return bytes;
  } finally {
    await opened.close();
  }
}

function fromPack([, city, ...inside]: string[], cityRoot: string): Asset | null {
  if (city === undefined || inside.length === 0) return null;
  const file = fileWithin(cityRoot, [city, CITY_PACK]);
  const name = inside.join('/');
  const entry = file && findInPack(file, name);
  if (!entry) return null;
  const { start, size, sum } = entry;
  return { file, range: { start, size }, headers: headersOf(name, size, `${size.toString(36)}-${sum.toString(36)}`, 'no-cache') };
}

function headersOf(name: string, size: number, tag: string, cached: string): Record<string, string> {
  return {
    ...PAGE_HEADERS,
    'content-type': MIME[path.extname(name).toLowerCase()] ?? 'application/octet-stream',
    'content-length': String(size),
    'cache-control': cached,
    etag: `"${tag}"`,
  };
}

function segmentsOf(urlPath: string): string[] | null {
  if (!urlPath.startsWith('/')) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  const segments = decoded.slice(1).split('/');
  if (segments.at(-1) === '') segments.pop();
  return segments.every(isPlain) ? segments : null;
}

function isPlain(segment: string): boolean {
  return segment !== '' && !segment.startsWith('.') && !/[\\:\0]/.test(segment);
}

function fileWithin(root: string, segments: string[]): string | null {
  try {
    // Links inside a folder may not lead out of it.
    const realRoot = realpathSync(root);
    const file = realpathSync(path.join(realRoot, ...segments));
    return file.startsWith(realRoot + path.sep) && statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}
