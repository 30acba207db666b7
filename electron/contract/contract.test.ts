/** One suite over both wires: what the contract promises a screen, whatever carries it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '#layers/frame.ts';
import { PEOPLE_STEP_MS } from '#host/frames/privacy.ts';
import { connectScreen, type Screen, type WireKind } from '#host/testing/screen.ts';
import { openTestHost, type TestHost } from '#host/testing/testHost.ts';
import type { ColumnMessage } from './columns.ts';
import { calls, CHANGING, events, MAX_TEXT, type CallName, type EventName } from './contract.ts';

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;
const JULY = Date.parse('2014-07-02T00:00:00+08:00');
const corners = [[0.5, 0.5], [1.5, 0.5], [2.5, 0.5], [2.5, 1.5]].map(([lon, lat], i) => ({ id: `s${i}`, lon, lat }));
/** Of so few people that it must never be seen anywhere. */
const SECRET = 7.6543;

function problemOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(() => 'no problem', (error: { problem?: unknown }) => error.problem ?? error);
}

describe.each<WireKind>(['socket', 'port'])('over a %s', (kind) => {
  let test: TestHost;
  let screen: Screen;
  let sequence = 0;
  /** How far the host's clock is put forward, ms. */
  let ahead = 0;

  beforeAll(async () => {
    test = await openTestHost({
      now: () => Date.now() + ahead,
      prepare(live, july) {
        for (const indicator of ['MW06', 'LI01', 'LI05', 'MW07']) live.announce(indicator, corners);
        july.announce('MW08', corners);
      },
    });
    screen = await connectScreen(test.host, kind);
    await screen.call('session.open', {});
    await screen.event('feed.changed', ({ feeds }) => feeds[0].state === 'live');
    for (let minute = 60; minute > 0; minute--) {
      test.live.observe('MW06', corners.map(({ id: site }, i) => ({ site, time: NOW - minute * MINUTE, value: minute + i })));
    }
    test.live.observe('LI01', [{ site: 's0', time: NOW - MINUTE, value: SECRET, count: 2 }, ...['s1', 's2', 's3'].map((site, i) => ({ site, time: NOW - MINUTE, value: 1 + i, count: 40 + i }))]);
    test.live.observe('LI05', [{ site: 's0', time: NOW - MINUTE, value: 1 }, { site: 's1', time: NOW - MINUTE, value: 50 }, { site: 's2', time: NOW - MINUTE, value: 2 }]);
    for (let hour = 0; hour < 6; hour++) test.july.observe('MW08', corners.map(({ id: site }, i) => ({ site, time: JULY + hour * 60 * MINUTE, value: 60 + hour + i })));
    await screen.event('feed.changed', ({ feeds }) => feeds[0].received === 60 * 4 + 4 + 3);
    // Of people the newest is looked at once in a while: from now on all that was said is.
    ahead = PEOPLE_STEP_MS;
    await screen.event('summary.changed', ({ summaries }) => summaries.find(({ indicator }) => indicator === 'LI05')?.reporting === 3);
  });
  afterAll(async () => {
    screen.close();
    await test.close();
  });

  it('answers every call as its schema says', async () => {
    const range = { from: NOW - 60 * MINUTE, to: NOW };
    const args: { [N in CallName]: unknown } = {
      'session.open': {}, 'run.select': { run: 'live' }, 'clock.seek': { time: NOW - 30 * MINUTE }, 'clock.play': { rate: 60 }, 'clock.live': {},
      'layer.show': { slot: 'a', places: 'MW06' }, 'frame.drawn': { slot: 'a', sequence: 1 }, 'layer.hide': { slot: 'a' },
      'places.get': { places: 'MW06' }, 'place.describe': { places: 'MW06', index: 1 }, 'series.get': { places: 'MW06', index: 0, ...range },
      'strip.get': { indicator: 'MW06', ...range, step: 5 * MINUTE }, 'coverage.get': { ...range, buckets: 60 }, 'summary.get': {}, 'rejects.get': {},
      'block.get': { places: 'MW06', time: NOW - 30 * MINUTE }, 'clock.loop': { loop: null }, 'clock.known': { asKnown: false },
      'events.get': { indicator: 'MW06', ...range }, 'event.next': { indicator: 'MW06', at: NOW - 30 * MINUTE, direction: 'back' },
      'step.get': { places: 'MW06', at: NOW - 30 * MINUTE, direction: 'on' }, 'missed.get': { since: NOW - 30 * MINUTE }, 'baseline.get': { places: 'MW06', index: 0, ...range },
      'resolutions.get': { indicator: 'MW06', ...range },
      'network.cut': {}, 'network.restore': {},
    };
    for (const [name, given] of Object.entries(args) as [CallName, never][]) {
      const reply: unknown = await screen.call(name, given);
      const { reply: schema } = calls[name];
      if (schema === 'bytes') expect(Object.keys((reply as ColumnMessage).columns).length, name).toBeGreaterThan(0);
      else expect(schema.safeParse(reply).error, name).toBeUndefined();
    }
    await screen.event('feed.changed', ({ network, feeds }) => network === 'connected' && feeds[0].state === 'live');
  });

  it('says what the values are', async () => {
    await screen.call('clock.live', {});
    const { columns: places } = await screen.call('places.get', { places: 'MW06' });
    expect([...places.lon]).toEqual([0.5, 1.5, 2.5, 2.5]);
    expect([...places.district]).toEqual([310101, 310101, 310104, 310104]);
    expect([...(await screen.call('places.get', { places: 'MW06/town' })).columns.town]).toEqual([310101001, 310101002, 310104001, 310104002]);
    expect(await screen.call('place.describe', { places: 'MW06', index: 1 })).toMatchObject({ id: 's1', name: { zh: '点s1', en: 'Site s1' }, town: 310101002, source: 'test' });
    expect(await screen.call('place.describe', { places: 'MW06/district', index: 1 })).toMatchObject({ id: '310104', name: { zh: '二', en: 'Two' }, lon: 3 });
    const { columns: series } = await screen.call('series.get', { places: 'MW06', index: 1, from: NOW - 10 * MINUTE, to: NOW });
    expect([...series.values]).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    const { columns: district } = await screen.call('series.get', { places: 'MW06/district', index: 1, from: NOW - 3 * MINUTE, to: NOW });
    expect([...district.values]).toEqual([6, 5, 4, 4]);
    const { columns: strip } = await screen.call('strip.get', { indicator: 'MW06', from: NOW - 30 * MINUTE, to: NOW - 10 * MINUTE, step: 10 * MINUTE });
    expect([...strip.times].every((time) => time % (10 * MINUTE) === 0)).toBe(true);
    expect([...strip.values]).toEqual([...strip.times].map((time) => (NOW - time) / MINUTE + 3));
    const { columns: coverage } = await screen.call('coverage.get', { from: NOW - 120 * MINUTE, to: NOW, buckets: 4 });
    expect(coverage.share[0]).toBe(0);
    expect(coverage.share[2]).toBeGreaterThan(0);
    const { summaries } = await screen.call('summary.get', {});
    expect(summaries.find(({ indicator }) => indicator === 'MW06')).toMatchObject({ state: 'measured', value: 4, sites: 4, reporting: 4 });
    expect(summaries.find(({ indicator }) => indicator === 'EM02')).toMatchObject({ state: 'inactive', value: null });
    expect(summaries.find(({ indicator }) => indicator === 'TR01')).toMatchObject({ state: 'never', sites: 0 });
  });

  it('tells every event as its schema says', async () => {
    await screen.call('clock.seek', { time: NOW - MINUTE });
    await screen.call('clock.live', {});
    test.live.send(JSON.stringify({ kind: 'observations', indicator: 'MW06', observations: [{ site: 's0', time: NOW - 3 * 3_600_000, value: 1 }], history: { to: NOW - 3 * 3_600_000, done: 3, total: 7 } }));
    await screen.event('history.progress', ({ done, total }) => done === 3 && total === 7);
    await screen.event('run.changed', ({ from }) => from === NOW - 3 * 3_600_000);
    for (const { name, fact } of screen.events) expect(events[name].safeParse(fact).error, name).toBeUndefined();
    const names = new Set(screen.events.map(({ name }) => name));
    for (const name of Object.keys(events) as EventName[]) expect(names, name).toContain(name);
  });

  it('answers wrong arguments, unknown places and unknown calls with a problem', async () => {
    const wrong = [
      ['clock.seek', { time: '12' }], ['clock.seek', { time: -1 }], ['clock.seek', { time: null }], ['clock.play', { rate: 1e9 }], ['layer.show', { slot: 'c', places: 'MW06' }],
      ['layer.show', { slot: 'a', places: 'MW06/street' }], ['layer.show', { slot: 'a', places: '../etc' }], ['place.describe', { places: 'MW06', index: 1.5 }],
      ['coverage.get', { from: 0, to: 1, buckets: 1e9 }], ['coverage.get', { from: 5, to: 1, buckets: 10 }], ['strip.get', { indicator: 'MW06', from: 0, to: NOW, step: 1 }], ['run.select', { run: '../live' }], ['series.get', null], ['session.open', 7],
      ['toString', {}], ['__proto__', {}], ['session.close', {}],
    ] as const;
    for (const [name, args] of wrong) expect(await problemOf(screen.call(name as never, args as never)), `${name} ${JSON.stringify(args)}`).toMatchObject({ code: 'bad-request', message: expect.any(String) });
    const missing = [['layer.show', { slot: 'a', places: 'ZZ99' }], ['place.describe', { places: 'MW06', index: 4 }], ['series.get', { places: 'MW06/town', index: 99, from: 0, to: 1 }], ['run.select', { run: 'other' }], ['places.get', { places: 'LI02/sites' }]] as const;
    for (const [name, args] of missing) expect(await problemOf(screen.call(name as never, args as never)), `${name} ${JSON.stringify(args)}`).toMatchObject({ code: expect.stringMatching('not-found|bad-request') });
    expect(await problemOf(screen.call('strip.get', { indicator: 'MW06', from: 0, to: NOW, step: MINUTE }))).toMatchObject({ code: 'too-large', hint: expect.any(String) });
  });

  it('goes on after what is no call at all', async () => {
    const before = test.errors.length;
    for (const text of ['{', 'null', '[]', '""', '{"id":"1","call":"session.open"}', '{"call":"session.open","args":{}}', 'x'.repeat(MAX_TEXT + 1)]) screen.wire.sendText(text);
    screen.wire.sendBytes(new Uint8Array([1, 2, 3]));
    expect(await problemOf(screen.call('run.select', { run: 'x'.repeat(MAX_TEXT) }))).toMatchObject({ code: 'too-large' });
    expect(await screen.call('rejects.get', {})).toEqual({ rejects: [] });
    expect(test.errors.length).toBeGreaterThan(before);
    test.errors.length = 0;
  });

  it('keeps one frame in flight, and sends the newest when it was drawn', async () => {
    const slow = await connectScreen(test.host, kind);
    await slow.call('layer.show', { slot: 'b', places: 'MW07' });
    const first = await slow.frame(() => true);
    expect(first).toMatchObject({ run: 'live', indicator: 'MW07', places: 'MW07', slot: 'b' });
    expect([...first.status]).toEqual([STATUS.never, STATUS.never, STATUS.never, STATUS.never]);
    for (const value of [1, 2, 3, 4, 5]) test.live.observe('MW07', [{ site: 's0', time: NOW + value, value }]);
    // Drawing whatever comes, another screen sees the fifth; the slow one still has its first.
    const other = await connectScreen(test.host, kind);
    other.draw();
    await other.call('layer.show', { slot: 'a', places: 'MW07' });
    await other.frame(({ values }) => values[0] === 5);
    await slow.call('rejects.get', {});
    expect(slow.frames).toHaveLength(1);
    slow.tell('frame.drawn', { slot: 'b', sequence: first.sequence + 7 });
    await slow.call('rejects.get', {});
    expect(slow.frames).toHaveLength(1);
    slow.tell('frame.drawn', { slot: 'b', sequence: first.sequence });
    const second = await slow.frame(({ sequence: n }) => n !== first.sequence);
    expect(second.values[0]).toBe(5);
    expect(second.sequence).toBe(first.sequence + 1);
    expect(second.arrived).toBeGreaterThan(0);
    await slow.call('rejects.get', {});
    expect(slow.frames).toHaveLength(2);
    slow.close();
    other.close();
  });

  it('lets no value of too few people across, by any call', async () => {
    for (const [name, args] of [
      ['layer.show', { slot: 'a', places: 'LI01' }], ['places.get', { places: 'LI01' }], ['place.describe', { places: 'LI01', index: 0 }], ['series.get', { places: 'LI01', index: 0, from: 0, to: NOW }],
    ] as const) expect(await problemOf(screen.call(name as never, args as never)), name).toMatchObject({ code: 'refused', hint: expect.stringContaining('LI01/town') });
    for (const places of ['LI01/town', 'LI01/district', 'LI01/city', 'LI05/town', 'LI05/district']) {
      await screen.call('layer.show', { slot: 'a', places });
      const frame = await screen.frame((candidate) => candidate.places === places);
      if (places === 'LI01/town') expect([...frame.status]).toEqual([STATUS.suppressed, STATUS.suppressed, STATUS.measured, STATUS.measured]);
      if (places === 'LI01/district') expect([...frame.status]).toEqual([STATUS.measured, STATUS.measured]);
      // Two people in the one district, 51 in the other: 53 in the city gives both away, so both are withheld.
      if (places === 'LI05/district') expect([...frame.status]).toEqual([STATUS.suppressed, STATUS.suppressed]);
      for (const [i, status] of frame.status.entries()) if (status === STATUS.suppressed) expect([frame.values[i], frame.ages[i]]).toEqual([NaN, 0xffffffff]);
      const { columns } = await screen.call('series.get', { places, index: 0, from: NOW - 10 * MINUTE, to: NOW + 10 * MINUTE });
      expect([...columns.values].some((value) => Math.abs(value - SECRET) < 1e-3)).toBe(false);
      if (frame.status[0] === STATUS.suppressed) expect([...columns.values].every(Number.isNaN)).toBe(true);
    }
    await screen.call('layer.hide', { slot: 'a' });
    test.live.send(JSON.stringify({ kind: 'observations', indicator: 'LI01', observations: [{ site: 'unknown', time: NOW, value: SECRET, count: 1 }] }));
    await screen.event('feed.changed', ({ feeds }) => feeds[0].rejected > 0);
    expect(JSON.stringify(await screen.call('rejects.get', {}))).not.toContain('6543');
    expect(JSON.stringify(screen.events)).not.toContain(String(SECRET));
  });

  it('refuses a read-only screen what changes something, and nothing else', async () => {
    const reader = await connectScreen(test.host, kind, { readOnly: true });
    expect((await reader.call('session.open', {})).readOnly).toBe(true);
    for (const name of CHANGING) expect(await problemOf(reader.call(name, {})), name).toMatchObject({ code: 'read-only' });
    expect((await reader.call('clock.seek', { time: NOW - MINUTE })).mode).toBe('replay');
    reader.close();
  });

  it('never calls a replay live, and one screen does not move another', async () => {
    const past = await connectScreen(test.host, kind);
    await past.call('session.open', {});
    const at = NOW - 30 * MINUTE;
    expect(await past.call('clock.seek', { time: at })).toMatchObject({ mode: 'replay', at, rate: 0 });
    await past.call('layer.show', { slot: 'a', places: 'MW06' });
    const frame = await past.frame(() => true);
    expect(frame.time).toBe(at);
    expect([...frame.values]).toEqual([30, 31, 32, 33]);
    expect([...frame.ages]).toEqual([0, 0, 0, 0]);
    expect(frame.validFrom).toBe(at);
    expect(frame.validUntil).toBe(at + MINUTE);
    expect(frame.arrived).toBe(0);
    past.draw();
    test.live.observe('MW06', [{ site: 's0', time: NOW + 5, value: 99 + sequence++ }]);
    await screen.event('summary.changed', ({ summaries }) => summaries.some(({ indicator, value }) => indicator === 'MW06' && (value ?? 0) >= 99));
    expect(await past.call('clock.play', { rate: 600 })).toMatchObject({ mode: 'replay', rate: 600 });
    const played = await past.frame(({ time }) => time > at + MINUTE);
    expect(played.time).toBeLessThan(NOW);
    for (const { name, fact } of past.events) if (name === 'clock.changed') expect((fact as { mode: string }).mode).toBe('replay');
    const newest = await past.event('clock.changed', ({ mode }) => mode === 'live');
    expect(newest.at).toBeGreaterThanOrEqual(NOW);
    past.close();
  });

  it('shows a run with its own clock at its newest, and moves it with the data', async () => {
    const reader = await connectScreen(test.host, kind);
    const hello = await reader.call('run.select', { run: 'july' });
    expect(hello).toMatchObject({ run: 'july', clock: { mode: 'live', at: JULY + 5 * 60 * MINUTE, rate: 0 } });
    expect(hello.runs.find(({ id }) => id === 'july')).toMatchObject({ clock: 'data', from: JULY, to: JULY + 5 * 60 * MINUTE });
    await reader.call('session.open', {});
    await reader.call('layer.show', { slot: 'a', places: 'MW08/district' });
    expect([...(await reader.frame(() => true)).values]).toEqual([65.5, 67.5]);
    const next = JULY + 6 * 60 * MINUTE;
    test.july.observe('MW08', corners.map(({ id: site }) => ({ site, time: next, value: 50 })));
    expect(await reader.event('clock.changed', ({ at }) => at === next)).toMatchObject({ mode: 'live', rate: 0 });
    reader.close();
  });

  it('lets a call end with the wire, and everything else go on', async () => {
    const hasty = await connectScreen(test.host, kind);
    const pending = problemOf(hasty.call('coverage.get', { from: NOW - 24 * 60 * MINUTE, to: NOW, buckets: 2000 }));
    hasty.close();
    expect(await pending).toMatchObject({ code: 'unavailable' });
    await hasty.closed();
    expect(await problemOf(hasty.call('session.open', {}))).toMatchObject({ code: 'unavailable' });
    expect((await screen.call('summary.get', {})).summaries.length).toBeGreaterThan(50);
    expect(test.errors).toEqual([]);
  });

});
