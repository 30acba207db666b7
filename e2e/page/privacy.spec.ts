import type { Page } from '@playwright/test';
import { finestPlaces, minCountOf } from '#contract/catalogue.ts';
import { decodeColumns } from '#contract/columns.ts';
import type { EventFact } from '#contract/contract.ts';
import { frameOf as frameIn } from '#contract/frameCodec.ts';
import { NEVER, STATUS } from '#layers/frame.ts';
import { servePublished } from '../harness/published.ts';
import { openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';
import { openClient, type HostScreen } from './hostClient.ts';
import { peopleIn, plant, timesHeard } from './planted.ts';

test('personal information crosses the wire as areas only, and never below its minimum count', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await sees(page, 'history', '1', 90_000);
  const client = await openClient(host.url);
  const { catalogue } = await client.call('session.open', {});
  const personal = catalogue.indicators.filter(({ privacy, active }) => privacy === 'P3' && active === 'always');
  expect(personal.length).toBeGreaterThan(8);

  let withheld = 0;
  for (const indicator of personal) {
    await expect(client.call('places.get', { places: indicator.code }), indicator.code).rejects.toThrow();
    const places = `${indicator.code}/${finestPlaces(indicator)}`;
    client.frames.length = 0;
    await client.call('layer.show', { slot: 'a', places });
    await expect.poll(() => client.frames.some((message) => message.header.places === places), { message: places }).toBe(true);
    const frame = frameIn(client.frames.find((message) => message.header.places === places)!)!;
    client.tell('frame.drawn', { slot: 'a', sequence: frame.sequence });
    expect(minCountOf(indicator, catalogue.meta.p3_default_min_count)).not.toBeNull();
    for (let i = 0; i < frame.values.length; i++) {
      if (frame.status[i] !== STATUS.suppressed) continue;
      withheld++;
      expect(frame.values[i], `${places} ${i}`).toBeNaN();
      expect(frame.ages[i], `${places} ${i}`).toBe(NEVER);
    }
    // Counts are the number of people themselves: none below the minimum may be readable.
    if (indicator.value_type === 'count') {
      const minimum = minCountOf(indicator, catalogue.meta.p3_default_min_count)!;
      for (const value of frame.values) if (!Number.isNaN(value)) expect(value).toBeGreaterThanOrEqual(minimum);
    }
  }
  expect(withheld, 'the demonstration has areas with few people').toBeGreaterThan(0);
  client.close();
});

/** Every pair of bytes and words that a page is sent, as the browser receives it. */
function listenTo(page: Page): (string | Uint8Array)[] {
  const heard: (string | Uint8Array)[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => void heard.push(payload)));
  return heard;
}

/** Withheld entries of frames and series are empty in every column; frames carry no column beside the three. */
function expectNothingWithheld(heard: readonly (string | Uint8Array)[]): { frames: number; withheld: number } {
  const seen = { frames: 0, withheld: 0 };
  for (const message of heard) {
    if (typeof message === 'string') continue;
    const { header, columns } = decodeColumns(message);
    const { status, values, ages } = columns;
    if (header.kind === 'frame') {
      seen.frames++;
      expect(Object.keys(columns)).toEqual(['values', 'ages', 'status']);
    }
    if (!status) continue;
    for (let i = 0; i < status.length; i++) {
      if (status[i] !== STATUS.suppressed) continue;
      seen.withheld++;
      expect(values[i]).toBeNaN();
      if (ages) expect(ages[i]).toBe(NEVER);
    }
  }
  return seen;
}

test('of people planted into the city nothing below the minimum, and nothing of one site, is in any byte that crosses', async ({ page }) => {
  test.setTimeout(240_000);
  const { host, publisher, close } = await servePublished(() => undefined);
  try {
    const client = await openClient(host.url);
    let { feeds } = await client.call('session.open', {});
    await expect.poll(() => {
      for (const { name, fact } of client.events.splice(0)) if (name === 'feed.changed') ({ feeds } = fact as EventFact<'feed.changed'>);
      return feeds[0].state;
    }).toBe('live');
    const { columns } = await client.call('places.get', { places: 'PS01/town' });
    const people = peopleIn(columns, Date.now());
    plant(publisher, people.all);
    // Refused, and therefore shown as a sample of what is refused.
    publisher.observe('PS01', [{ site: 'nobody-knows-me-19310427186', time: Date.now(), value: 1.7320508, count: 3 }]);
    const codes = ['PS01', 'PS06', 'PH01'] as const;
    await expect.poll(async () => {
      const { summaries } = await client.call('summary.get', {});
      return codes.map((code) => summaries.find(({ indicator }) => indicator === code)?.state);
    }).toEqual(['measured', 'measured', 'measured']);

    const heard = listenTo(page);
    await openWorkstation(page, host.url);
    for (const [code, places] of [['PS01', 'PS01/district'], ['PS06', 'PS06/town'], ['PH01', 'PH01/district']] as const) {
      await page.getByRole('searchbox').fill(code);
      const row = page.getByTestId(`indicator-${code}`);
      // What lies on the twin from the start would be taken off by another click.
      if ((await row.getAttribute('aria-pressed')) !== 'true') await row.click();
      await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(code));
      await page.locator(`[data-testid="legend-a"] button[data-places="${places}"]`).first().click();
      await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(places));
    }
    const map = (await page.getByTestId('globe').boundingBox())!;
    await page.mouse.click(map.x + map.width * 0.5, map.y + map.height * 0.3);
    await expect(page.getByTestId('card')).toHaveAttribute('data-card', /place|area|building/);
    await page.getByTestId('feeds').click();
    await expect(page.locator('.reject-list')).toContainText('PS01');
    const later = { ...people.few[0], value: 1.6449341, time: Date.now() - 1_013 };
    plant(publisher, [later]);
    await page.getByTestId('language').click();
    await sees(page, 'language', 'en');

    for (const code of codes) {
      for (const places of [`${code}/town`, `${code}/district`, `${code}/city`]) await askEverything(client, code, places, columns.lon.length);
      for (const refused of code === 'PH01' ? [code, 'PH01/town'] : [code]) {
        await expect(client.call('places.get', { places: refused }), refused).rejects.toThrow();
        await expect(client.call('layer.show', { slot: 'a', places: refused }), refused).rejects.toThrow();
        await expect(client.call('series.get', { places: refused, index: 0, from: Date.now() - HOUR, to: Date.now() }), refused).rejects.toThrow();
        await expect(client.call('place.describe', { places: refused, index: 0 }), refused).rejects.toThrow();
      }
    }
    await client.call('rejects.get', {});

    for (const [who, all] of [['the page', heard], ['a screen that asks for everything', client.heard]] as const) {
      for (const one of people.enough) expect(timesHeard(all, { value: one.value }), `${who}: what stands for enough people is there`).toBeGreaterThan(0);
      for (const one of [...people.few, ...people.amongOthers, later]) {
        expect(timesHeard(all, { value: one.value }), `${who}: the value of ${one.id}`).toBe(0);
      }
      for (const one of [...people.all, later]) {
        expect(timesHeard(all, { time: one.time }), `${who}: when ${one.id} spoke`).toBe(0);
        for (const word of [one.id, `名${one.id}`]) expect(timesHeard(all, { word }), `${who}: ${word}`).toBe(0);
        for (const degrees of [one.lon, one.lat]) expect(timesHeard(all, { degrees }), `${who}: where ${one.id} is`).toBe(0);
      }
      for (const word of ['nobody-knows-me', '19310427186', '1.7320508']) expect(timesHeard(all, { word }), `${who}: ${word} of a refused message`).toBe(0);
      const { frames, withheld } = expectNothingWithheld(all);
      expect(frames).toBeGreaterThan(2);
      expect(withheld).toBeGreaterThan(2);
    }
    client.close();
  } finally {
    await close();
  }
});

const HOUR = 3_600_000;

/** Every call that can say something of an indicator: its frames, its strip, its moments, and each area's name, series and what is usual there. */
async function askEverything(client: HostScreen, indicator: string, places: string, most: number): Promise<void> {
  const range = { from: Date.now() - HOUR, to: Date.now() };
  await client.call('strip.get', { indicator, ...range, step: 60_000 });
  await client.call('events.get', { indicator, ...range });
  for (const direction of ['back', 'on'] as const) await client.call('event.next', { indicator, at: range.from, direction });
  await client.call('coverage.get', { ...range, buckets: 360, indicator });
  await client.call('missed.get', { since: range.from });
  const known = await client.call('places.get', { places }).catch(() => null);
  if (!known) return;
  client.frames.length = 0;
  await client.call('layer.show', { slot: 'a', places });
  await expect.poll(() => client.frames.some(({ header }) => header.places === places), { message: places }).toBe(true);
  client.tell('frame.drawn', { slot: 'a', sequence: client.frames.at(-1)!.header.sequence as number });
  await client.call('clock.known', { asKnown: true });
  await client.call('clock.seek', { time: range.to - 5_000 });
  for (const direction of ['back', 'on'] as const) await client.call('step.get', { places, at: range.to - 20_000, direction });
  await client.call('clock.known', { asKnown: false });
  await client.call('clock.live', {});
  await client.call('baseline.get', { places, index: 0, ...range });
  for (let index = 0; index < Math.min(known.columns.lon.length, most); index++) {
    await client.call('series.get', { places, index, ...range });
    await client.call('place.describe', { places, index });
  }
}
