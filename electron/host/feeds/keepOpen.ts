/** The life that feeds over a connection share: open it, lose it, try again later, close it for good. */
import type { FeedReason } from '#contract/contract.ts';
import { backOff } from './backOff.ts';
import type { Feed, FeedPorts } from './feed.ts';

export interface Connection {
  /** Resolves when the socket is closed and nothing that came by it is being delivered any more. */
  close(): Promise<void>;
}

export interface KeepOpenOptions {
  ports: FeedPorts;
  /** How soon it tries again, and how late at the longest. */
  retry: { firstMs: number; mostMs: number };
  /** `worked`: something came and is stored. `lost`: it is closed, and why; called once, never before `open` has returned. */
  open(worked: () => void, lost: (reason: FeedReason) => void): Connection;
}

export function keepOpen({ ports, retry, open }: KeepOpenOptions): Feed {
  const waits = backOff({ ...retry, random: ports.random });
  let connection: Connection | null = null;
  let wanted = false;

  const connect = (): void => {
    const current = open(() => waits.succeeded(), (reason) => {
      if (connection !== current) return;
      connection = null;
      if (!wanted) return;
      ports.report({ state: 'lost', reason });
      waits.retry(connect);
    });
    connection = current;
  };

  return {
    start() {
      if (wanted) return;
      wanted = true;
      ports.report({ state: 'connecting', reason: null });
      connect();
    },
    async stop() {
      wanted = false;
      waits.cancel();
      const current = connection;
      connection = null;
      await current?.close();
    },
  };
}
