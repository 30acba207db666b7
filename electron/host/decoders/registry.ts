/** Every form that a raw message can have; the first that recognises it decodes it. JSON recognises all, so it is last. */
import { columnForm } from './columnForm.ts';
import { MAX_MESSAGE_BYTES, refused, sampleOf, type Decoded, type Decoder } from './decoder.ts';
import { json } from './json.ts';

const decoders: readonly Decoder[] = [columnForm, json];

/** Decodes a message of docs/feed-protocol.md. Never throws: what it cannot read is among the rejects. */
export function decodeMessage(raw: Uint8Array): Decoded {
  if (raw.length > MAX_MESSAGE_BYTES) return refused('too-large', sampleOf(raw));
  try {
    return decoders.find((decoder) => decoder.recognises(raw))!.decode(raw);
  } catch {
    // The boundary of the message: a fault of ours in reading it costs this message, not the feed.
    return refused('not-a-message', sampleOf(raw));
  }
}
