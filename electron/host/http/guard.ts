/** Who may speak to the server at all: against DNS rebinding, foreign pages, and anybody beyond this machine without a token. */
import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface GuardOptions {
  /** Address that the server listens on, and its port. */
  address: string;
  port: number;
  /** Needed beyond loopback; where given it is asked of everybody. */
  token: string | null;
}

const COOKIE = 'chengmai';
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

export const isLoopback = (address: string): boolean => LOOPBACK.has(address);

/** Why the request is refused, in a sentence; null where it may pass. */
export function refusalOf(request: IncomingMessage, { address, port, token }: GuardOptions): string | null {
  const { host, origin } = request.headers;
  if (!host) return 'The request names no host.';
  // A name that resolves here by trickery is not one of ours; beyond loopback the token stands in for the list.
  const hosts = ['127.0.0.1', 'localhost', '[::1]', address].map((name) => `${name}:${port}`);
  if (isLoopback(address) && !hosts.includes(host)) return 'The request names a foreign host.';
  if (origin !== undefined && origin !== `http://${host}`) return 'The request comes from a foreign page.';
  if (token !== null && ![tokenOfAddress(request), tokenOfCookie(request)].some((given) => given !== null && isSame(given, token))) {
    return 'A token is needed: open the address with ?token=….';
  }
  return null;
}

/** Sets the token as a cookie where the address carried it, so that the page's assets need not. */
export function cookieFor(request: IncomingMessage, token: string | null): Record<string, string> {
  if (token === null || tokenOfAddress(request) === null) return {};
  return { 'set-cookie': `${COOKIE}=${encodeURIComponent(token)}; HttpOnly; SameSite=Strict; Path=/` };
}

function tokenOfAddress({ url }: IncomingMessage): string | null {
  // Not every request line is an address: `//` is none, and must not end the host.
  return new URLSearchParams((url ?? '').split('?')[1] ?? '').get('token');
}

function tokenOfCookie({ headers }: IncomingMessage): string | null {
  const found = (headers.cookie ?? '').split(';').map((pair) => pair.trim()).find((pair) => pair.startsWith(`${COOKIE}=`));
  if (found === undefined) return null;
  try {
    return decodeURIComponent(found.slice(COOKIE.length + 1));
  } catch {
    return null;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** In constant time, also for different lengths. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}
