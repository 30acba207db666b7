/** What needs a process of its own: a writer that is killed, a page's hand, and two sizes of city. */
import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { median, type Figure } from '../report.ts';
import { against, alone, told } from './figures.ts';
import { drain, openOurs } from './ours.ts';
import { CODE, MINUTE } from './world.ts';

const JOURNAL_MINUTES = 10;

/** From the call to the first whole picture, after a writer was killed with ten minutes that no upkeep has seen. `from`: epoch ms, after all that is in the file. */
export async function reopening(file: string, sites: number, from: number, rounds: number): Promise<Figure[]> {
  const [opened, pictured]: number[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const start = from + round * JOURNAL_MINUTES * MINUTE;
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'victim.ts'), file, String(sites), String(start), String(JOURNAL_MINUTES)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') child.kill('SIGKILL');
    await gone;
    const began = performance.now();
    const store = openOurs(file, sites);
    opened.push(performance.now() - began);
    store.newest(CODE);
    pictured.push(performance.now() - began);
    drain(store, { mergeBefore: start + JOURNAL_MINUTES * MINUTE, dropBefore: null });
    store.close();
  }
  return [
    alone(`opening after kill -9 with ${JOURNAL_MINUTES} minutes of journal`, median(opened), 'ms', ['≤', 300]),
    told('the same, to the newest state of every site', median(pictured), 'ms'),
  ];
}

/** A hand on the timeline (`drag.ts`), with nothing else in its process. */
export function dragged(file: string, sites: number, minutes: number, rounds: number): Figure[] {
  const out = execFileSync(process.execPath, [path.join(import.meta.dirname, 'dragAlone.ts'), file, ...[sites, minutes, rounds].map(String)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1e6 });
  return JSON.parse(out) as Figure[];
}

interface Size { rate: number; frameMs: number; memoryMiB: number }

/** Two sizes of city in turn, each in a fresh process. */
export function sizes(folder: string, small: number, large: number, minutes: number, rounds: number): Figure[] {
  const measured: Record<number, Size[]> = { [small]: [], [large]: [] };
  for (let round = 0; round < rounds; round++) {
    for (const sites of [small, large]) {
      const file = path.join(folder, `scale-${sites}-${round}.sqlite`);
      const out = execFileSync(process.execPath, [path.join(import.meta.dirname, 'scale.ts'), file, String(sites), String(minutes)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1e6 });
      measured[sites].push(JSON.parse(out) as Size);
    }
  }
  const of = (sites: number, key: keyof Size): number => median(measured[sites].map((size) => size[key]));
  const times = large / small;
  const beside = `${small} sites`;
  return [
    against(`${large} sites: frame`, of(large, 'frameMs'), 'ms', beside, of(small, 'frameMs'), ['≤', times], { aim: `linear or better: ≤ ${times} ×` }),
    against(`${large} sites: ingest`, of(large, 'rate'), 'observations/s', beside, of(small, 'rate'), ['≥', 0.9], { aim: 'linear or better: ≥ 0.9 ×' }),
    against(`${large} sites: memory that the host grows by`, of(large, 'memoryMiB'), 'MiB', beside, of(small, 'memoryMiB'), ['≤', times], { aim: `linear or better: ≤ ${times} ×` }),
  ];
}
