/** The host inside Electron: a process of its own that serves every port that main sends. */
import { failureOf } from '#host/failure.ts';
import { createHost, type Host } from '#host/host.ts';
import { portWire } from '#host/wires/port.ts';
import type { FromHost, HostSettings, ToHost } from './shell/messages.ts';

// Run files hold what leaves the host as areas only: nobody else on this machine reads them.
process.umask(0o077);

const parent = process.parentPort;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, no window
const tell = (message: FromHost): void => parent.postMessage(message);

let host: Host | null = null;

parent.on('message', ({ data, ports }: { data: ToHost; ports: Electron.MessagePortMain[] }) => {
  if (data.type === 'open') host = open(data.settings);
  else if (data.type === 'wire' && ports[0]) host?.accept(portWire(ports[0]));
  else if (data.type === 'close') void Promise.resolve(host?.close()).then(() => process.exit(0));
});

function open(settings: HostSettings): Host | null {
  try {
    const opened = createHost({ ...settings, log: (level, sentence) => console.log(`${level}: ${sentence}`) });
    tell({ type: 'ready' });
    return opened;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'internal') console.error(error);
    tell({ type: 'failed', failure });
    return null;
  }
}
