/** Yesterday against now on one map: drawn across, half a map each, and as what has changed; each side is exactly what it is alone. */
import type { Page } from '@playwright/test';
import { differenceScale } from '#layers/difference/scale.ts';
import { layerLookOf } from '#layers/registry.ts';
import { positionOn } from '#layers/scale.ts';
import type { Picture } from '../harness/picture.ts';
import { servePublished } from '../harness/published.ts';
import { openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { standing, type Area } from '../harness/standing.ts';
import { expect, test } from '../harness/test.ts';
import { openClient } from './hostClient.ts';
import { CENTRE, kernelAt, placeUnder, positionsOf, stations, type Place, type Station } from './kernelTruth.ts';

const CODE = 'MW04';
const DAY_MS = 86_400_000;
const HEIGHT = 6000;
const PLACES = 10;

const samePixels = (one: Picture, other: Picture, from: number, to: number): number => {
  let differing = 0;
  for (let y = 0; y < one.height; y++) {
    for (let x = from; x < to; x++) if (one.at(x, y).join() !== other.at(x, y).join()) differing++;
  }
  return differing;
};

/** Places in a part of the map whose colour can be read, each with its exact value. */
function placesRead(picture: Picture, lut: Uint8Array, placeAt: (x: number, y: number) => Place, valueAt: (place: Place) => { value: number; weight: number }) {
  const read: { positions: [number, number]; value: number }[] = [];
  for (let k = 1; k < 400 && read.length < PLACES; k++) {
    const [x, y] = [Math.floor(picture.width * ((k * 0.618) % 1)), Math.floor(picture.height * ((k * 0.4142) % 1))];
    const { value, weight } = valueAt(placeAt(x + 0.5, y + 0.5));
    const positions = weight < 1 ? null : positionsOf(lut, picture.at(x, y));
    if (positions !== null) read.push({ positions, value });
  }
  return read;
}

async function shown(page: Page, clip: Area): Promise<Picture> {
  await page.mouse.move(2, 2);
  return standing(page, clip);
}

test('yesterday against now: swipe, side by side, difference, each side exactly what it is alone', async ({ page }) => {
  test.setTimeout(300_000);
  const [now, yesterday]: [Station[], Station[]] = [stations(), stations(11)];
  const places = yesterday.map((station, i) => ({ ...now[i], value: station.value }));
  const { host, publisher, close } = await servePublished((it) => it.announce(CODE, now.map(({ id, lon, lat }) => ({ id, lon, lat }))));
  try {
    const client = await openClient(host.url);
    const { catalogue } = await client.call('session.open', {});
    const indicator = catalogue.indicators.find(({ code }) => code === CODE)!;
    const time = Date.now() - 5000;
    publisher.observe(CODE, places.map(({ id, value }) => ({ site: id, time: time - DAY_MS, value })));
    publisher.observe(CODE, now.map(({ id, value }) => ({ site: id, time, value })));
    await expect.poll(async () => (await client.call('summary.get', {})).summaries.find((one) => one.indicator === CODE)?.state).toBe('measured');
    const { columns } = await client.call('places.get', { places: CODE });
    client.close();
    const look = layerLookOf(indicator, 'heat', { lon: columns.lon as Float64Array, lat: columns.lat as Float64Array });

    await page.setViewportSize({ width: 1280, height: 720 });
    await openWorkstation(page, `${host.url}/#view=${CENTRE.lon},${CENTRE.lat},${HEIGHT},0,-90`);
    await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(CODE));
    await page.locator('[data-command="unlit"]').click();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('card')).toHaveCount(0);
    const map = (await page.getByTestId('globe').boundingBox())!;
    // Right of the legend, left of the tools, below the words, above the readout.
    const clip: Area = { x: Math.ceil(map.x + map.width * 0.34), y: Math.ceil(map.y + 150), width: Math.floor(map.width * 0.58), height: Math.floor(map.height - 220) };
    const nowAlone = await shown(page, clip);
    await page.keyboard.press('g');
    await page.keyboard.type('-24h');
    await page.keyboard.press('Enter');
    await sees(page, 'mode', 'replay');
    await seesThat(page, 'frame-a', (frame) => frame !== null && Date.parse(frame.split('@')[1].split('#')[0]) < time);
    await expect(page.locator('.map-notice')).toBeVisible();
    const yesterdayAlone = await shown(page, clip);
    expect(samePixels(nowAlone, yesterdayAlone, 0, nowAlone.width), 'the two differ').toBeGreaterThan(10_000);
    await page.keyboard.press('l');
    await sees(page, 'mode', 'live');

    await page.keyboard.press('s');
    await expect(page.getByTestId('compare-bar')).toBeVisible();
    await seesThat(page, 'frame-a', (frame) => frame !== null && Date.parse(frame.split('@')[1].split('#')[0]) < time);
    await seesThat(page, 'frame-b', (frame) => frame !== null && frame.startsWith(CODE));
    const divider = page.getByTestId('divider');
    await divider.focus();
    for (let k = 0; k < 5; k++) await page.keyboard.press('ArrowRight');
    await expect(divider).toHaveAttribute('aria-valuenow', '60');
    const swiped = await shown(page, clip);
    const line = Math.floor(map.width * 0.6 + map.x - clip.x);
    expect(samePixels(swiped, yesterdayAlone, 0, line - 30), 'left of the line').toBe(0);
    expect(samePixels(swiped, nowAlone, line + 30, swiped.width), 'right of the line').toBe(0);
    const [a, b] = [page.getByTestId('side-a'), page.getByTestId('side-b')];
    await expect(a).toContainText('早 24 小时');
    await expect(b).toContainText('实时');
    await page.locator('.language').click();
    await expect(a).toContainText('24 h EARLIER');
    await expect(b).toContainText('LIVE');

    await page.locator('[data-way="difference"]').click();
    const legend = page.getByTestId('legend-difference');
    await expect(legend).toHaveAttribute('data-high', /\d/);
    const high = Number(await legend.getAttribute('data-high'));
    const changed = await shown(page, clip);
    const difference = differenceScale(high, indicator.unit, 'dark');
    const placeAt = (x: number, y: number): Place => placeUnder(map, HEIGHT, clip.x - map.x + x, clip.y - map.y + y);
    const changes = placesRead(changed, difference.lut, placeAt, (place) => {
      const [is, was] = [kernelAt(now, look.sigma, place), kernelAt(places, look.sigma, place)];
      return { value: is.value - was.value, weight: Math.min(is.weight, was.weight) };
    });
    expect(changes).toHaveLength(PLACES);
    for (const { positions: [first, last], value } of changes) {
      const exact = positionOn(difference.mapping, value);
      expect(Math.max(first - exact, exact - last), String(value)).toBeLessThanOrEqual(1 / 256);
    }

    await page.locator('[data-way="sides"]').click();
    await expect(page.locator('.divider-fixed')).toBeVisible();
    const both = await shown(page, { x: map.x, y: clip.y, width: map.width, height: clip.height });
    for (const [side, values] of [[0, places], [1, now]] as const) {
      const from = Math.ceil(side * map.width / 2) + (side === 0 ? Math.ceil(map.width * 0.34) : 8);
      const part: Picture = { width: Math.floor((side + 1) * map.width / 2) - from - 40, height: both.height, at: (x, y) => both.at(x + from, y) };
      // Half a map is higher than wide: Cesium opens its camera upwards then.
      const half = { width: map.width / 2, height: map.height };
      const wide = Math.max(half.width, half.height);
      const read = placesRead(part, look.scale.lut, (x, y) => placeUnder({ width: wide, height: wide }, HEIGHT, x + from - side * half.width + (wide - half.width) / 2, y + clip.y - map.y + (wide - half.height) / 2), (place) => kernelAt(values, look.sigma, place));
      expect(read.length, `places of side ${side}`).toBeGreaterThan(side === 0 ? 2 : PLACES - 1);
      for (const { positions: [first, last], value } of read) {
        const exact = positionOn(look.scale.mapping, value);
        expect(Math.max(first - exact, exact - last), `${value} of side ${side}`).toBeLessThanOrEqual(2 / 256);
      }
    }

    await page.locator('.language').click();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('compare-bar')).toHaveCount(0);
    const after = await shown(page, clip);
    expect(samePixels(after, nowAlone, 0, after.width), 'as it was before').toBe(0);
  } finally {
    await close();
  }
});
