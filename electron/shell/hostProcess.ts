/** The host in a process of its own, and a port to it for every page that asks. */
import { MessageChannelMain, ipcMain, type UtilityProcess, type WebContents } from 'electron';
import type { HostFailure } from '#contract/hostFailure.ts';
import { keepProcess, type KeptProcess } from './keptProcess.ts';
import { HOST_FAILED, WIRE, WIRE_WANTED, type FromHost, type HostSettings, type ToHost } from './messages.ts';
import { StartProblem } from './places.ts';
import { isFromPage } from './security.ts';

const CLOSE_MS = 5000;
/** A host that has died so often without a word is told of as if it had failed; it is tried again all the same. */
const SILENT_DEATHS = 3;

export interface HostOptions {
  entry: string;
  /** The host starts when they are known; rejects with `StartProblem` where there is nothing to start it with. */
  settings: Promise<HostSettings>;
  /** There is no host, and why; once until something else is the reason. Every page is told as well. */
  failed(failure: HostFailure): void;
  log(line: string): void;
}

export interface HostProcess {
  stop(): Promise<void>;
}

/**
 * Starts the host and keeps it running. A page gets a fresh port when it asks and whenever the host was started again; it is
 * told why where there is none. A host that cannot open (a run file in use) is tried again like one that has died; of one
 * that dies without a word, the page is told after the third time.
 */
export function startHost({ entry, settings, failed, log }: HostOptions): HostProcess {
  const pages = new Set<WebContents>();
  let ready: UtilityProcess | null = null;
  let kept: KeptProcess | null = null;
  let stopped = false;
  let silentDeaths = 0;
  let failure: HostFailure | null = null;

  const connect = (page: WebContents): void => {
    if (page.isDestroyed()) return;
    if (failure !== null) page.send(HOST_FAILED, failure);
    if (ready === null) return;
    const { port1, port2 } = new MessageChannelMain();
    ready.postMessage({ type: 'wire' } satisfies ToHost, [port1]);
    page.postMessage(WIRE, null, [port2]);
  };

  const fail = (told: HostFailure): void => {
    const isNew = told.message !== failure?.message;
    failure = told;
    for (const page of pages) connect(page);
    if (isNew) failed(told);
  };

  ipcMain.on(WIRE_WANTED, ({ sender, senderFrame }) => {
    if (!isFromPage(sender, senderFrame)) return;
    if (!pages.has(sender)) {
      pages.add(sender);
      sender.once('destroyed', () => pages.delete(sender));
    }
    connect(sender);
  });

  const keep = (given: HostSettings): KeptProcess => keepProcess({
    name: 'Chengmai host',
    entry,
    args: () => [],
    line: log,
    started(child) {
      child.on('message', (message: FromHost) => {
        // The death of who has spoken is none of them.
        silentDeaths = -1;
        if (message.type === 'ready') {
          failure = null;
          ready = child;
          for (const page of pages) connect(page);
        } else {
          fail(message.failure);
          child.kill();
        }
      });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, no window
      child.postMessage({ type: 'open', settings: given } satisfies ToHost);
    },
    died(code, restartsInMs) {
      ready = null;
      if (restartsInMs !== null && ++silentDeaths === SILENT_DEATHS) fail({ code: 'internal', file: '', message: `The host ended with code ${code}.` });
      if (restartsInMs !== null) log(`The host ended with code ${code}; it starts again in ${restartsInMs} ms.`);
    },
  });

  void settings.then(
    (given) => {
      if (!stopped) kept = keep(given);
    },
    (error: unknown) => {
      if (!(error instanceof StartProblem)) throw error;
      fail(error.failure);
    },
  );

  return {
    async stop() {
      stopped = true;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, no window
      await kept?.stop((child) => child.postMessage({ type: 'close' } satisfies ToHost), CLOSE_MS);
    },
  };
}
