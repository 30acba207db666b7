/** A host whose one feed is what the test itself publishes: nothing of the demonstration is in it. */
import { expect } from '@playwright/test';
import { openPublisher, type Publisher } from '#host/testing/publisher.ts';
import { serveHost, type ServedHost } from './host.ts';

export interface Published {
  host: ServedHost;
  publisher: Publisher;
  close(): Promise<void>;
}

/** Resolves when the host listens to the publisher. `announce`: what the publisher has before anybody listens. */
export async function servePublished(announce: (publisher: Publisher) => void): Promise<Published> {
  const publisher = await openPublisher();
  announce(publisher);
  const feed = { id: 'publisher', kind: 'websocket', title: { zh: '发布', en: 'Publisher' }, url: publisher.url, retry: { firstMs: 50, mostMs: 200 } };
  const host = await serveHost({
    change(config) {
      delete config.demonstration;
      config.runs = [{ ...config.runs[0], feeds: [feed] }];
    },
  });
  await expect.poll(() => publisher.connections()).toBeGreaterThan(0);
  return {
    host,
    publisher,
    async close() {
      await host.close();
      await publisher.close();
    },
  };
}
