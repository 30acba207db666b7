/** A host as a screen sees it: real feeds, real files, real time. */
import { afterEach, describe, expect, it } from 'vitest';
import { STATUS } from '#layers/frame.ts';
import type { SlotFrame } from '#contract/frameCodec.ts';
import { nextStep, PEOPLE_STEP_MS } from './frames/privacy.ts';
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

type Asked = NonNullable<Parameters<typeof openTestHost>[0]>;

async function start(indicators = ['MW06', 'MW07'], asked: Asked = {}): Promise<{ test: TestHost; screen: Screen }> {
  const test = await openTestHost({ ...asked, prepare: (live) => indicators.forEach((indicator) => live.announce(indicator, corners)) });
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

/** A host whose clock stands two seconds into one of people's steps until it is put on by whole steps. */
async function startStanding(): Promise<{ test: TestHost; screen: Screen; clock: { now: number } }> {
  const clock = { now: Math.floor(Date.now() / PEOPLE_STEP_MS) * PEOPLE_STEP_MS + 2000 };
  return { ...(await start(['PH03', 'MW06', 'MW07'], { now: () => clock.now })), clock };
}
/** Shows the place set anew; resolves with its frame of now. */
async function look(screen: Screen, places: string): Promise<SlotFrame> {
  const before = screen.frames.length;
  await screen.call('layer.show', { slot: 'a', places });
  return screen.frame((frame) => frame.places === places && screen.frames.indexOf(frame) >= before);
}

describe('people', () => {
  it('show neither by a frame nor by a count when one of too few is reported, live', async () => {
    const { test, screen, clock } = await startStanding();
    test.live.observe('PH03', all(clock.now - 1000, 12.345).slice(0, 3));
    test.live.observe('MW06', all(clock.now - 1000, 1));
    await settled(test, screen);
    clock.now += PEOPLE_STEP_MS;
    const { suppressed, never } = STATUS;
    expect([...(await look(screen, 'PH03/town')).status]).toEqual([suppressed, suppressed, suppressed, never]);
    await screen.call('layer.show', { slot: 'b', places: 'MW06' });
    await screen.frame(({ places }) => places === 'MW06');
    await screen.event('summary.changed', ({ summaries }) => summaries.some(({ indicator, state, reporting }) => indicator === 'PH03' && state === 'suppressed' && reporting === null));
    const framesOf = (places: string): SlotFrame[] => screen.frames.filter((frame) => frame.places === places);
    const before = framesOf('PH03/town').length;

    test.live.observe('PH03', [{ site: 's3', time: clock.now - 500, value: 12.345 }]);
    test.live.observe('MW06', all(clock.now - 500, 2));
    expect((await screen.frame(({ places, values }) => places === 'MW06' && values[0] === 2)).arrived).toBe(clock.now);
    await settled(test, screen);
    expect(framesOf('PH03/town')).toHaveLength(before);
    expect((await look(screen, 'PH03/town')).status[3], 'asked again at once').toBe(never);
    clock.now += PEOPLE_STEP_MS;
    expect((await look(screen, 'PH03/town')).status[3], 'in the next step').toBe(suppressed);
    expect(framesOf('PH03/town').every(({ arrived }) => arrived === 0)).toBe(true);
    const { summaries } = await screen.call('summary.get', {});
    expect(summaries.find(({ indicator }) => indicator === 'PH03')).toMatchObject({ state: 'suppressed', reporting: null, value: null, age: null });
  });

  it('show by no instant of the past that is asked for when one of too few was reported', async () => {
    const { test, screen, clock } = await startStanding();
    const step = clock.now - 2000 - 100 * PEOPLE_STEP_MS;
    const said = step + 4400;
    for (let minute = -90; minute < -60; minute++) test.live.observe('MW06', all(step + minute * MINUTE, 1));
    test.live.observe('PH03', all(said, 12.345));
    await settled(test, screen);
    await screen.call('layer.show', { slot: 'a', places: 'PH03/town' });
    const statusAt = async (time: number): Promise<number> => {
      await screen.call('clock.seek', { time });
      return (await screen.frame((frame) => frame.time === time && frame.places === 'PH03/town')).status[0];
    };
    const seriesAt = async (time: number): Promise<number[]> => {
      // So long a range is told in steps of a 400th of it, of which `time` is one.
      const { columns } = await screen.call('series.get', { places: 'PH03/town', index: 0, from: time, to: 2 * time });
      return [...columns.status].slice(0, 1);
    };
    const heardBefore = async (time: number): Promise<number> =>
      (await screen.call('coverage.get', { from: time - MINUTE, to: time, buckets: 1 })).columns.share[0];
    for (const ask of [statusAt, seriesAt, heardBefore]) {
      const answers = [];
      for (const time of [step, said - 400, said, said + 400, step + PEOPLE_STEP_MS - 400]) answers.push(await ask(time));
      expect(new Set(answers.map(String)).size, `${ask.name} ${answers}`).toBe(1);
    }
    expect(await statusAt(step)).toBe(STATUS.never);
    expect(await statusAt(step + PEOPLE_STEP_MS)).toBe(STATUS.suppressed);

    // What comes late is shown when the next step begins, on a clock that stands too.
    expect(await statusAt(step - 1)).toBe(STATUS.never);
    await screen.call('layer.show', { slot: 'b', places: 'MW06' });
    clock.now = nextStep(clock.now) - 50;
    test.live.observe('PH03', all(step - MINUTE, 12.345));
    test.live.observe('MW06', all(step - MINUTE, 5));
    await screen.frame(({ places, values }) => places === 'MW06' && values[0] === 5);
    const isLate = ({ places, time, status }: SlotFrame): boolean => places === 'PH03/town' && time === step - 1 && status[0] === STATUS.suppressed;
    expect(screen.frames.some(isLate)).toBe(false);
    clock.now += 50;
    await screen.frame(isLate);
  });

  it('are not told by where the clock of a run of data stands', async () => {
    const said = Date.parse('2014-07-02T00:00:00+08:00') + 4321;
    const clock = { now: nextStep(Date.now()) - PEOPLE_STEP_MS / 2 - 50 };
    const test = await openTestHost({ now: () => clock.now, prepare: (_, july) => july.announce('PH03', corners) });
    open.push(test);
    const screen = await connectScreen(test.host, 'port');
    open.push(screen);
    screen.draw();
    await screen.call('run.select', { run: 'july' });
    const { feeds: [{ state }] } = await screen.call('session.open', {});
    if (state !== 'live') await screen.event('feed.changed', ({ feeds }) => feeds[0].state === 'live');
    await screen.call('layer.show', { slot: 'a', places: 'PH03/town' });
    test.july.observe('PH03', all(said, 12.345));
    expect((await screen.event('clock.changed', ({ at }) => at > 0)).at).toBe(nextStep(said));
    clock.now += PEOPLE_STEP_MS / 2 + 50;
    const { time, arrived } = await screen.frame(({ status }) => status[0] === STATUS.suppressed);
    expect([time, arrived]).toEqual([nextStep(said), 0]);
  });

  it('who are not counted count as one', async () => {
    const { test, screen, clock } = await startStanding();
    test.live.observe('PH03', all(clock.now, 12.345));
    await settled(test, screen);
    clock.now += PEOPLE_STEP_MS;
    await screen.event('summary.changed', ({ summaries }) => summaries.some(({ indicator, state }) => indicator === 'PH03' && state === 'suppressed'));
    await screen.call('layer.show', { slot: 'a', places: 'PH03/town' });
    const frame = await screen.frame(({ status }) => status[0] === STATUS.suppressed);
    expect([...frame.status]).toEqual([STATUS.suppressed, STATUS.suppressed, STATUS.suppressed, STATUS.suppressed]);
    expect([...frame.values].every(Number.isNaN)).toBe(true);
    expect(JSON.stringify(screen.events)).not.toContain('12.345');
  });
});
