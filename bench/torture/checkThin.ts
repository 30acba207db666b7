/**
 * Whether a run file whose old history is thinned says what the model says: each stretch in full, in quarters of an hour or in hours, as far
 * as thinning has come, and all sites of a tile alike; of each step the last word, and what all its words were like.
 */
import { between } from '#fixtures/city/plane/random.ts';
import type { RunStore, Series, State } from '#host/store/store.ts';
import type { ThinLimit } from '#host/store/thinning.ts';
import { holds, text, told, type Checked } from './check.ts';
import type { Model, Said } from './model.ts';

const END_OF_TIME = 8.64e15;
const DAY_MS = 86_400_000;
const QUARTER = { stepMs: 900_000, spanMs: DAY_MS };
const HOUR = { stepMs: 3_600_000, spanMs: 4 * DAY_MS };
const TILE_SITES = 1024;
const SERIES_A_ROUND = 12;
const INSTANTS_A_ROUND = 24;
/** Means are rounded to a tenth of the step of the values, at each of two thinnings. */
const MEAN_APART = 0.11;

interface Step extends Said { low: number; mean: number; high: number; words: number }
type Form = 'full' | 'quarters' | 'hours';

/** `limit`: what is older may be gone (epoch ms). `isDone`: all that may be thinned has been. `pick`: uniform in [0, 1). */
export function checkThin(store: RunStore, model: Model, limit: number, thin: readonly ThinLimit[], isDone: boolean, pick: () => number): Checked {
  const checked: Checked = { observations: 0, problems: [] };
  const from = Math.ceil(limit / HOUR.spanMs) * HOUR.spanMs;
  const codes = [...model.indicators.keys()].toSorted();
  if (store.indicators().join() !== codes.join()) checked.problems.push(`indicators ${store.indicators().join()} instead of ${codes.join()}`);
  for (const code of codes) {
    const problem = (what: string): void => void (checked.problems.length < 12 && checked.problems.push(`${code}: ${what}`));
    const words = model.indicators.get(code)!.said.map((said) => [...said.values()].filter(({ time }) => time >= from).toSorted((a, b) => a.time - b.time));
    const times = timesOf(store, code, words.length, from);
    const forms = new Map<string, Form>();
    const kept = words.map((said, site) => keptOf(said, times[site], { site, thin, isDone, forms, problem }));
    checked.observations += words.reduce((sum, { length }) => sum + length, 0);
    if (checked.problems.length > 0) continue;
    const edges = [0, Math.min(TILE_SITES, words.length) - 1, Math.min(TILE_SITES, words.length - 1), words.length - 1];
    const sites = new Set([...edges, ...Array.from({ length: SERIES_A_ROUND }, () => Math.floor(pick() * words.length))]);
    for (const site of sites) checkSeries(store.series(code, site, from, END_OF_TIME), site, kept[site], problem);
    const newest = Math.max(from, ...kept.map((steps) => steps.at(-1)?.time ?? 0));
    const instants = [...new Set(Array.from({ length: INSTANTS_A_ROUND }, () => Math.floor(between(pick, from, newest + DAY_MS))))].toSorted((a, b) => a - b);
    checkStates(store.sweep(code, instants, Infinity), instants, kept, from, problem);
  }
  return checked;
}

function timesOf(store: RunStore, code: string, sites: number, from: number): Float64Array[] {
  const reading = store.timesOf(code, Array.from({ length: sites }, (_, site) => site), from, END_OF_TIME);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

interface Keeping { site: number; thin: readonly ThinLimit[]; isDone: boolean; forms: Map<string, Form>; problem: (what: string) => void }

/** What the file keeps of a site, by the times that it gives; says where that is none of the forms it may have. */
function keptOf(words: readonly Said[], times: Float64Array, { site, thin, isDone, forms, problem }: Keeping): Step[] {
  const kept: Step[] = [];
  const tile = Math.floor(site / TILE_SITES);
  const mayBe = ({ stepMs, spanMs }: typeof HOUR, start: number): boolean => thin.some((each) => each.stepMs === stepMs && start + spanMs <= each.before);
  const take = (start: number, spanMs: number, allowed: { form: Form; stepMs: number | null }[]): boolean => {
    const mine = words.slice(placeOf(words.length, (i) => words[i].time, start), placeOf(words.length, (i) => words[i].time, start + spanMs));
    const there = within(times, start, start + spanMs);
    const fitting = allowed.map(({ form, stepMs }) => ({ form, steps: stepsOf(mine, stepMs) })).find(({ steps }) => steps.length === there.length && steps.every(({ time }, i) => time === there[i]));
    if (!fitting) return false;
    kept.push(...fitting.steps);
    // Where sites say little, one form looks like another.
    if (fitting.steps.length === mine.length && allowed.length > 1) return true;
    const key = `${start} ${spanMs} ${tile}`;
    if ((forms.get(key) ?? fitting.form) !== fitting.form) problem(`in the tile of ${site} from ${start} some are in ${fitting.form}, others in ${forms.get(key)!}`);
    forms.set(key, fitting.form);
    return true;
  };
  const first = Math.floor((words[0]?.time ?? 0) / HOUR.spanMs);
  const last = Math.floor((words.at(-1)?.time ?? -1) / HOUR.spanMs);
  if (words.length === 0 && times.length > 0) problem(`site ${site} has ${times.length} words of which nobody knows`);
  for (let chunk = first; chunk <= last; chunk++) {
    const start = chunk * HOUR.spanMs;
    const asHours = mayBe(HOUR, start);
    if (asHours && take(start, HOUR.spanMs, [{ form: 'hours', stepMs: HOUR.stepMs }])) continue;
    for (let day = start; day < start + HOUR.spanMs; day += DAY_MS) {
      const asQuarters = mayBe(QUARTER, day);
      const allowed = [
        ...(asQuarters && !(isDone && asHours) ? [{ form: 'quarters' as const, stepMs: QUARTER.stepMs }] : []),
        ...(isDone && (asQuarters || asHours) ? [] : [{ form: 'full' as const, stepMs: null }]),
      ];
      if (!take(day, DAY_MS, allowed)) problem(`site ${site} from ${day}: ${within(times, day, day + DAY_MS).length} words, none of ${allowed.map(({ form }) => form).join(', ') || 'the forms that a day may have'}`);
    }
  }
  return kept;
}

/** How many of `n` rising times lie before `time`. */
function placeOf(n: number, timeOf: (i: number) => number, time: number): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

const within = (times: Float64Array, from: number, until: number): Float64Array =>
  times.subarray(placeOf(times.length, (i) => times[i], from), placeOf(times.length, (i) => times[i], until));

/** Of each step, the last word and what all are like; null: each word for itself. */
function stepsOf(words: readonly Said[], stepMs: number | null): Step[] {
  const steps: (Step & { key: number })[] = [];
  for (const word of words) {
    const key = stepMs === null ? word.time : Math.floor(word.time / stepMs);
    const before = steps.at(-1);
    if (before?.key !== key) steps.push({ ...word, key, low: word.value, mean: word.value, high: word.value, words: 1 });
    else {
      const many = before.words + 1;
      Object.assign(before, word, { low: Math.min(before.low, word.value), high: Math.max(before.high, word.value), mean: before.mean * (before.words / many) + word.value / many, words: many });
    }
  }
  return steps;
}

function checkSeries({ times, values, counts, band }: Series, site: number, kept: readonly Step[], problem: (what: string) => void): void {
  const wrong = kept.findIndex((step, i) => {
    const [low, mean, high, words] = band ? [band.lowest[i], band.mean[i], band.highest[i], band.words[i]] : [values[i], values[i], values[i], 1];
    const isNear = mean >= low && mean <= high && Math.abs(mean - step.mean) <= MEAN_APART + 1e-9 * Math.max(Math.abs(low), Math.abs(high));
    return step.time !== times[i] || !Object.is(step.value, values[i]) || step.count !== counts[i] || low !== step.low || high !== step.high || words !== step.words || !isNear;
  });
  if (wrong < 0 && times.length === kept.length) return;
  const got = band && wrong >= 0 ? ` (${band.lowest[wrong]} … ${band.mean[wrong]} … ${band.highest[wrong]} of ${band.words[wrong]})` : '';
  problem(`series of ${site}: ${times.length} entries instead of ${kept.length}, the first other at ${wrong}: ${values[wrong]}${got} instead of ${JSON.stringify(kept[wrong] ?? null)}`);
}

function checkStates(states: Generator<State | null>, instants: readonly number[], kept: readonly Step[][], from: number, problem: (what: string) => void): void {
  let at = 0;
  for (const state of states) {
    if (!state) continue;
    const instant = instants[at++];
    for (const [site, steps] of kept.entries()) {
      const last = steps[placeOf(steps.length, (i) => steps[i].time, instant + 1) - 1] as Step | undefined;
      // Before the first that must be there, an older one that was not yet dropped may be.
      if (last === undefined && !(state.times[site] >= from)) continue;
      if (!holds(state, site, last)) problem(`site ${site} at ${instant}: ${told(state, site)} instead of ${text(last)}`);
    }
  }
  if (at !== instants.length) problem(`a sweep of ${instants.length} instants gave ${at}`);
}
