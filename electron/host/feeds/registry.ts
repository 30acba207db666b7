/** Every kind of feed that a configuration may name. */
import type { FeedKind } from './feed.ts';
import { nats } from './nats/nats.ts';
import { websocket } from './websocket/websocket.ts';

export const feedKinds: Readonly<Record<string, FeedKind>> = { websocket, nats };
