/** Starts the child, kills it (SIGKILL) where it is aimed at, and says what it had acknowledged and what it was in the middle of. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { ChildOrder } from './child.ts';

/** Signs of what the child was doing when it died; `other`: between two of them, or ingesting. */
export const PLACES = { o: 'opening', m: 'compaction', d: 'retention', t: 'thinning', k: 'keeping the newest' } as const;
export type Place = (typeof PLACES)[keyof typeof PLACES] | 'other';

export interface Aim {
  /** Which sign, and how many of it are let pass; null: only time counts. */
  sign: 'o' | 'a' | 'm' | 'd' | 't' | 'k' | null;
  skip: number;
  /** Milliseconds after that sign. */
  delayMs: number;
}

export interface Death {
  /** Steps acknowledged. */
  acknowledged: number;
  place: Place;
  /** Pieces of compaction that came before without a pause: how deep in the work it died. */
  depth: number;
  /** It ended by itself, with this to say. */
  fault: string | null;
}

const CHILD = path.join(import.meta.dirname, 'child.ts');
/** A child that never comes where it is aimed at is killed anyway. */
const MOST_MS = 2000;

export function killAt(order: ChildOrder, aim: Aim): Promise<Death> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [acknowledged, depth, rest, complaint, last, killed] = [0, 0, '', '', '', false];
    let waiting = aim.skip;
    const kill = (): void => {
      if (killed) return;
      killed = true;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(kill, aim.sign === null ? aim.delayMs : MOST_MS);
    const heard = (line: string): void => {
      const sign = line[0];
      if (sign === 'a') acknowledged = Math.max(acknowledged, Number(line.slice(2)));
      if (sign === 'm') depth = last === 'M' ? depth + 1 : 0;
      last = sign;
      if (killed || sign !== aim.sign || waiting-- > 0) return;
      // Timers are too coarse for work of a few milliseconds.
      for (const until = performance.now() + aim.delayMs; performance.now() < until;);
      kill();
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!;
      for (const line of lines) heard(line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (complaint += text));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const fault = signal === 'SIGKILL' || code === 0 ? null : `the child ended by itself (${code ?? signal}): ${complaint.trim().slice(-600)}`;
      resolve({ acknowledged, place: PLACES[last as keyof typeof PLACES] ?? 'other', depth, fault });
    });
  });
}
