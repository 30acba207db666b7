/** Raw message in, checked shapes out. A decoder is pure, never throws, and believes nothing. */
import type { FeedMessage } from '#contract/observation.ts';
import type { Reject, RejectReason } from '../feeds/feed.ts';

/** Largest raw message that is looked at, bytes. */
export const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
/** Most observations, or sites, in one message. */
export const MAX_ENTRIES = 1_000_000;
export const MAX_ID = 128;
export const MAX_NAME = 200;
/** Largest number of people stated; one more is `NOT_STATED`. */
export const MAX_COUNT = 0xfffffffe;

export interface Decoded {
  /** The message's own object, unchecked: what a feed says beside sites and observations stands here. */
  header: Record<string, unknown>;
  /** Empty where the message says neither sites nor observations. */
  messages: FeedMessage[];
  rejects: Reject[];
}

export interface Decoder {
  recognises(raw: Uint8Array): boolean;
  decode(raw: Uint8Array): Decoded;
}

/** The start of something hostile or broken, fit to be shown in one line. */
export function sampleOf(raw: Uint8Array | string): string {
  const text = typeof raw === 'string' ? raw.slice(0, 160) : new TextDecoder().decode(raw.subarray(0, 160));
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '·').slice(0, 120);
}

/** Part of a message as a sample; what is nested too deep to be written out again must not break us. */
export function describe(part: unknown): string {
  try {
    return sampleOf(JSON.stringify(part) ?? '');
  } catch {
    return '(nested too deep to show)';
  }
}

/** Rejects of one message: counted by reason, with the first of each as its sample. */
export interface RejectTally {
  add(reason: RejectReason, sample: () => string, count?: number): void;
  list(): Reject[];
}

export function tallyRejects(): RejectTally {
  const byReason = new Map<RejectReason, Required<Reject>>();
  return {
    add(reason, sample, count = 1) {
      const known = byReason.get(reason);
      if (known) known.count += count;
      else if (count > 0) byReason.set(reason, { reason, sample: sample(), count });
    },
    list: () => [...byReason.values()],
  };
}

export function refused(reason: RejectReason, sample: string): Decoded {
  return { header: {}, messages: [], rejects: [{ reason, sample }] };
}
