import { expect, test } from 'vitest';
import type { FeedState, Hello, Summary } from '#contract/contract.ts';
import { backfilled, feedsSaid, helloSaid, runSaid, summariesSaid } from './facts.ts';
import { EMPTY_SCREEN, type Screen } from './store.ts';

const summary = (over: Partial<Summary> = {}): Summary =>
  ({ indicator: 'MW06', state: 'measured', value: 3, level: null, age: 10, reporting: 5, sites: 9, ...over });
const feed = (over: Partial<FeedState> = {}): FeedState =>
  ({ id: 'f', kind: 'nats', title: { zh: '源', en: 'feed' }, state: 'live', liveUntil: 1, reason: null, received: 0, rejected: 0, ...over });
const info = { id: 'live', title: { zh: '', en: '' }, clock: 'wall', provenance: 'generated', note: { zh: '', en: '' }, city: 'shanghai', from: null, to: null } as const;
const hello = (over: Partial<Hello> = {}): Hello => ({
  version: '1', readOnly: false, catalogue: { meta: { version: '', status: '', p3_default_min_count: 3, feeds: {} }, domains: [], indicators: [] }, inactive: {},
  runs: [info], run: 'live', clock: { mode: 'live', at: 0, wall: 0, rate: 1, loop: null, asKnown: false }, feeds: [], network: 'connected', history: { done: 0, total: 0, from: null }, ...over,
});

test('a summary that is only older leaves its row as it was', () => {
  const first = { ...EMPTY_SCREEN, ...summariesSaid(EMPTY_SCREEN, 100_000, [summary({ age: 10 })]) };
  const later = summariesSaid(first, 105_000, [summary({ age: 15 })]);
  expect(later.summaries!.MW06).toBe(first.summaries.MW06);
  expect(first.summaries.MW06!.measuredAt).toBe(90_000);
  const fresh = summariesSaid(first, 110_000, [summary({ age: 0 })]);
  expect(fresh.summaries!.MW06!.measuredAt).toBe(110_000);
  const other = summariesSaid(first, 105_000, [summary({ age: 15, value: 4 })]);
  expect(other.summaries!.MW06!.value).toBe(4);
});

test('another run forgets what was said and picked in the one before; the same run keeps it', () => {
  const before: Screen = { ...EMPTY_SCREEN, run: info, ...summariesSaid(EMPTY_SCREEN, 1, [summary()]), picked: { kind: 'ground', lon: 0, lat: 0, fields: [] } };
  expect(helloSaid(before, hello(), 0)).not.toHaveProperty('summaries');
  const other = helloSaid(before, hello({ run: 'air', runs: [info, { ...info, id: 'air' }] }), 0);
  expect(other).toMatchObject({ summaries: {}, picked: null, run: { id: 'air' } });
});

test('news of a run that is not shown changes the list only', () => {
  const screen: Screen = { ...EMPTY_SCREEN, run: info, runs: [info, { ...info, id: 'air' }] };
  expect(runSaid(screen, { ...info, id: 'air', to: 5 })).not.toHaveProperty('run');
  expect(runSaid(screen, { ...info, to: 5 }).run?.to).toBe(5);
});

test('feeds that did not change stay the same objects; the end of a back-fill is noticed', () => {
  const screen: Screen = { ...EMPTY_SCREEN, feeds: [feed(), feed({ id: 'g', state: 'filling' })] };
  const said = feedsSaid(screen, { network: 'connected', feeds: [feed(), feed({ id: 'g', state: 'live' })] });
  expect(said.feeds![0]).toBe(screen.feeds[0]);
  expect(backfilled(screen.feeds, said.feeds!)).toBe(true);
  expect(backfilled(said.feeds!, said.feeds!)).toBe(false);
});
