/**
 * Ingests a plan into a run file from where its cursor stands, does the file's upkeep in between, and is killed. Each line says what
 * comes now or what has ended: `o` `O` opening, `a N` acknowledged up to step N, `m` `M` a piece of compaction, `d` `D` of retention,
 * `t` `T` of thinning, `k` `K` keeping the newest.
 */
import { writeSync } from 'node:fs';
import type { Append, RunStore } from '#host/store/store.ts';
import { random } from '#fixtures/city/plane/random.ts';
import { openVictim } from './open.ts';
import { FEED, planOf, type CourseName, type Plan } from './plan.ts';

export interface ChildOrder {
  file: string;
  seed: number;
  scale: number;
  course: CourseName;
  /** How upkeep and appends take turns: as in the product, or one after the other. */
  turns: 'pieces' | 'whole';
  /** What is broken on purpose: the acknowledgement comes before the commit; a value, a quality differs by the least; an observation is left out. */
  control: Control | null;
  /** It ends by itself after so many steps: nobody has killed it. */
  steps: number;
}

export type Control = 'acknowledge' | 'value' | 'quality' | 'missing';

const say = (line: string): void => void writeSync(1, `${line}\n`);

/** One piece of upkeep; false once there is nothing more to do. */
function piece(work: Generator<void, boolean>, sign: string): { ended: boolean; more: boolean } {
  say(sign);
  const { done, value } = work.next();
  say(sign.toUpperCase());
  return { ended: done === true, more: value === true };
}

function toEnd(begin: (step: number) => Generator<void, boolean>, step: number, sign: string): void {
  for (let work = begin(step); ;) {
    const { ended, more } = piece(work, sign);
    if (!ended) continue;
    if (!more) return;
    work = begin(step);
  }
}

function spoil(append: Append, control: Control | null): Append {
  const batch = append.batches.at(-1);
  if (!batch || control === null || control === 'acknowledge') return append;
  if (control === 'value') batch.values[0] += 1e-9;
  if (control === 'quality') batch.quality[0] ^= 1;
  if (control === 'missing') append.batches.splice(-1, 1, { ...batch, sites: batch.sites.subarray(1), times: batch.times.subarray(1), values: batch.values.subarray(1), quality: batch.quality.subarray(1), counts: batch.counts?.subarray(1) ?? null });
  return append;
}

function live(store: RunStore, plan: Plan, { seed, course, turns, control, steps }: ChildOrder): void {
  const first = Number(store.cursor(FEED, 'steps') ?? 0);
  const next = random(seed + first, 'turns');
  const compaction = (step: number): Generator<void, boolean> => store.upkeep({ mergeBefore: plan.limits(step).mergeBefore, dropBefore: null });
  const retention = (step: number): Generator<void, boolean> => store.upkeep({ mergeBefore: 0, dropBefore: plan.limits(step).dropBefore });
  const thinning = (step: number): Generator<void, boolean> => store.upkeep({ mergeBefore: 0, dropBefore: null, thin: plan.limits(step).thin });
  let work: Generator<void, boolean> | null = null;
  for (let step = first; step < first + steps; step++) {
    const append = spoil(plan.append(step), control);
    if (control === 'acknowledge') say(`a ${step + 1}`);
    store.append(append);
    if (control !== 'acknowledge') say(`a ${step + 1}`);
    if (turns === 'whole') {
      if (step % 15 === 14) toEnd(compaction, step + 1, 'm');
    } else {
      if (step % 5 === 4) work ??= compaction(step + 1);
      for (let i = Math.floor(next() * 6); i > 0 && work; i--) {
        const { ended, more } = piece(work, 'm');
        if (ended) work = more ? compaction(step + 1) : null;
      }
    }
    if (course === 'days' && step % 8 === 7) toEnd(thinning, step + 1, 't');
    if (step % 20 === 19) toEnd(retention, step + 1, 'd');
    if (step % 30 === 29) {
      say('k');
      for (const code of store.indicators()) store.keepNewest(code, store.newest(code));
      say('K');
    }
  }
}

const order = JSON.parse(process.argv[2]) as ChildOrder;
say('o');
const store = openVictim(order.file);
say('O');
live(store, planOf(order.seed, order.scale, order.course), order);
store.close();
