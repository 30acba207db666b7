/** Which instants a scale of time marks and how they are written, from seconds to years, by the city's clock and calendar. Pure; epoch ms. */
import { DAY_MS } from '../../state/clock.ts';
import { isMidnightInZone, roundUpInZone, ZONE_OFFSET_MS, type TimeStyle } from '../../format/time.ts';

/** `style`: how it is written; null where it is a mark without words. `isMajor`: a new day, month or year begins. */
export interface TimeTick { time: number; style: TimeStyle | null; isMajor: boolean }

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const MONTH_MS = 30.4 * DAY_MS;

/** A step of the clock in ms, or of the calendar in months. */
type Step = { ms: number } | { months: number };
const STEPS: readonly Step[] = [
  ...[1, 5, 10, 15, 30].map((n) => ({ ms: n * SECOND })), ...[1, 2, 5, 10, 15, 30].map((n) => ({ ms: n * MINUTE })), ...[1, 2, 3, 6, 12].map((n) => ({ ms: n * HOUR })),
  { ms: DAY_MS }, { ms: 2 * DAY_MS }, { ms: 7 * DAY_MS }, { months: 1 }, { months: 3 }, { months: 6 }, { months: 12 },
];
/** The shortest label and the longest, with air beside them, px. */
const APART = { mark: 9, words: 72 } as const;

const lengthOf = (step: Step): number => ('ms' in step ? step.ms : step.months * MONTH_MS);

/** Marks of [from, to] on `pixels`; what is written stands at least about `apart` px apart. */
export function timeTicks({ from, to }: { from: number; to: number }, pixels: number, apart: number = APART.words): TimeTick[] {
  const perPixel = (to - from) / pixels;
  const largest = STEPS.at(-1)!;
  const written = STEPS.find((step) => lengthOf(step) / perPixel >= apart) ?? largest;
  const marked = STEPS.find((step) => lengthOf(step) / perPixel >= APART.mark && fits(step, written)) ?? written;
  const words = new Set(instantsOf(written, from, to));
  return instantsOf(marked, from, to).map((time) => {
    const isMajor = beginsMore(time, written);
    return { time, isMajor, style: words.has(time) ? styleOf(time, written) : null };
  });
}

/** True where every instant of `coarse` is one of `fine`: weeks begin in the middle of months. */
function fits(fine: Step, coarse: Step): boolean {
  if ('months' in fine) return 'months' in coarse && coarse.months % fine.months === 0;
  return 'ms' in coarse ? coarse.ms % fine.ms === 0 : fine.ms <= DAY_MS;
}

function instantsOf(step: Step, from: number, to: number): number[] {
  const instants: number[] = [];
  if ('ms' in step) {
    // Weeks begin on Mondays; the epoch did on a Thursday.
    const shift = step.ms === 7 * DAY_MS ? 4 * DAY_MS : 0;
    for (let time = roundUpInZone(from - shift, step.ms) + shift; time <= to; time += step.ms) instants.push(time);
    return instants;
  }
  const first = new Date(from + ZONE_OFFSET_MS);
  for (let month = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step.months) * step.months; ; month += step.months) {
    const time = Date.UTC(Math.floor(month / 12), month % 12) - ZONE_OFFSET_MS;
    if (time > to) return instants;
    if (time >= from) instants.push(time);
  }
}

function beginsMore(time: number, written: Step): boolean {
  const local = new Date(time + ZONE_OFFSET_MS);
  if ('months' in written) return local.getUTCMonth() === 0 && local.getUTCDate() === 1;
  return written.ms >= DAY_MS ? local.getUTCDate() === 1 : isMidnightInZone(time);
}

function styleOf(time: number, written: Step): TimeStyle {
  if ('months' in written) return new Date(time + ZONE_OFFSET_MS).getUTCMonth() === 0 ? 'year' : 'month';
  if (written.ms >= DAY_MS || isMidnightInZone(time)) return 'short';
  return written.ms < MINUTE && time % MINUTE !== 0 ? 'clock' : 'minute';
}
