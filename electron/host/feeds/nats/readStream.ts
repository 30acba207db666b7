/** Reads a consumer until it ends: groups what comes, delivers it in order, acknowledges what is stored. */
import type { FeedReason } from '#contract/contract.ts';
import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { sampleOf } from '../../decoders/decoder.ts';
import { decodeMessage } from '../../decoders/registry.ts';
import type { Delivery, FeedPorts } from '../feed.ts';
import { reason, reasonOf } from '../reasons.ts';
import type { Place } from './resume.ts';

const MOST_TOGETHER = 500;
/** Some tens of milliseconds of work: screens are served between deliveries. */
const MOST_BYTES_TOGETHER = 256 * 1024;
/** How long the first of a group waits for others. */
const GATHER_MS = 25;
const PULL_EXPIRES_MS = 20_000;
const HEARTBEAT_MS = 5000;
/** Below, catching up is over before anybody could watch it. */
const WORTH_SHOWING = 500;

/**
 * Resolves with the reason when it is over: the connection is closed, the consumer is gone, or a delivery was missed.
 * One that was missed would come again only after those behind it, and be taken for a repetition: so reading starts anew.
 */
export async function readStream(connection: NatsConnection, place: Place, ports: FeedPorts, worked: () => void): Promise<FeedReason> {
  const queue: JsMsg[] = [];
  let arrived = 0;
  let gathering: NodeJS.Timeout | undefined;
  let delivering: Promise<void> | null = null;
  let received = place.sequence;
  let stored = place.sequence;
  let delivery = place.delivered;
  let live = false;
  const ended = new AbortController();
  const end = (why: FeedReason): void => ended.abort(why);

  const caughtUp = (): void => {
    live = true;
    ports.report({ state: 'live', liveUntil: ports.now(), reason: null });
  };

  const deliverAll = async (): Promise<void> => {
    while (queue.length > 0 && !ended.signal.aborted) {
      const group = take(queue);
      const last = group[group.length - 1];
      try {
        await ports.deliver(deliveryOf(group, arrived));
      } catch (error) {
        return end(reason('not-stored', (error as Error).message));
      }
      stored = last.seq;
      arrived = ports.now();
      if (!ended.signal.aborted) last.ack();
      worked();
      const { pending } = last.info;
      if (place.pending > WORTH_SHOWING && !live) ports.progress(Math.max(0, place.pending - pending), place.pending);
      if (live || pending === 0) caughtUp();
      // Screens are served between deliveries, however fast they come.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const startDelivering = (): void => {
    clearTimeout(gathering);
    gathering = undefined;
    delivering ??= deliverAll().finally(() => (delivering = null));
  };

  const messages = await place.consumer.consume({
    max_messages: MOST_TOGETHER,
    expires: PULL_EXPIRES_MS,
    idle_heartbeat: HEARTBEAT_MS,
    callback(message) {
      if (ended.signal.aborted) return;
      if (message.info.deliverySequence !== ++delivery) return end(reason('delivery-missed'));
      if (message.seq <= received) {
        if (message.seq <= stored) message.ack();
        return;
      }
      received = message.seq;
      if (queue.push(message) === 1) arrived = ports.now();
      if (queue.length >= MOST_TOGETHER) startDelivering();
      else if (!delivering) gathering ??= setTimeout(startDelivering, GATHER_MS);
    },
  });
  void (async () => {
    for await (const { type } of messages.status()) {
      if (type === 'heartbeat' && live && queue.length === 0) caughtUp();
      if (type === 'heartbeats_missed' || type === 'no_responders') end(reason('no-answer'));
      if (type === 'consumer_not_found' || type === 'consumer_deleted' || type === 'stream_not_found') end(reason('place-lost'));
    }
  })();
  void connection.closed().then((error) => end(error ? reasonOf(error) : reason('closed')));

  ports.report({ state: 'filling', reason: null });
  if (place.pending === 0) caughtUp();
  if (!ended.signal.aborted) await new Promise((resolve) => ended.signal.addEventListener('abort', resolve, { once: true }));
  clearTimeout(gathering);
  messages.stop();
  await delivering;
  return ended.signal.reason as FeedReason;
}

function take(queue: JsMsg[]): JsMsg[] {
  let bytes = 0;
  let n = 0;
  while (n < queue.length && n < MOST_TOGETHER && bytes < MOST_BYTES_TOGETHER) bytes += queue[n++].data.length;
  return queue.splice(0, n);
}

function deliveryOf(group: JsMsg[], arrived: number): Delivery {
  const delivery: Delivery = { messages: [], rejects: [], cursors: { sequence: String(group[group.length - 1].seq) }, arrived };
  for (const { data } of group) {
    const { messages, rejects } = decodeMessage(data);
    if (messages.length === 0 && rejects.length === 0) delivery.rejects.push({ reason: 'not-a-message', sample: sampleOf(data) });
    for (const message of messages) delivery.messages.push(message);
    for (const reject of rejects) delivery.rejects.push(reject);
  }
  return delivery;
}
