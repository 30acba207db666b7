/** A real nats-server with JetStream on loopback, in a temporary folder; null where the machine has none. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface NatsServer {
  url: string;
  close(): Promise<void>;
}

export function hasNatsServer(): boolean {
  return spawnSync('nats-server', ['--version']).status === 0;
}

/** Resolves when it takes clients. */
export async function startNatsServer(): Promise<NatsServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chengmai-nats-'));
  const child = spawn('nats-server', ['-js', '-a', '127.0.0.1', '-p', '-1', '-sd', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`nats-server ended with ${code}`)));
    let address = '';
    createInterface({ input: child.stderr }).on('line', (line) => {
      address ||= /Listening for client connections on ([\d.]+:\d+)/.exec(line)?.[1] ?? '';
      if (address && line.includes('Server is ready')) resolve(`nats://${address}`);
    });
  });
  return {
    url,
    async close() {
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
