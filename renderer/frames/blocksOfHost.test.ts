import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectScreen, type Screen } from '#host/testing/screen.ts';
import { openTestHost, type TestHost } from '#host/testing/testHost.ts';
import { columnsAt, unfoldReply } from './unfolded.ts';
import { createUnfolding } from './unfolding.ts';

const MINUTE = 60_000;
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE;
const sites = [[0.5, 0.5], [1.5, 0.5], [2.5, 0.5], [2.5, 1.5]].map(([lon, lat], i) => ({ id: `s${i}`, lon: lon!, lat: lat! }));
let host: TestHost;
let screen: Screen;
beforeAll(async () => {
  host = await openTestHost({ prepare: (live) => ['MW06', 'LI01'].forEach((indicator) => live.announce(indicator, sites)) });
  screen = await connectScreen(host.host, 'port');
  await screen.call('session.open', {});
  screen.draw();
  await screen.event('feed.changed', ({ feeds }) => feeds[0]!.state === 'live');
  let said = 0;
  for (let minute = 100; minute >= 1; minute--) {
    // One falls silent half an hour before now; each has its own second.
    const seen = sites.filter((_, i) => i !== 2 || minute > 30).map(({ id: site }, i) => ({ site, time: NOW - minute * MINUTE + i * 7000, value: minute + i / 10, count: 40 + i }));
    host.live.observe('MW06', seen);
    host.live.observe('LI01', seen);
    said += 2 * seen.length;
  }
  await screen.event('feed.changed', ({ feeds }) => feeds[0]!.received === said);
});
afterAll(async () => {
  screen.close();
  await host.close();
});

test('a frame of the page’s own memory is the host’s own frame of that instant', async () => {
  await screen.call('layer.show', { slot: 'a', places: 'MW06' });
  for (const back of [80 * MINUTE, 47 * MINUTE + 3000, 31 * MINUTE, 12 * MINUTE + 20_000, 5 * MINUTE]) {
    const time = NOW - back;
    await screen.call('clock.seek', { time });
    const theirs = await screen.frame((frame) => frame.time === time);
    const block = unfoldReply(await screen.call('block.get', { places: 'MW06', time }));
    expect(block.kind).toBe('observed');
    const mine = columnsAt(block, time)!;
    expect({ values: mine.values, ages: mine.ages, status: mine.status }).toStrictEqual({ values: theirs.values, ages: theirs.ages, status: theirs.status });
    expect(mine.validFrom).toBeLessThanOrEqual(time);
    expect(mine.validUntil).toBeGreaterThan(time);
  }
});

const get = async (time: number, led: boolean) => screen.call('block.get', { places: 'MW06', time, led });

test('what leads into a stretch is taken from the one before, where that is remembered', async () => {
  const unfold = createUnfolding();
  const first = unfold({ ticket: 1, line: 'a', of: await get(NOW - 80 * MINUTE, true), spare: [] }).block!;
  const { from, until } = first;
  const told = unfoldReply(await get(until, true));
  // One fell silent before it begins: only what leads into it knows what it said.
  expect(columnsAt(told, told.from)!.ages.every((age) => age < 3 * 3600)).toBe(true);
  const reply = await get(until, false);
  expect(reply.columns).not.toHaveProperty('beforeTimes');
  const next = unfold({ ticket: 2, line: 'a', of: reply, spare: [] }).block!;
  for (const time of [told.from, told.from + 90_000, told.until - 1000]) expect(columnsAt(next, time)).toStrictEqual(columnsAt(told, time));
  expect(unfold({ ticket: 3, line: 'b', of: await get(until, false), spare: [] }).block).toBeNull();

  const again = unfold({ ticket: 4, line: 'a', of: { from }, spare: [] }).block!;
  expect(columnsAt(again, from + 600_000)).toStrictEqual(columnsAt(first, from + 600_000));
  expect(unfold({ ticket: 5, line: 'b', of: { from }, spare: [] }).block).toBeNull();
});

test('areas and people come as pictures only, withheld as everywhere', async () => {
  const time = NOW - 20 * MINUTE;
  const district = unfoldReply(await screen.call('block.get', { places: 'MW06/district', time }));
  expect(district.kind).toBe('pictured');
  // At the end of its minute both sites of the first district have spoken.
  expect([...columnsAt(district, time)!.values].every((value) => value >= 19 && value <= 21)).toBe(true);
  const people = unfoldReply(await screen.call('block.get', { places: 'LI01/town', time }));
  expect(people.kind).toBe('pictured');
  await expect(screen.call('block.get', { places: 'LI01', time })).rejects.toMatchObject({ problem: { code: 'refused' } });
});

test('what may still change is not called complete', async () => {
  const block = unfoldReply(await screen.call('block.get', { places: 'MW06', time: NOW }));
  expect(block.complete).toBeLessThanOrEqual(Date.now() - 2 * MINUTE + 1000);
});

test('a slot beside a live clock shows that past as a clock that is set there would, also of people', async () => {
  for (const places of ['MW06', 'LI01/town']) {
    const time = NOW - 47 * MINUTE;
    await screen.call('layer.show', { slot: 'a', places });
    await screen.call('clock.seek', { time });
    const alone = await screen.frame((frame) => frame.places === places && frame.time === time && frame.slot === 'a' && frame.when === undefined);
    await screen.call('clock.live', {});
    const when = { at: time };
    await screen.call('layer.show', { slot: 'b', places, when });
    const beside = await screen.frame((frame) => frame.places === places && frame.slot === 'b');
    expect({ time: beside.time, when: beside.when, values: beside.values, status: beside.status }).toEqual({ time, when, values: alone.values, status: alone.status });
    await screen.call('layer.hide', { slot: 'b' });
  }
  await expect(screen.call('layer.show', { slot: 'b', places: 'LI01', when: { offset: -MINUTE } })).rejects.toMatchObject({ problem: { code: 'refused' } });
  await expect(screen.call('layer.show', { slot: 'b', places: 'MW06', when: { offset: 0.5 } })).rejects.toMatchObject({ problem: { code: 'bad-request' } });
});
