/** Moments that a person may want to go to: changes of level, gaps in the record. */
import type { Catalogue } from '#contract/catalogue.ts';
import { MOST_MOMENTS, type TimelineMoment } from '#contract/contract.ts';
import { gapsIn } from '#contract/gaps.ts';
import { coverageOf } from './coverage.ts';
import { levelChanges, type LevelTools } from './levels.ts';
import { unwanted, type Past } from './past.ts';

export interface MomentTools extends LevelTools { run: Past; catalogue: Catalogue }
type Range = { from: number; to: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Looks at a range at most. */
const LOOKS = 300;
/** Steps that looks stand at, so that the same range is always looked at at the same instants, ms. */
const STEPS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

/** The shortest of our steps, not below `least`, that needs no more than `looks` in the range. */
function stepFor({ from, to }: Range, least: number, looks = LOOKS): number {
  return STEPS.find((step) => step >= least && (to - from) / step <= looks) ?? STEPS.at(-1)!;
}

function instantsOf({ from, to }: Range, step: number): number[] {
  const instants: number[] = [];
  for (let instant = Math.floor(from / step) * step; instant < to; instant += step) instants.push(instant);
  return [...instants, to];
}

function periodOf({ subjects }: MomentTools, code: string): number {
  return subjects.of(code).indicator.update_period_s * 1000;
}

async function gapsOf(tools: MomentTools, range: Range, step: number, isWanted: () => boolean): Promise<TimelineMoment[]> {
  const from = Math.floor(range.from / step) * step;
  const to = Math.max(from + step, Math.ceil(range.to / step) * step);
  const { times, share } = await coverageOf(tools, { from, to, buckets: Math.round((to - from) / step) }, isWanted);
  if (!isWanted()) throw unwanted();
  return gapsIn(times, share, step, range).map((gap) => ({ kind: 'gap', time: gap.from, to: gap.to }));
}

/** Where the record begins, to a minute: its first word may be about a person. */
function beginning({ run }: MomentTools): number {
  const extent = run.store.extent();
  return extent ? Math.floor(extent.from / MINUTE) * MINUTE : Infinity;
}

/** What is stored of the range; null where nothing is. */
function recorded(tools: MomentTools, { from, to }: Range): Range | null {
  const range = { from: Math.max(from, beginning(tools)), to: Math.min(to, tools.run.now()) };
  return range.from < range.to ? range : null;
}

/** [from, to] in epoch ms. Throws `Refusal` where it is not wanted any more. */
export async function momentsOf(tools: MomentTools, indicator: string, range: Range, isWanted: () => boolean): Promise<{ moments: TimelineMoment[]; cut: boolean }> {
  const within = recorded(tools, range);
  if (!within) return { moments: [], cut: false };
  const changes = await levelChanges(tools, indicator, instantsOf(within, stepFor(within, Math.min(periodOf(tools, indicator), HOUR))), isWanted);
  if (!changes || !isWanted()) throw unwanted();
  const gaps = await gapsOf(tools, within, stepFor(within, 5 * MINUTE), isWanted);
  return firstOf([...changes.map((change): TimelineMoment => ({ kind: 'level', indicator, ...change })), ...gaps]);
}

function firstOf(moments: TimelineMoment[]): { moments: TimelineMoment[]; cut: boolean } {
  const sorted = moments.toSorted((a, b) => a.time - b.time);
  return { moments: sorted.slice(-MOST_MOMENTS), cut: sorted.length > MOST_MOMENTS };
}

/** Looked for so far at a time: first near and exactly, then in longer strides. */
const STRETCHES: readonly { length: number; step: number }[] = [
  ...Array.from({ length: 8 }, () => ({ length: 6 * HOUR, step: 5 * MINUTE })), ...Array.from({ length: 12 }, () => ({ length: 24 * HOUR, step: 15 * MINUTE })),
];
const FAR = { length: 7 * 24 * HOUR, step: 2 * HOUR };

/** The nearest moment strictly before or after `at`, epoch ms; null where the record has none. */
export async function nextMoment(tools: MomentTools, indicator: string, at: number, direction: 'back' | 'on', isWanted: () => boolean): Promise<TimelineMoment | null> {
  const isOn = direction === 'on';
  let edge = at;
  for (let i = 0; ; i++) {
    const { length, step } = STRETCHES[i] ?? FAR;
    const stretch = isOn ? { from: edge, to: edge + length } : { from: edge - length, to: edge };
    const within = recorded(tools, stretch);
    const isOver = isOn ? stretch.to >= tools.run.now() : stretch.from <= beginning(tools);
    if (within) {
      const least = Math.max(step, Math.min(periodOf(tools, indicator), HOUR));
      // One look more on either side: a change or gap that begins at the border belongs to one of the stretches.
      const around = recorded(tools, { from: within.from - step, to: within.to + step })!;
      const changes = await levelChanges(tools, indicator, instantsOf(around, least), isWanted);
      if (!changes || !isWanted()) throw unwanted();
      const gaps = (await gapsOf(tools, around, 5 * MINUTE, isWanted)).filter(({ time }) => time > around.from);
      const moments = [...changes.map((change): TimelineMoment => ({ kind: 'level', indicator, ...change })), ...gaps].toSorted((a, b) => a.time - b.time);
      const found = isOn ? moments.find(({ time }) => time > at) : moments.findLast(({ time }) => time < at);
      if (found) return found;
    }
    if (isOver) return null;
    edge = isOn ? stretch.to : stretch.from;
  }
}

/** Away for longer, it is looked for so far back only, ms. */
const LONGEST_AWAY_MS = 7 * 24 * HOUR;
/** Looks for each indicator: all of them are looked at. */
const MISSED_LOOKS = 48;

/** What happened to any indicator since an instant, epoch ms, and what was not heard. Throws `Refusal` where it is not wanted any more. */
export async function missedSince(tools: MomentTools, since: number, isWanted: () => boolean): Promise<{ from: number; to: number; moments: TimelineMoment[]; cut: boolean }> {
  const to = tools.run.now();
  const from = Math.min(to, Math.max(since, to - LONGEST_AWAY_MS));
  const within = recorded(tools, { from, to });
  if (!within) return { from, to, moments: [], cut: false };
  const moments = await gapsOf(tools, within, stepFor(within, MINUTE), isWanted);
  for (const { code, active, update_period_s } of tools.catalogue.indicators) {
    if (active !== 'always' || tools.run.sites(code).sites.length === 0) continue;
    const instants = instantsOf(within, stepFor(within, Math.min(Math.max(MINUTE, update_period_s * 1000), HOUR), MISSED_LOOKS)).filter((instant) => instant >= within.from);
    const changes = await levelChanges(tools, code, [within.from, ...instants.filter((instant) => instant > within.from)], isWanted);
    if (!changes) throw unwanted();
    for (const change of changes) moments.push({ kind: 'level', indicator: code, ...change });
  }
  return { from, to, ...firstOf(moments) };
}
