/** A screen without a screen: the contract's client over the same wire that a page has, to ask the host directly. */
import { connectClient, type HostClient } from '#contract/client.ts';
import type { ColumnMessage } from '#contract/columns.ts';
import type { EventFact, EventName } from '#contract/contract.ts';
import type { Wire } from '#contract/wire.ts';
import { openSocket } from '../../renderer/wires/socket.ts';

export interface HostScreen extends HostClient {
  /** Every column message that came unasked: the frames. */
  frames: ColumnMessage[];
  events: { name: EventName; fact: EventFact<EventName> }[];
  /** Everything that crossed the wire towards this screen, as it came. */
  heard: (string | Uint8Array)[];
}

export async function openClient(url: string): Promise<HostScreen> {
  const frames: ColumnMessage[] = [];
  const events: HostScreen['events'] = [];
  const heard: HostScreen['heard'] = [];
  const wire = await openSocket(`${url.replace('http', 'ws')}/wire`);
  const listen: Wire['listen'] = (handlers) =>
    wire.listen({
      ...handlers,
      text: (text) => {
        heard.push(text);
        handlers.text(text);
      },
      bytes: (bytes) => {
        heard.push(bytes);
        handlers.bytes(bytes);
      },
    });
  const client = connectClient({ ...wire, listen }, {
    event: (name, fact) => void events.push({ name, fact }),
    frame: (message) => void frames.push(message),
    closed: () => undefined,
  });
  return { ...client, frames, events, heard };
}
