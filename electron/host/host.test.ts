/** A host as a screen sees it: real feeds, real files, real time. */
import { afterEach, describe, expect, it } from 'vitest';
import { STATUS } from '#layers/frame.ts';
import { connectScreen, type Screen } from './testing/screen.ts';
import { openTestHost, type TestHost } from './testing/testHost.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const corners = [[0.5, 0.5], [1.5, 0.5], [2.5, 0.5], [2.5, 1.5]].map(([lon, lat], i) => ({ id: `s${i}`, lon, lat }));
/** Everybody says `value`. */
const all = (time: number, value: number): { site: string; time: number; value: number }[] => corners.map(({ id: site }) => ({ site, time, value }));

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

async function start(): Promise<{ test: TestHost; screen: Screen }> {
  const test = await openTestHost({ prepare: (live) => ['MW06', 'MW07'].forEach((indicator) => live.announce(indicator, corners)) });
  open.push(test);
  const screen = await connectScreen(test.host, 'port');
  open.push(screen);
  screen.draw();
  await screen.call('session.open', {});
  await screen.event('feed.changed', ({ feeds }) => feeds[0].state === 'live');
  return { test, screen };
}

/** Resolves when the observations so far are in, by the newest value of an indicator that nobody looks at. */
async function settled({ live }: TestHost, screen: Screen): Promise<void> {
  const value = Math.round(performance.now() * 1000);
  live.observe('MW07', [{ site: 's0', time: Date.now(), value }]);
  await screen.event('summary.changed', ({ summaries }) => summaries.some((summary) => summary.indicator === 'MW07' && summary.value === value));
}

describe('live', () => {
  it('shows a site as silent when three periods have passed without a word, and nothing was said', async () => {
    const { test, screen } = await start();
    const silentAt = Date.now() + 1500;
    test.live.observe('MW06', [{ site: 's0', time: silentAt - 3 * MINUTE, value: 7 }, { site: 's1', time: silentAt, value: 8 }]);
    await screen.call('layer.show', { slot: 'a', places: 'MW06' });
    const before = await screen.frame(({ status }) => status[0] === STATUS.measured);
    expect(before.validUntil).toBe(silentAt + 1);
    const after = await screen.frame(({ status }) => status[0] === STATUS.silent);
    expect(after.time).toBeGreaterThan(silentAt);
    expect(after.values[0]).toBeNaN();
    expect(after.ages[0]).toBe(180);
    expect(after.status[1]).toBe(STATUS.measured);
  });

  it('tells a burst of messages in few frames and few events, the last of them complete', async () => {
    const { test, screen } = await start();
    await screen.call('layer.show', { slot: 'a', places: 'MW06' });
    const now = Date.now();
    const framesBefore = screen.frames.length;
    const eventsBefore = screen.events.length;
    const begun = performance.now();
    for (let i = 1; i <= 200; i++) test.live.observe('MW06', all(now - 1000 + i, i));
    await screen.frame(({ values }) => values.every((value) => value === 200));
    await screen.event('summary.changed', ({ summaries }) => summaries.some(({ indicator, value }) => indicator === 'MW06' && value === 200));
    const seconds = Math.ceil((performance.now() - begun) / 1000) + 1;
    expect(screen.frames.length - framesBefore).toBeLessThanOrEqual(5 * seconds + 1);
    // One of each kind a second at most: summary, feeds, history, run.
    expect(screen.events.length - eventsBefore).toBeLessThanOrEqual(4 * seconds);
  });

  it('goes on without the network, says so, and takes up again', async () => {
    const { test, screen } = await start();
    await screen.call('network.cut', {});
    expect((await screen.event('feed.changed', ({ network }) => network === 'cut')).feeds[0].state).toBe('cut');
    await Promise.all([test.live.deserted(), test.july.deserted()]);
    expect((await screen.call('session.open', {})).network).toBe('cut');
    expect((await screen.call('clock.seek', { time: Date.now() - HOUR })).mode).toBe('replay');
    await screen.call('network.restore', {});
    await screen.event('feed.changed', ({ network, feeds }) => network === 'connected' && feeds[0].state === 'live');
  });

  it('forgets a screen that has gone', async () => {
    const { test, screen } = await start();
    const gone = await connectScreen(test.host, 'socket');
    await gone.call('layer.show', { slot: 'a', places: 'MW06' });
    await gone.call('clock.seek', { time: Date.now() - HOUR });
    await gone.call('clock.play', { rate: 600 });
    gone.close();
    await gone.closed();
    const frames = gone.frames.length;
    for (let i = 0; i < 5; i++) test.live.observe('MW06', all(Date.now() - HOUR + i, i));
    await settled(test, screen);
    expect(gone.frames).toHaveLength(frames);
    expect(test.errors).toEqual([]);
  });
});

describe('replay', () => {
  it('does not take history in coarse steps for silence, nor a gap in dense history for coarse steps', async () => {
    const { test, screen } = await start();
    const begin = Math.floor(Date.now() / HOUR) * HOUR - 12 * HOUR;
    for (let t = 0; t < 4 * HOUR; t += 15 * MINUTE) test.live.observe('MW06', all(begin + t, 1));
    for (let t = 4 * HOUR; t < 8 * HOUR; t += MINUTE) if (t < 5 * HOUR || t >= 6 * HOUR) test.live.observe('MW06', all(begin + t, 2));
    await settled(test, screen);
    const statusAt = async (offset: number): Promise<number> => {
      await screen.call('clock.seek', { time: begin + offset });
      const { status } = await screen.frame(({ time }) => time === begin + offset);
      return status[0];
    };
    await screen.call('layer.show', { slot: 'a', places: 'MW06' });
    expect(await statusAt(2 * HOUR + 14 * MINUTE)).toBe(STATUS.measured);
    expect(await statusAt(5 * HOUR + MINUTE)).toBe(STATUS.measured);
    expect(await statusAt(5 * HOUR + 30 * MINUTE)).toBe(STATUS.silent);
    expect(await statusAt(6 * HOUR + MINUTE)).toBe(STATUS.measured);
    const { columns: strip } = await screen.call('strip.get', { indicator: 'MW06', from: begin, to: begin + 8 * HOUR, step: 30 * MINUTE });
    expect([...strip.values]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, NaN, 2, 2, 2, 2, 2]);
    const { columns: coverage } = await screen.call('coverage.get', { from: begin, to: begin + 8 * HOUR, buckets: 16 });
    expect(coverage.share.slice(0, 10).every((share) => share === coverage.share[0] && share > 0)).toBe(true);
    expect(coverage.share[11]).toBe(0);
    expect(coverage.share[13]).toBeGreaterThan(0);
    const { columns: series } = await screen.call('series.get', { places: 'MW06', index: 0, from: begin, to: begin + 8 * HOUR });
    expect([...series.times].filter((_, i) => series.status[i] === STATUS.silent)).toEqual([begin + 5 * HOUR + 2 * MINUTE]);
  });

  it('corrects what is shown, and what was computed, when the past comes late', async () => {
    const { test, screen } = await start();
    const now = Date.now();
    const at = Math.floor(now / HOUR) * HOUR - 3 * HOUR;
    test.live.observe('MW06', all(at - 2 * MINUTE, 1));
    await settled(test, screen);
    await screen.call('clock.seek', { time: at });
    await screen.call('layer.show', { slot: 'a', places: 'MW06' });
    await screen.frame(({ time, values }) => time === at && values[0] === 1);
    const ask = async (): Promise<number> => (await screen.call('strip.get', { indicator: 'MW06', from: at, to: at, step: HOUR })).columns.values[0];
    expect(await ask()).toBe(1);
    test.live.observe('MW06', all(at - MINUTE, 5));
    await screen.frame(({ time, values }) => time === at && values[0] === 5);
    expect(await ask()).toBe(5);
    const { summaries } = await screen.call('summary.get', {});
    expect(summaries.find(({ indicator }) => indicator === 'MW06')?.value).toBe(5);
    for (const { name, fact } of screen.events) if (name === 'clock.changed') expect(fact).toMatchObject({ mode: 'replay' });
  });

  it('sends a playing screen only the frames that differ', async () => {
    const { test, screen } = await start();
    const begin = Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR;
    for (let minute = 0; minute < 60; minute++) test.live.observe('MW06', all(begin + minute * MINUTE, minute));
    await settled(test, screen);
    await screen.call('clock.seek', { time: begin });
    await screen.call('layer.show', { slot: 'a', places: 'MW06' });
    await screen.call('clock.play', { rate: 300 });
    await screen.frame(({ values }) => values[0] === 10);
    await screen.call('layer.hide', { slot: 'a' });
    const played = screen.frames.filter(({ time }) => time > begin).map(({ values }) => values[0]);
    expect(new Set(played).size).toBeGreaterThanOrEqual(played.length - 2);
  });
});

describe('people', () => {
  it('who are not counted count as one', async () => {
    const test = await openTestHost({ prepare: (live) => live.announce('PH03', corners) });
    open.push(test);
    const screen = await connectScreen(test.host, 'port');
    open.push(screen);
    await screen.call('session.open', {});
    await screen.event('feed.changed', ({ feeds }) => feeds[0].state === 'live');
    test.live.observe('PH03', all(Date.now(), 12.345));
    await screen.event('summary.changed', ({ summaries }) => summaries.some(({ indicator, state }) => indicator === 'PH03' && state === 'suppressed'));
    await screen.call('layer.show', { slot: 'a', places: 'PH03/town' });
    const frame = await screen.frame(({ status }) => status[0] === STATUS.suppressed);
    expect([...frame.status]).toEqual([STATUS.suppressed, STATUS.suppressed, STATUS.suppressed, STATUS.suppressed]);
    expect([...frame.values].every(Number.isNaN)).toBe(true);
    expect(JSON.stringify(screen.events)).not.toContain('12.345');
  });
});
