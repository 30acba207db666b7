/** The person's network switch, remembered in the data folder: a host that is started again stays cut from its first moment. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from '#contract/zod.ts';
import type { Log } from './log.ts';

/** By run, then by feed: when it was last up to date, epoch ms, so that the screen can still say since when; null where it never was. */
const cutSchema = z.record(z.string(), z.record(z.string(), z.number().nullable()));
export type Cut = z.infer<typeof cutSchema>;

export interface NetworkSwitch {
  /** Null while the network is connected. */
  cut(): Cut | null;
  /** Kept in the file when it returns; where the file cannot be written that is logged, and the cut holds until the host ends. */
  remember(cut: Cut): void;
  forget(): void;
}

const FILE = 'network.json';

export function openSwitch(dataDir: string, log: Log): NetworkSwitch {
  const file = path.join(dataDir, FILE);
  let cut = readCut(file);
  const kept = (change: () => void): void => {
    try {
      change();
    } catch (error) {
      log('error', `The network switch could not be kept in ${file}: ${(error as Error).message}`);
    }
  };
  return {
    cut: () => cut,
    remember(given) {
      cut = given;
      kept(() => writeWhole(file, JSON.stringify({ cut })));
    },
    forget() {
      cut = null;
      kept(() => rmSync(file, { force: true }));
    },
  };
}

/** A file that cannot be understood still says that somebody has cut the network. */
function readCut(file: string): Cut | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? null : {};
  }
  try {
    return cutSchema.parse((JSON.parse(text) as { cut: unknown }).cut);
  } catch {
    return {};
  }
}

/** Either the old file or the new one is there, also after a power cut. */
function writeWhole(file: string, text: string): void {
  const beside = `${file}.new`;
  const descriptor = openSync(beside, 'w', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
}
