/**
 * The workstation for a browser, a wall or a test: the same host and page in plain Node, behind HTTP and a WebSocket.
 *
 *   node electron/serve.ts [--config FILE] [--port N] [--city DIR] [--page DIR] [--read-only] [--listen ADDRESS --token TOKEN]
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { namedTilesets } from '#host/cities/tilesets.ts';
import { DemonstrationProblem, startDemonstration, withDemonstration, type Demonstration } from '#host/demonstration.ts';
import { createHost } from '#host/host.ts';
import { isLoopback } from '#host/http/guard.ts';
import { openHttp } from '#host/http/server.ts';
import type { Log } from '#host/log.ts';
import { readConfig } from '#host/readConfig.ts';

const root = path.resolve(import.meta.dirname, '..');

/** An expected failure: its sentence is all that a person needs. */
class Failure extends Error {}

const log: Log = (level, sentence) => console.error(`${level}: ${sentence}`);

function options(): { config: string; port: number; city: string; page: string; readOnly: boolean; address: string; token: string | null } {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        config: { type: 'string', default: path.join(root, 'chengmai.config.json') },
        port: { type: 'string', default: '7420' },
        city: { type: 'string', default: path.join(root, '.city') },
        page: { type: 'string', default: path.join(root, '.vite/renderer') },
        'read-only': { type: 'boolean', default: false },
        listen: { type: 'string', default: '127.0.0.1' },
        token: { type: 'string' },
      },
    }));
  } catch (error) {
    throw new Failure((error as Error).message);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Failure(`--port ${values.port} is no port.`);
  const token = values.token ?? process.env.CHENGMAI_TOKEN ?? null;
  if (!isLoopback(values.listen) && (token === null || token.length < 16)) {
    throw new Failure('To be reached from other machines, it needs --token with at least 16 characters.');
  }
  return { config: path.resolve(values.config), port, city: path.resolve(values.city), page: path.resolve(values.page), readOnly: values['read-only'], address: values.listen, token };
}

async function serve(): Promise<void> {
  // Run files hold what leaves the host as areas only: nobody else on this machine reads them.
  process.umask(0o077);
  const { config: file, port, city, page, readOnly, address, token } = options();
  let config = readConfig(file);
  let demonstration: Demonstration | null = null;
  if (config.demonstration) {
    demonstration = await startDemonstration({ script: path.join(root, 'fixtures/days/backend.ts'), settings: config.demonstration, cityRoot: city, log });
    config = withDemonstration(config, demonstration.port);
  }
  const host = createHost({ config, configDir: path.dirname(file), cityRoot: city, log });
  const http = await openHttp({ address, port, token, pageDir: page, cityRoot: city, ...namedTilesets(config, path.dirname(file)), accept: (wire) => host.accept(wire, { readOnly }) });

  let isClosing = false;
  const close = async (): Promise<void> => {
    if (isClosing) return;
    isClosing = true;
    await http.close();
    await host.close();
    await demonstration?.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void close());
  process.on('SIGTERM', () => void close());
  const name = isLoopback(address) && address !== '::1' ? '127.0.0.1' : address;
  console.log(`http://${name}:${http.port}${token === null ? '' : `/?token=${encodeURIComponent(token)}`}`);
}

serve().catch((error: unknown) => {
  console.error(error instanceof Failure || isExpected(error) ? (error as Error).message : error);
  process.exit(1);
});

/** The operating system's refusals, problems with a file and the demonstration's end say what they are; a bug shows where it is. */
function isExpected(error: unknown): boolean {
  return error instanceof Error && ('code' in error || error instanceof DemonstrationProblem);
}
