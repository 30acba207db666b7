/** Answers app://chengmai/… with the same files and headers as the browser host. */
import { protocol } from 'electron';
import { readAsset, resolveAsset, PAGE_HEADERS, type AssetFolders } from '#host/http/assets.ts';
import { HOST, SCHEME, isPage } from './address.ts';

/** Before the app is ready: gives our scheme an origin, a secure context, fetch, streams and V8's code cache. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }]);
}

/** Once the app is ready. Reads whole answers: streams out of an asar are copied to a temporary file first. */
export function serveApp(folders: AssetFolders): void {
  protocol.handle(SCHEME, async (request) => {
    if (!isPage(request.url)) return refuse(404);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const asset = resolveAsset(new URL(request.url).pathname, folders);
    if (!asset) return refuse(404);
    try {
      const body = request.method === 'HEAD' ? null : await readAsset(asset);
      return new Response(body, { headers: asset.headers });
    } catch {
      return refuse(404);
    }
  });
}

function refuse(status: 404 | 405): Response {
  return new Response(status === 404 ? `Nothing at ${HOST} has this address.` : 'Only GET and HEAD.', {
    status,
    headers: { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
  });
}
