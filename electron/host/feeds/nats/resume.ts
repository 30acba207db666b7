/**
 * Where reading goes on. The run's file decides: a broker that has come further or less far than it is told to start
 * again right after what the file holds.
 */
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager, ReplayPolicy, type Consumer, type ConsumerInfo, type JetStreamManager, type StreamInfo } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import type { FeedPorts } from '../feed.ts';
import type { NatsSettings } from './settings.ts';

/** Sent and not acknowledged at most: bounds what waits in memory, and what is sent again after a crash. */
const MOST_UNACKNOWLEDGED = 1000;
const ACKNOWLEDGE_WITHIN_MS = 60_000;
/** A broker may forget a workstation that has been away so long; its file still knows where to go on. */
const FORGOTTEN_AFTER_MS = 14 * 86_400_000;

export interface Place {
  consumer: Consumer;
  /** Last stream sequence that is stored here. */
  sequence: number;
  /** Deliveries that the consumer has made so far: the next has this number plus one. */
  delivered: number;
  /** Messages that the stream holds beyond. */
  pending: number;
}

export async function resume(connection: NatsConnection, settings: NatsSettings, ports: FeedPorts): Promise<Place> {
  const manager = await jetstreamManager(connection);
  const stream = await manager.streams.info(settings.stream);
  const sequence = await placeInFile(stream, ports);
  const name = await consumerName(ports);
  const info = await consumerAt(manager, settings, name, sequence);
  const consumer = await jetstream(connection).consumers.get(settings.stream, name);
  return { consumer, sequence, delivered: info.delivered.consumer_seq, pending: info.num_pending };
}

/** The stored sequence; what the broker no longer has is told, once, and passed over. */
async function placeInFile({ created, state, config }: StreamInfo, ports: FeedPorts): Promise<number> {
  const stored = Number(ports.cursor('sequence') ?? 0);
  const known = ports.cursor('stream');
  const same = known === null || known === created;
  if (same && stored <= state.last_seq && (stored === 0 || state.first_seq <= stored + 1)) {
    if (known === null) await ports.deliver({ messages: [], rejects: [], cursors: { stream: created } });
    return stored;
  }
  const anew = !same || stored > state.last_seq;
  const next = anew ? 0 : state.first_seq - 1;
  const sample = anew ? `the stream ${config.name} was made anew` : `the stream ${config.name} no longer had ${stored + 1} to ${next}`;
  await ports.deliver({ messages: [], rejects: [{ reason: 'lost-upstream', sample, count: anew ? 1 : next - stored }], cursors: { stream: created, sequence: String(next) } });
  return next;
}

/** Two workstations with the same configuration must not share one consumer: each would get half. So the file carries the name. */
async function consumerName({ name, cursor, deliver, random }: FeedPorts): Promise<string> {
  const stored = cursor('consumer');
  if (stored !== null) return stored;
  const own = `chengmai-${name.run}-${name.feed}-${Math.floor(random() * 2 ** 32).toString(16).padStart(8, '0')}`;
  await deliver({ messages: [], rejects: [], cursors: { consumer: own } });
  return own;
}

/** The durable consumer, standing right after `sequence`; made again where it stands elsewhere. */
async function consumerAt(manager: JetStreamManager, { stream, subjects = [] }: NatsSettings, name: string, sequence: number): Promise<ConsumerInfo> {
  const found = await manager.consumers.info(stream, name).catch(() => null);
  if (found && standsAt(found, sequence) && sameSubjects(found, subjects)) return found;
  if (found) await manager.consumers.delete(stream, name);
  return manager.consumers.add(stream, {
    durable_name: name,
    ack_policy: AckPolicy.All,
    ack_wait: nanos(ACKNOWLEDGE_WITHIN_MS),
    max_ack_pending: MOST_UNACKNOWLEDGED,
    inactive_threshold: nanos(FORGOTTEN_AFTER_MS),
    replay_policy: ReplayPolicy.Instant,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: sequence + 1,
    ...(subjects.length === 1 ? { filter_subject: subjects[0] } : {}),
    ...(subjects.length > 1 ? { filter_subjects: subjects } : {}),
  });
}

function standsAt({ ack_floor, delivered, num_ack_pending }: ConsumerInfo, sequence: number): boolean {
  return ack_floor.stream_seq === sequence && delivered.stream_seq === sequence && num_ack_pending === 0;
}

function sameSubjects({ config }: ConsumerInfo, subjects: string[]): boolean {
  const has = config.filter_subjects ?? (config.filter_subject ? [config.filter_subject] : []);
  return has.length === subjects.length && subjects.every((subject) => has.includes(subject));
}
