/** Whether a run file says what the model says: everything that is younger than what retention may have dropped, each observation once. */
import type { RunStore, State } from '#host/store/store.ts';
import { FEED } from './plan.ts';
import type { Model, Remembered, Said } from './model.ts';

const END_OF_TIME = 8.64e15;
const SERIES_A_ROUND = 4;

export interface Checked {
  /** Observations that were compared, value, time, quality and count. */
  observations: number;
  /** At most a few; empty where all is well. */
  problems: string[];
}

/** `limit`: what is older may be gone (epoch ms). `pick`: uniform in [0, 1), for what is only sampled. */
export function check(store: RunStore, model: Model, limit: number, pick: () => number): Checked {
  const checked: Checked = { observations: 0, problems: [] };
  const codes = [...model.indicators.keys()].toSorted();
  if (store.indicators().join() !== codes.join()) checked.problems.push(`indicators ${store.indicators().join()} instead of ${codes.join()}`);
  for (const code of codes) {
    const known = model.indicators.get(code)!;
    const ordered = known.said.map((words) => [...words.values()].filter(({ time }) => time >= limit).toSorted((a, b) => a.time - b.time));
    const problem = (text: string): void => void (checked.problems.length < 12 && checked.problems.push(`${code}: ${text}`));
    checkSites(store, code, known, problem);
    checkTimes(store, code, ordered, limit, problem);
    checked.observations += checkWords(store, code, ordered, limit, problem);
    for (let i = 0; i < SERIES_A_ROUND; i++) checkSeries(store, code, Math.floor(pick() * ordered.length), ordered, limit, problem);
    for (let i = 0; i < 4; i++) checkHorizon(store, code, ordered, limit, pick, problem);
    const newest = store.newest(code);
    for (const [site, word] of known.newest.entries()) {
      // What is older is the newest only as of the last keeping.
      const mayBeGone = word !== undefined && word.time < limit && !(newest.times[site] > word.time);
      if (!mayBeGone && !holds(newest, site, word)) problem(`newest of ${site} is ${told(newest, site)} instead of ${text(word)}`);
    }
  }
  return checked;
}

type Problem = (text: string) => void;

function checkSites(store: RunStore, code: string, known: Remembered, problem: Problem): void {
  const { sites } = store.siteList(code);
  if (JSON.stringify(sites) !== JSON.stringify(known.sites)) problem(`${sites.length} sites, not the ${known.sites.length} that were announced`);
  if (known.order && `${store.siteOrder(FEED, code)?.join()}` !== known.order.join()) problem('the feed’s order of sites is another');
}

/** Nothing missing, nothing twice, nothing that nobody sent. */
function checkTimes(store: RunStore, code: string, ordered: Said[][], limit: number, problem: Problem): void {
  const reading = store.timesOf(code, ordered.map((_, site) => site), limit, END_OF_TIME);
  let step = reading.next();
  while (!step.done) step = reading.next();
  for (const [site, words] of ordered.entries()) {
    const times = step.value[site];
    for (let i = 0; i < Math.max(times.length, words.length); i++) {
      if (times[i] === words[i]?.time) continue;
      problem(`site ${site} has ${times.length} observations instead of ${words.length}; at ${i} stands ${times[i]} instead of ${words[i]?.time}`);
      break;
    }
  }
}

/** Instants are chosen so that every single observation is the last of its site at one of them. */
function checkWords(store: RunStore, code: string, ordered: Said[][], limit: number, problem: Problem): number {
  const instants = instantsOf(ordered);
  const last = new Int32Array(ordered.length).fill(-1);
  let compared = 0;
  let at = 0;
  for (const state of store.sweep(code, instants, Infinity)) {
    if (!state) continue;
    const instant = instants[at++];
    for (const [site, words] of ordered.entries()) {
      const before = last[site];
      while (last[site] + 1 < words.length && words[last[site] + 1].time <= instant) last[site]++;
      if (last[site] > before + 1) throw new Error('the check itself skips observations');
      // Before the first that must be there, an older one that was not yet dropped may be.
      if (last[site] < 0 && !(state.times[site] >= limit)) continue;
      if (last[site] !== before) compared++;
      if (!holds(state, site, words[last[site]])) problem(`site ${site} at ${instant}: ${told(state, site)} instead of ${text(words[last[site]])}`);
    }
  }
  if (at !== instants.length) problem(`a sweep of ${instants.length} instants gave ${at}`);
  return compared;
}

/** As few rising instants as see every observation as its site's last. */
function instantsOf(ordered: Said[][]): number[] {
  const instants: number[] = [];
  const next = new Int32Array(ordered.length);
  for (;;) {
    let instant = Infinity;
    let left = false;
    for (const [site, words] of ordered.entries()) {
      if (next[site] >= words.length) continue;
      left = true;
      if (next[site] + 1 < words.length) instant = Math.min(instant, words[next[site] + 1].time - 1);
    }
    if (!left) return instants;
    if (instant === Infinity) instant = END_OF_TIME - 1;
    for (const [site, words] of ordered.entries()) while (next[site] < words.length && words[next[site]].time <= instant) next[site]++;
    instants.push(instant);
  }
}

function checkSeries(store: RunStore, code: string, site: number, ordered: Said[][], limit: number, problem: Problem): void {
  const { times, values, counts } = store.series(code, site, limit, END_OF_TIME);
  const words = ordered[site];
  const wrong = words.findIndex((word, i) => word.time !== times[i] || !Object.is(word.value, values[i]) || word.count !== counts[i]);
  if (wrong >= 0 || times.length !== words.length) problem(`series of ${site}: ${times.length} entries instead of ${words.length}, the first other at ${wrong}`);
}

function checkHorizon(store: RunStore, code: string, ordered: Said[][], limit: number, pick: () => number, problem: Problem): void {
  const newest = Math.max(limit, ...ordered.map((words) => words.at(-1)?.time ?? 0));
  const time = Math.floor(limit + pick() * (newest - limit));
  const horizonMs = Math.floor(pick() * (time - limit));
  const state = store.stateAt(code, time, horizonMs);
  for (const [site, words] of ordered.entries()) {
    const word = words.findLast((said) => said.time <= time && said.time >= time - horizonMs);
    if (!holds(state, site, word)) problem(`site ${site} at ${time}, looking back ${horizonMs} ms: ${told(state, site)} instead of ${text(word)}`);
  }
}

export const holds = (state: State, site: number, word: Said | undefined): boolean =>
  word === undefined
    ? Number.isNaN(state.times[site]) && Number.isNaN(state.values[site])
    : state.times[site] === word.time && Object.is(state.values[site], word.value) && state.quality[site] === word.quality && state.counts[site] === word.count;

export const told = (state: State, site: number): string => text({ time: state.times[site], value: state.values[site], quality: state.quality[site], count: state.counts[site] });
export const text = (word: Said | undefined): string =>
  word ? `${Object.is(word.value, -0) ? '-0' : word.value} at ${word.time} (quality ${word.quality}, count ${word.count})` : 'nothing';
