/** Why a feed is not live, from what sockets, clients and settings say, as a code that every screen has a sentence for. */
import type { FeedReason } from '#contract/contract.ts';
import { sampleOf } from '../decoders/decoder.ts';

type Code = FeedReason['code'];

/** `detail`: what was said, as it came, shortened; `about`: what the sentence names. */
export function reason(code: Code, detail = '', about = ''): FeedReason {
  return { code, about, detail: sampleOf(detail) };
}

const BY_SYSTEM_CODE: Record<string, Code> = {
  ECONNREFUSED: 'refused', ENOTFOUND: 'no-such-host', EAI_AGAIN: 'no-such-host', EHOSTUNREACH: 'unreachable', ENETUNREACH: 'unreachable', ENETDOWN: 'unreachable',
  ETIMEDOUT: 'timeout', ECONNRESET: 'closed', EPIPE: 'closed', WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'too-large',
};
/** Of the NATS client. */
const BY_NAME: Record<string, Code> = {
  AuthorizationError: 'unauthorized', UserAuthenticationExpiredError: 'unauthorized', PermissionViolationError: 'unauthorized', TimeoutError: 'timeout',
  NoResponders: 'no-stream', JetStreamNotEnabled: 'no-stream', StreamNotFoundError: 'no-stream', ConsumerNotFoundError: 'place-lost',
  ClosedConnectionError: 'closed', DrainingConnectionError: 'closed', ProtocolError: 'no-feed',
};
const BY_SENTENCE: [RegExp, Code][] = [
  [/Unexpected server response: (401|403)|authorization violation/i, 'unauthorized'],
  [/Unexpected server response|^Invalid (Sec-WebSocket|Upgrade)|^Parse Error/, 'no-feed'],
  [/timed? ?out/i, 'timeout'],
  [/stream not found|jetstream is not enabled/i, 'no-stream'],
  [/certificate|\b(TLS|SSL)\b/i, 'insecure'],
  [/connection refused/i, 'refused'],
];

/** Of an error of a socket or of a client over one; `other` where it is none that is known. */
export function reasonOf(error: unknown): FeedReason {
  const { code = '', name = '', message = '', path, cause, errors } = error as NodeJS.ErrnoException & { errors?: Error[] };
  // Several addresses were tried: each says the same of itself.
  const detail = message || (errors?.[0]?.message ?? code);
  if (path !== undefined) return reason('no-access', detail, path);
  const known = BY_SYSTEM_CODE[code] ?? BY_NAME[name] ?? BY_SENTENCE.find(([pattern]) => pattern.test(detail))?.[1] ?? (code.startsWith('WS_ERR_') ? 'no-feed' : undefined);
  if (known !== undefined) return reason(known, detail);
  if (/^(CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL)/.test(code)) return reason('insecure', detail);
  return cause instanceof Error ? { ...reasonOf(cause), detail: sampleOf(detail) } : reason('other', detail);
}

/** Of a feed that cannot be made from its settings. */
export function reasonOfSettings(error: unknown): FeedReason {
  const issue = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues?.[0];
  return issue ? reason('bad-setting', issue.message, issue.path.join('.')) : reason('other', (error as Error).message);
}

/** For the log. */
export function sentenceOf({ code, about, detail }: FeedReason): string {
  return [code, about, detail].filter((part) => part !== '').join(': ');
}
