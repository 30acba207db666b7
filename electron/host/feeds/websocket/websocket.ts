/**
 * The WebSocket client of docs/feed-protocol.md: says where it stands, takes what it lacks, keeps nothing but cursors.
 * Messages are delivered in order, several in one transaction where they have queued up; a full queue pauses the socket.
 */
import type { FeedReason } from '#contract/contract.ts';
import { z } from '#contract/zod.ts';
import { WebSocket, type RawData } from 'ws';
import { MAX_MESSAGE_BYTES, sampleOf } from '../../decoders/decoder.ts';
import { decodeMessage } from '../../decoders/registry.ts';
import type { Delivery, Feed, FeedKind, FeedPorts } from '../feed.ts';
import { keepOpen, type Connection } from '../keepOpen.ts';
import { reason, reasonOf } from '../reasons.ts';
import { cursorsAfter, historyCursor, historyStep, standingOf, type HistoryRange } from './cursors.ts';

/** `url`: ws:// or wss://. `token`: sent as a bearer's. `retry`: how soon, and at the longest how late, it tries again. */
const settingsSchema = z.object({
  url: z.string().regex(/^wss?:\/\//, 'must begin with ws:// or wss://'),
  token: z.string().optional(),
  retry: z.object({ firstMs: z.number().positive(), mostMs: z.number().positive() }).default({ firstMs: 500, mostMs: 30_000 }),
});

const QUEUE_HIGH = 32;
const QUEUE_LOW = 8;
const MOST_AT_ONCE = 16;
/** Some tens of milliseconds of work: screens are served between deliveries. */
const MOST_BYTES_AT_ONCE = 256 * 1024;
/** Without a sign of life for so long the connection counts as lost. */
const PING_MS = 10_000;

export const websocket: FeedKind = (config, ports): Feed => {
  const settings = settingsSchema.parse(config);
  return keepOpen({ ports, retry: settings.retry, open: (worked, lost) => openConnection(settings, ports, worked, lost) });
};

interface Arrival {
  raw: Uint8Array;
  at: number;
}

function openConnection(
  { url, token }: z.output<typeof settingsSchema>, ports: FeedPorts, worked: () => void, lost: (why: FeedReason) => void,
): Connection {
  const socket = new WebSocket(url, {
    maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false, handshakeTimeout: 10_000, ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
  socket.binaryType = 'nodebuffer';
  const queue: Arrival[] = [];
  let delivering: Promise<void> | null = null;
  let why = reason('closed');
  let asked: HistoryRange | null = null;
  let caughtUp = false;
  let answered = true;
  let closing = false;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));

  const alive = (): void => {
    answered = true;
    if (caughtUp) ports.report({ liveUntil: ports.now() });
  };
  const pings = setInterval(() => {
    if (socket.isPaused) return;
    if (!answered) {
      why = reason('no-answer');
      socket.terminate();
    } else if (socket.readyState === WebSocket.OPEN) {
      answered = false;
      socket.ping();
    }
  }, PING_MS);

  socket.on('open', () => {
    const standing = standingOf(ports);
    asked = standing.history;
    socket.send(JSON.stringify({ hello: 1, sitesVersion: standing.sitesVersion, live: standing.live, ...(asked ? { history: asked } : {}) }));
    ports.report({ state: 'filling', reason: null });
  });
  socket.on('pong', alive);
  socket.on('message', (data: RawData) => {
    if (closing) return;
    alive();
    queue.push({ raw: data as Buffer, at: ports.now() });
    if (queue.length >= QUEUE_HIGH) socket.pause();
    delivering ??= deliverAll().finally(() => (delivering = null));
  });
  socket.on('error', (error) => (why = reasonOf(error)));
  socket.on('close', (_code, text) => {
    clearInterval(pings);
    if (text.length > 0) why = reason('closed', text.toString());
    queue.length = 0;
    void (delivering ?? Promise.resolve()).then(() => lost(why));
  });

  const deliverAll = async (): Promise<void> => {
    while (queue.length > 0) {
      const { delivery, after } = nextDelivery();
      try {
        await ports.deliver(delivery);
      } catch (error) {
        why = reason('not-stored', (error as Error).message);
        return socket.terminate();
      }
      worked();
      after();
      if (queue.length <= QUEUE_LOW && socket.isPaused) socket.resume();
      // Screens are served between deliveries, however fast they come.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  /** What has queued up, up to a limit, as one transaction; `after`: what is true once it is committed. */
  const nextDelivery = (): { delivery: Delivery; after: () => void } => {
    const delivery: Delivery = { messages: [], cursors: {}, rejects: [], arrived: queue[0].at };
    const facts: (() => void)[] = [];
    let bytes = 0;
    for (let taken = 0; taken < MOST_AT_ONCE && queue.length > 0 && bytes < MOST_BYTES_AT_ONCE; taken++) {
      const { raw } = queue.shift()!;
      bytes += raw.length;
      const { header, messages, rejects } = decodeMessage(raw);
      const cursors = cursorsAfter(header, asked);
      if (messages.length === 0 && rejects.length === 0 && Object.keys(cursors).length === 0 && header.caughtUp === undefined) {
        rejects.push({ reason: 'not-a-message', sample: sampleOf(raw) });
      }
      for (const message of messages) delivery.messages.push(message);
      for (const reject of rejects) delivery.rejects.push(reject);
      Object.assign(delivery.cursors, cursors);
      if (asked && cursors.history !== undefined) asked = { from: asked.from, to: Number(cursors.history.split(':')[1]) };
      const step = historyStep(header);
      if (step) facts.push(() => ports.progress(step.done, step.total));
      if (Number.isFinite(header.caughtUp)) {
        facts.push(() => {
          caughtUp = true;
          ports.report({ state: 'live', liveUntil: ports.now(), reason: null });
        });
      }
    }
    // The first asking is kept with the first data: a later start asks for what is left of this day, not of its own.
    if (asked && delivery.cursors.history === undefined && ports.cursor('history') === null) delivery.cursors.history = historyCursor(asked);
    return { delivery, after: () => facts.forEach((tell) => tell()) };
  };

  return {
    async close() {
      closing = true;
      queue.length = 0;
      socket.terminate();
      await closed;
      await delivering;
    },
  };
}
