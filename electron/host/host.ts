/** All runs of a configuration, and the screens that look at them. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Catalogue } from '#contract/catalogue.ts';
import type { Wire } from '#contract/wire.ts';
import manifest from '../../package.json' with { type: 'json' };
import { loadCatalogue } from './catalogue/catalogue.ts';
import type { Config } from './config.ts';
import { bareCity, loadCityAreas } from './frames/areas.ts';
import { openFrames } from './frames/runFrames.ts';
import { takeTurns } from './frames/turns.ts';
import type { Log } from './log.ts';
import { openSwitch, type Cut } from './network.ts';
import { damageOf, openRun } from './openRun.ts';
import { openReaders } from './readers/readers.ts';
import { openSession, type OpenRun, type Session } from './session.ts';

export interface HostOptions {
  config: Config;
  /** Folder that the configuration's relative paths start from. */
  configDir: string;
  /** Folder of the built cities. */
  cityRoot: string;
  catalogue?: Catalogue;
  /** The program of the threads that read history, where it does not lie beside this one: in a bundle. */
  readerEntry?: string;
  /** How many of them; as many as the machine has cores to spare, up to four. */
  readerThreads?: number;
  /** Wall clock, epoch ms. */
  now?: () => number;
  random?: () => number;
  log: Log;
}

export interface Host {
  /** One more screen. Read-only: it may look, not change what others see. */
  accept(wire: Wire, options?: { readOnly?: boolean }): void;
  /** Ends every session, every feed, every file. */
  close(): Promise<void>;
}

/** Opens all runs and starts their feeds. Throws where a run's file cannot be opened or a city's cannot be used; a feed whose settings are wrong has failed, and the rest goes on. */
export function createHost(options: HostOptions): Host {
  const { config, configDir, cityRoot, log, now = Date.now, random = Math.random } = options;
  const catalogue = options.catalogue ?? loadCatalogue();
  const dataDir = path.resolve(configDir, config.data);
  const turns = takeTurns();
  const readers = openReaders({ catalogue, log, entry: options.readerEntry, ...(options.readerThreads !== undefined && { threads: options.readerThreads }) });
  const runs = new Map<string, OpenRun>();
  const sessions = new Set<Session>();
  const network = openSwitch(dataDir, log);

  const closeRuns = async (): Promise<void> => {
    turns.close();
    for (const { frames } of runs.values()) frames.close();
    // Whoever closes a file last tidies it up, and only its writer can.
    await readers.close();
    await Promise.all([...runs.values()].map(({ run }) => run.close()));
  };
  try {
    for (const runConfig of config.runs) {
      // Before the run's file: what fails here has opened nothing.
      const areas = areasOf(path.join(cityRoot, runConfig.city), runConfig.city, log);
      const cut = network.cut();
      const run = openRun({ config: runConfig, dataDir, catalogue, now, random, log, cut: cut && (cut[runConfig.id] ?? {}) });
      const { id } = runConfig;
      const frames = openFrames(run, {
        catalogue, areas, turns, now,
        readers: readers.run({ config: { id, clock: runConfig.clock }, file: run.store.file, outlines: areas.outlines }, (what) => log('error', damageOf(id, what))),
        shut: once((why) => log('warn', `Run ${id}: its history is answered on the host's own thread for now: ${why}`)),
      });
      runs.set(runConfig.id, { run, frames });
    }
  } catch (error) {
    void closeRuns();
    throw error;
  }

  const switched = (): void => {
    for (const session of sessions) session.networkChanged();
  };

  return {
    accept(wire, { readOnly = false } = {}) {
      const session = openSession(wire, {
        version: manifest.version,
        catalogue,
        runs,
        network: () => (network.cut() === null ? 'connected' : 'cut'),
        async cut() {
          // Before the sockets close: a host that is killed in between is cut when it comes back.
          if (network.cut() === null) network.remember(standingOf(runs));
          const closed = [...runs.values()].map(({ run }) => run.cut());
          switched();
          await Promise.all(closed);
        },
        restore() {
          network.forget();
          for (const { run } of runs.values()) run.restore();
          switched();
        },
        now,
        fault: (error) => log('error', error instanceof Error ? (error.stack ?? error.message) : String(error)),
        ended: () => sessions.delete(session),
      }, { readOnly });
      sessions.add(session);
    },
    async close() {
      for (const session of sessions) session.close();
      await closeRuns();
    },
  };
}

/** When every feed was last up to date. */
function standingOf(runs: ReadonlyMap<string, OpenRun>): Cut {
  return Object.fromEntries([...runs].map(([id, { run }]) => [id, Object.fromEntries(run.feeds().map((feed) => [feed.id, feed.liveUntil]))]));
}

function areasOf(folder: string, name: string, log: Log): ReturnType<typeof bareCity> {
  if (existsSync(path.join(folder, 'city.json'))) return loadCityAreas(folder);
  log('warn', `The city ${name} has not been built: its values are shown by site only.`);
  return bareCity(name);
}

function once(tell: (why: string) => void): (why: string) => void {
  let isTold = false;
  return (why) => {
    if (!isTold) tell(why);
    isTold = true;
  };
}
