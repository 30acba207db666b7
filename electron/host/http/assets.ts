/**
 * Which file answers an address, and with which headers: the same for `serve.ts` and for Electron's protocol handler.
 * Nothing outside the two folders is ever found, by whatever spelling.
 */
import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

export interface AssetFolders {
  /** The built page: `/`, its assets, `/cesium/…`. */
  pageDir: string;
  /** Built cities: `/city/<name>/…`. */
  cityRoot: string;
}

export interface Asset {
  file: string;
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
  'content-security-policy': Object.entries(POLICY).map(([name, value]) => `${name} ${value}`).join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

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
export function resolveAsset(urlPath: string, { pageDir, cityRoot }: AssetFolders): Asset | null {
  const segments = segmentsOf(urlPath);
  if (segments === null) return null;
  const isCity = segments[0] === 'city';
  const root = isCity ? cityRoot : pageDir;
  const inside = isCity ? segments.slice(1) : segments;
  const file = fileWithin(root, inside.length === 0 && !isCity ? ['index.html'] : inside);
  if (file === null) return null;
  const { size, mtimeMs } = statSync(file);
  return {
    file,
    headers: {
      ...PAGE_HEADERS,
      'content-type': MIME[path.extname(file).toLowerCase()] ?? 'application/octet-stream',
      'content-length': String(size),
      'cache-control': NEVER_CHANGES.test(urlPath) ? 'public, max-age=31536000, immutable' : 'no-cache',
      etag: `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`,
    },
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
