/** Rounds of killing: after each, the file is opened again and compared with what the plan says was delivered up to its cursor. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { between, random, type Random } from '#fixtures/city/plane/random.ts';
import type { RunStore } from '#host/store/store.ts';
import type { ThinLimit } from '#host/store/thinning.ts';
import { check, type Checked } from './check.ts';
import { checkThin } from './checkThin.ts';
import type { ChildOrder, Control } from './child.ts';
import { killAt, type Aim, type Death, type Place } from './kill.ts';
import { createModel, type Model } from './model.ts';
import { openVictim } from './open.ts';
import { FEED, planOf, type CourseName, type Plan } from './plan.ts';

export interface TortureOptions {
  rounds: number;
  seed: number;
  control: Control | null;
  /** Share of the sites; 1 = some thousands. */
  scale?: number;
  /** Stops at the first round that finds something wrong. */
  untilCaught?: boolean;
  say?(line: string): void;
}

export interface Outcome {
  seed: number;
  rounds: number;
  /** Where the child was killed, and how often. */
  kills: Record<Place | 'migration', number>;
  /** Of those in compaction, the ones that had already done a piece of the same work. */
  deepInCompaction: number;
  /** Steps whose acknowledgement was heard, observations that the files had taken, comparisons of single observations. */
  steps: number;
  observations: number;
  compared: number;
  /** Opening after the kill, milliseconds. */
  openMs: number[];
  problems: string[];
}

/** A fresh file now and then: compaction and retention begin anew. */
const ROUNDS_A_FILE = 10;
const MIGRATION_EVERY = 12;
/** A file whose history grows old enough to be thinned. */
const THINNING_EVERY = 8;
const STEPS_A_CHILD = 400;
/** At least this share of the kills is to fall into compaction. */
export const IN_COMPACTION = 0.2;

/** A file of the first form, made of `OLD.steps` steps of its own plan. */
export const OLD = { file: path.join(import.meta.dirname, 'forms/form-1.sqlite.gz'), seed: 4, scale: 0.1, steps: 200 };

interface Victim {
  file: string;
  plan: Plan;
  model: Model;
  seed: number;
  scale: number;
  course: CourseName;
  /** Steps that the model has taken. */
  taken: number;
}

export async function torture({ rounds, seed, control, scale = 1, untilCaught = false, say = () => {} }: TortureOptions): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-torture-'));
  const next = random(seed, 'torture');
  const outcome: Outcome = {
    seed, rounds: 0, kills: { opening: 0, compaction: 0, retention: 0, thinning: 0, 'keeping the newest': 0, migration: 0, other: 0 }, deepInCompaction: 0,
    steps: 0, observations: 0, compared: 0, openMs: [], problems: [],
  };
  const victims: Partial<Record<CourseName, Victim & { rounds: number }>> = {};
  let files = 0;
  const victimOf = (course: CourseName): Victim => {
    const old = victims[course];
    if (old && old.rounds++ < ROUNDS_A_FILE) return old;
    if (old) rmSync(old.file, { force: true });
    const own = (seed + files * 7919) >>> 0;
    const fresh = { file: path.join(folder, `run-${files++}.sqlite`), plan: planOf(own, scale, course), model: createModel(), seed: own, scale, course, taken: 0, rounds: 1 };
    victims[course] = fresh;
    return fresh;
  };
  try {
    for (let round = 0; round < rounds; round++) {
      const migrates = control === null && round % MIGRATION_EVERY === MIGRATION_EVERY - 1;
      if (migrates) await migrationRound(folder, next, outcome, round);
      else {
        const course = control === null && round % THINNING_EVERY === THINNING_EVERY - 1 ? 'days' : 'minutes';
        const victim = victimOf(course);
        const order: ChildOrder = { file: victim.file, seed: victim.seed, scale, course, turns: next() < 0.5 ? 'pieces' : 'whole', control, steps: STEPS_A_CHILD };
        const death = await killAt(order, course === 'days' ? aimAtThinning(next) : aimOf(next, outcome, control));
        outcome.kills[death.place]++;
        if (death.place === 'compaction' && death.depth > 0) outcome.deepInCompaction++;
        judge(victim, death, next, outcome, `round ${round}, killed in ${death.place}`);
      }
      outcome.rounds = round + 1;
      if (round % 20 === 19) say(`${round + 1} rounds, ${outcome.kills.compaction} kills in compaction, ${outcome.problems.length} problems`);
      if (outcome.problems.length > 0 && (untilCaught || outcome.problems.length > 40)) break;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return outcome;
}

function aimOf(next: Random, { kills, rounds }: Outcome, control: Control | null): Aim {
  const delayMs = next() < 0.3 ? 0 : between(next, 0, 6) * next();
  if (control !== null) return { sign: 'a', skip: Math.floor(between(next, 0, 60)), delayMs };
  const choice = next();
  // Not every shot hits what it was aimed at.
  if (kills.compaction < 0.3 * rounds || choice < 0.3) return { sign: 'm', skip: Math.floor(between(next, 0, 60)), delayMs };
  if (choice < 0.5) return { sign: 'd', skip: Math.floor(between(next, 0, 4)), delayMs: delayMs / 4 };
  if (choice < 0.6) return { sign: 'k', skip: 0, delayMs };
  if (choice < 0.7) return { sign: 'o', skip: 0, delayMs: delayMs * 3 };
  if (choice < 0.85) return { sign: 'a', skip: Math.floor(between(next, 0, 100)), delayMs };
  return { sign: null, skip: 0, delayMs: between(next, 100, 1200) };
}

function aimAtThinning(next: Random): Aim {
  const delayMs = between(next, 0, 4) * next();
  const choice = next();
  if (choice < 0.7) return { sign: 't', skip: Math.floor(between(next, 0, 120)), delayMs };
  if (choice < 0.85) return { sign: 'd', skip: Math.floor(between(next, 0, 8)), delayMs };
  return { sign: 'a', skip: Math.floor(between(next, 0, 100)), delayMs };
}

/** Opens the file that is left and compares. At most one step may be in it that was not acknowledged: the one that was under way. */
function judge(victim: Victim, death: Death, next: Random, outcome: Outcome, where: string): void {
  const problem = (text: string): void => void outcome.problems.push(`${where}: ${text}`);
  if (death.fault) problem(death.fault);
  const began = performance.now();
  const store = openVictim(victim.file);
  outcome.openMs.push(performance.now() - began);
  try {
    const steps = Number(store.cursor(FEED, 'steps') ?? 0);
    if (steps < death.acknowledged) problem(`acknowledged up to step ${death.acknowledged}, the file stands at ${steps}`);
    if (steps < victim.taken) problem(`the file stood at step ${victim.taken} and stands at ${steps} now`);
    if (death.acknowledged > 0 && steps > death.acknowledged + 1) problem(`the file stands at ${steps}, two steps beyond what was acknowledged (${death.acknowledged})`);
    if (steps > 0 && store.cursor(FEED, 'word') !== `after ${steps - 1}`) problem('two cursors of one transaction disagree');
    outcome.steps += Math.max(0, death.acknowledged - victim.taken);
    const before = victim.model.observations;
    for (; victim.taken < steps; victim.taken++) victim.model.take(victim.plan.append(victim.taken));
    outcome.observations += victim.model.observations - before;
    if (steps === 0) return;
    const limits = victim.plan.limits(steps);
    const compare = ({ observations, problems }: Checked): void => {
      outcome.compared += observations;
      for (const text of problems) problem(text);
    };
    if (victim.course === 'minutes') compare(check(store, victim.model, limits.dropBefore, next));
    else {
      compare(checkThin(store, victim.model, limits.dropBefore, limits.thin, false, next));
      // Now and then its thinning is brought to an end before the next child goes on.
      if (next() < 0.5) {
        finish(store, limits.thin);
        compare(checkThin(store, victim.model, limits.dropBefore, limits.thin, true, next));
      }
    }
    victim.model.forget(limits.dropBefore);
  } catch (error) {
    problem(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    store.close();
  }
}

function finish(store: RunStore, thin: ThinLimit[]): void {
  for (let more = true; more;) {
    const work = store.upkeep({ mergeBefore: 0, dropBefore: null, thin });
    let step = work.next();
    while (!step.done) step = work.next();
    more = step.value;
  }
}

/** A file of an old form is killed while it is brought up to date, up to three times, and must then hold what it held. */
async function migrationRound(folder: string, next: Random, outcome: Outcome, round: number): Promise<void> {
  const file = path.join(folder, `old-${round}.sqlite`);
  const plan = planOf(OLD.seed, OLD.scale);
  writeFileSync(file, gunzipSync(readFileSync(OLD.file)));
  const order: ChildOrder = { file, seed: OLD.seed, scale: OLD.scale, course: 'minutes', turns: 'whole', control: null, steps: 0 };
  let killed = 0;
  for (let shot = 0; shot < 3; shot++) {
    const copy = `${file}.${shot}`;
    copyFileSync(file, copy);
    const death = await killAt({ ...order, file: copy }, { sign: 'o', skip: 0, delayMs: next() < 0.5 ? 0 : between(next, 0, 4) });
    if (death.fault) outcome.problems.push(`round ${round}, migration: ${death.fault}`);
    if (death.place === 'opening') killed = 1;
    const victim: Victim = { file: copy, plan, model: createModel(), seed: OLD.seed, scale: OLD.scale, course: 'minutes', taken: 0 };
    judge(victim, { ...death, acknowledged: OLD.steps }, next, outcome, `round ${round}, killed in migration`);
    rmSync(copy, { force: true });
    if (killed) break;
  }
  outcome.kills[killed ? 'migration' : 'other']++;
}
