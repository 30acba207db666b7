/** Which addresses the shell serves, and which it lets a page ask for. */

export const SCHEME = 'app';
export const HOST = 'chengmai';
export const ORIGIN = `${SCHEME}://${HOST}`;

function parsed(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/** The page itself: what a window may show and whose messages are answered. */
export function isPage(url: string): boolean {
  const address = parsed(url);
  return address !== null && address.protocol === `${SCHEME}:` && address.host === HOST && address.username === '' && address.password === '';
}

/** What a page may load: its own addresses, what it made itself, and tiles from `origins`. Everything else is a request that leaves. */
export function mayLoad(url: string, developing: boolean, origins: readonly string[] = []): boolean {
  if (isPage(url)) return true;
  const address = parsed(url);
  if (address === null) return false;
  if (address.protocol === 'data:' || origins.includes(address.origin)) return true;
  if (address.protocol === 'blob:') return isPage(address.pathname);
  return developing && address.protocol === 'devtools:';
}
