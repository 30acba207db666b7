/**
 * Reads a NATS JetStream stream as docs/feed-protocol.md says: the place is the stream's sequence, kept in the run's file
 * with the data; the broker is told only afterwards.
 */
import type { FeedReason } from '#contract/contract.ts';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Feed, FeedKind, FeedPorts } from '../feed.ts';
import { keepOpen, type Connection } from '../keepOpen.ts';
import { reasonOf } from '../reasons.ts';
import { dial, type Dialled } from './dial.ts';
import { readStream } from './readStream.ts';
import { resume } from './resume.ts';
import { connectionOptions, settingsSchema, type NatsSettings } from './settings.ts';

export const nats: FeedKind = (config, ports): Feed => {
  const settings = settingsSchema.parse(config);
  return keepOpen({ ports, retry: settings.retry, open: (worked, lost) => openConnection(settings, ports, worked, lost) });
};

function openConnection(settings: NatsSettings, ports: FeedPorts, worked: () => void, lost: (why: FeedReason) => void): Connection {
  const wanted = new AbortController();
  const closing = new Promise<never>((_, reject) => wanted.signal.addEventListener('abort', () => reject(new Error('closed')), { once: true }));
  closing.catch(() => undefined);

  const life = async (): Promise<FeedReason> => {
    let dialled: Dialled | null = null;
    let connection: NatsConnection | null = null;
    try {
      const options = await connectionOptions(settings, `Chengmai ${ports.name.run}/${ports.name.feed}`);
      wanted.signal.throwIfAborted();
      dialled = dial(options);
      connection = await Promise.race([dialled.connection, closing]);
      const open = connection;
      wanted.signal.addEventListener('abort', () => void open.close(), { once: true });
      const place = await resume(connection, settings, ports);
      return await readStream(connection, place, ports, worked);
    } catch (error) {
      return reasonOf(error);
    } finally {
      dialled?.connection.catch(() => undefined);
      await connection?.close();
      dialled?.discard();
    }
  };
  const over = life();
  void over.then(lost);

  return {
    async close() {
      wanted.abort();
      await over;
    },
  };
}
