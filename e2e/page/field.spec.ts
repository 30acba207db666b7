/** Heat tells the truth: a colour stands where its number on the legend is the kernel's, computed apart from every part that draws. */
import { layerLookOf } from '#layers/registry.ts';
import { positionOn, type Ramp, type Scale } from '#layers/scale.ts';
import { servePublished } from '../harness/published.ts';
import { openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { standing } from '../harness/standing.ts';
import { expect, test } from '../harness/test.ts';
import { openClient } from './hostClient.ts';
import { CENTRE, kernelAt, placeUnder, positionsOf, stations } from './kernelTruth.ts';

const CODE = 'MW04';
const PLACES = 10;
/** Metres: five zooms, from a few streets to half the city. */
const HEIGHTS = [3500, 6000, 14_000, 24_000, 40_000] as const;

/** A place's band of the scale, 0…1, as its colour says, and its value as the kernel says. */
interface Read { positions: [number, number]; value: number }

test('at five zooms and however the legend is set, the colour of a place is the kernel’s value there, to 1/256 of the legend', async ({ page }) => {
  test.setTimeout(300_000);
  const all = stations();
  const { host, publisher, close } = await servePublished((it) => it.announce(CODE, all.map(({ id, lon, lat }) => ({ id, lon, lat }))));
  try {
    const client = await openClient(host.url);
    const { catalogue } = await client.call('session.open', {});
    const indicator = catalogue.indicators.find(({ code }) => code === CODE)!;
    const time = Date.now() - 5000;
    publisher.observe(CODE, all.map(({ id, value }) => ({ site: id, time, value })));
    await expect.poll(async () => (await client.call('summary.get', {})).summaries.find((one) => one.indicator === CODE)?.state).toBe('measured');
    const { columns } = await client.call('places.get', { places: CODE });
    client.close();
    const whereabouts = { lon: columns.lon as Float64Array, lat: columns.lat as Float64Array };
    const look = layerLookOf(indicator, 'heat', whereabouts);

    /** Colours of places spread over the middle of the map, each with the kernel's own value there. */
    const readPlaces = async (height: number, { mapping, lut }: Scale): Promise<(Read & { at: { x: number; y: number } })[]> => {
      const map = (await page.getByTestId('globe').boundingBox())!;
      const middle = { x: map.x + map.width * 0.4, y: map.y + map.height * 0.2, width: map.width * 0.4, height: map.height * 0.55 };
      const picture = await standing(page, middle);
      const places: (Read & { at: { x: number; y: number } })[] = [];
      for (let k = 1; k < 400 && places.length < PLACES; k++) {
        const [x, y] = [Math.floor(picture.width * ((k * 0.618) % 1)), Math.floor(picture.height * ((k * 0.4142) % 1))];
        const { value, weight } = kernelAt(all, look.sigma, placeUnder(map, height, Math.floor(middle.x) - map.x + x + 0.5, Math.floor(middle.y) - map.y + y + 0.5));
        const positions = weight < 1 ? null : positionsOf(lut, picture.at(x, y));
        if (positions !== null) places.push({ positions, value, at: { x: Math.floor(middle.x) + x, y: Math.floor(middle.y) + y } });
      }
      expect(places.length, `places from ${height} m whose colour can be read`).toBe(PLACES);
      for (const { positions: [first, last], value } of places) {
        const exact = positionOn(mapping, value);
        expect(Math.max(first - exact, exact - last), `${value} from ${height} m`).toBeLessThanOrEqual(1 / 256);
      }
      return places;
    };
    await page.setViewportSize({ width: 1280, height: 720 });
    await openWorkstation(page, `${host.url}/#view=${CENTRE.lon},${CENTRE.lat},${HEIGHTS[0]},0,-90`);
    // The only one that has been heard of is chosen by itself.
    await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(CODE));
    await page.locator('[data-command="unlit"]').click();
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('card')).toHaveCount(0);

    for (const height of HEIGHTS) {
      await page.evaluate((hash) => { location.hash = hash; }, `view=${CENTRE.lon},${CENTRE.lat},${height},0,-90`);
      const places = await readPlaces(height, look.scale);
      const seen = places.flatMap(({ positions }) => positions);
      expect(Math.max(...seen) - Math.min(...seen), 'the places are not all alike').toBeGreaterThan(0.05);
      // Who points at a place reads its number; near a station the station's, and from afar every place is near one.
      if (height > 15_000) continue;
      let [turn, at] = [0, places[0]];
      const tag = page.getByTestId('field-a');
      await expect.poll(async () => {
        const said = (await tag.count()) > 0 ? Number(/-?[\d.]+/.exec((await tag.textContent()) ?? '')?.[0]) : NaN;
        if (Math.abs(said - at.value) <= 0.1) return true;
        at = places[turn++ % PLACES];
        await page.mouse.move(at.at.x, at.at.y);
        return false;
      }, { message: `a number under the pointer from ${height} m`, intervals: [1000] }).toBe(true);
    }

    // The legend's numbers are the pixels' values however a person has set it.
    const height = HEIGHTS.at(-1)!;
    const setting = page.locator('.ramp-settings');
    const kept = async (): Promise<Ramp> => Object.values(JSON.parse((await page.evaluate(() => localStorage.getItem('chengmai:ramps'))) ?? '{}') as Record<string, Ramp>)[0];
    const readAsSet = async (): Promise<Ramp> => {
      const ramp = await kept();
      const { scale } = layerLookOf(indicator, 'heat', whereabouts, undefined, { ramp });
      const spoken = scale.stops.map(({ value }) => value.toLocaleString('zh-CN', { maximumFractionDigits: 4 }));
      for (const number of [spoken[0], spoken.at(-1)!]) await expect(page.getByTestId('legend-a').locator('.colour-bar')).toHaveAttribute('aria-label', new RegExp(number.replace('.', '\\.')));
      await readPlaces(height, scale);
      return ramp;
    };
    await page.getByTestId('ramp-a').click();
    await setting.locator('[data-ends="data"]').click();
    await expect.poll(async () => (await kept()).ends.by).toBe('data');
    const { ends } = await readAsSet();
    expect(ends).toEqual({ by: 'data', low: expect.any(Number), high: expect.any(Number), at: expect.any(Number) });
    await setting.locator('[data-classed="true"]').click();
    await expect.poll(async () => (await kept()).classed).toBe(true);
    await readAsSet();
    await setting.locator('[data-ends="person"]').click();
    await setting.locator('[data-end="low"]').fill('22.5');
    await setting.locator('[data-end="high"]').fill('37,5');
    await setting.locator('[data-end="high"]').press('Enter');
    await expect.poll(async () => (await kept()).ends).toEqual({ by: 'person', low: 22.5, high: 37.5 });
    await readAsSet();
    await setting.locator('[data-ends="thresholds"]').click();
    await expect.poll(async () => (await kept()).ends.by).toBe('thresholds');
    await readAsSet();
    expect(await kept(), 'classes stay as they were set').toMatchObject({ classed: true });
    await page.reload();
    await sees(page, 'city', 'ready', 90_000);
    await expect(page.getByTestId('ramp-a')).toBeVisible();
    await page.getByTestId('ramp-a').click();
    await expect(setting.locator('[data-classed="true"]'), 'kept across restarts').toHaveAttribute('aria-pressed', 'true');
  } finally {
    await close();
  }
});
