/**
 * Reads a NATS JetStream stream as docs/feed-protocol.md says: the place is the stream's sequence, kept in the run's file
 * with the data; the broker is told only afterwards.
 */
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Feed, FeedKind, FeedPorts } from '../feed.ts';
import { keepOpen, type Connection } from '../keepOpen.ts';
import { readStream } from './readStream.ts';
import { resume } from './resume.ts';
import { connectionOptions, settingsSchema, type NatsSettings } from './settings.ts';

export const nats: FeedKind = (config, ports): Feed => {
  const settings = settingsSchema.parse(config);
  return keepOpen({ ports, retry: settings.retry, open: (worked, lost) => openConnection(settings, ports, worked, lost) });
};

function openConnection(settings: NatsSettings, ports: FeedPorts, worked: () => void, lost: (reason: string) => void): Connection {
  let connection: NatsConnection | null = null;
  let closing = false;

  const life = async (): Promise<string> => {
    try {
      connection = await connect(await connectionOptions(settings, `Chengmai ${ports.name.run}/${ports.name.feed}`));
      if (closing) return 'closed';
      const place = await resume(connection, settings, ports);
      return await readStream(connection, place, ports, worked);
    } catch (error) {
      return (error as Error).message;
    } finally {
      await connection?.close();
    }
  };
  const over = life();
  void over.then(lost);

  return {
    async close() {
      closing = true;
      await connection?.close();
      await over;
    },
  };
}
