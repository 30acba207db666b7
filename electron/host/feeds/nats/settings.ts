/** A NATS feed's settings, and what the client makes of them. */
import { readFile } from 'node:fs/promises';
import { z } from '#contract/zod.ts';
import { credsAuthenticator, type NodeConnectionOptions } from '@nats-io/transport-node';

/** Files are paths on this machine. `subjects`: only these of the stream; more than one needs a server of 2.10 or newer. */
export const settingsSchema = z.object({
  servers: z.array(z.string().min(1)).min(1),
  stream: z.string().regex(/^[^\s.*>/\\]+$/),
  subjects: z.array(z.string().min(1)).optional(),
  user: z.string().optional(),
  pass: z.string().optional(),
  token: z.string().optional(),
  credentialsFile: z.string().optional(),
  tls: z.object({ caFile: z.string().optional(), certFile: z.string().optional(), keyFile: z.string().optional() }).optional(),
  retry: z.object({ firstMs: z.number().positive(), mostMs: z.number().positive() }).default({ firstMs: 500, mostMs: 30_000 }),
});
export type NatsSettings = z.output<typeof settingsSchema>;

/** One attempt, no more: the feed itself tries again, and finds its place again each time. */
export async function connectionOptions({ servers, user, pass, token, credentialsFile, tls }: NatsSettings, name: string): Promise<NodeConnectionOptions> {
  return {
    servers,
    name,
    reconnect: false,
    timeout: 4000,
    pingInterval: 10_000,
    maxPingOut: 2,
    ...(user === undefined ? {} : { user }),
    ...(pass === undefined ? {} : { pass }),
    ...(token === undefined ? {} : { token }),
    ...(credentialsFile === undefined ? {} : { authenticator: credsAuthenticator(await readFile(credentialsFile)) }),
    ...(tls === undefined ? {} : { tls: { ...tls } as NonNullable<NodeConnectionOptions['tls']> }),
  };
}
