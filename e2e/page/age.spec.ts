/** How old what one sees is: fresh is solid, late fades, silent is hatched and grey, never is empty; and who is silent can be listed and gone to. On real pixels. */
import type { Page } from '@playwright/test';
import { enuFrame, lonLatOf } from '#layers/enu.ts';
import { readPng, type Picture } from '../harness/picture.ts';
import { servePublished } from '../harness/published.ts';
import { openWorkstation, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

const CODE = 'MW04';
const PERIOD_MS = 600_000;
const CENTRE = { lon: 121.42, lat: 31.12 };
const HERE = enuFrame(CENTRE.lon, CENTRE.lat);
const HEIGHT = 30_000;
const FIELD_OF_VIEW = (50 * Math.PI) / 180;
/** Metres east and north, and periods since their last word; null: never any. So far apart that none reaches another. */
const SITES = [
  { id: 'fresh', east: 0, north: 0, periods: 0.01 },
  { id: 'late', east: 5500, north: 0, periods: 2 },
  { id: 'silent', east: 0, north: -5500, periods: 5 },
  { id: 'longSilent', east: 5500, north: -5500, periods: 20 },
  { id: 'never', east: 11_000, north: 0, periods: null },
] as const;

type Id = (typeof SITES)[number]['id'];

/** Mean colour of a few pixels about each site's foot. */
async function coloursAt(page: Page, half: number): Promise<Record<Id, [number, number, number]>> {
  const map = (await page.getByTestId('globe').boundingBox())!;
  let [last, now]: Buffer[] = [Buffer.alloc(0), await page.screenshot({ clip: map })];
  await expect.poll(async () => {
    [last, now] = [now, await page.screenshot({ clip: map })];
    return last.equals(now);
  }, { message: 'the picture stands still', intervals: [1000] }).toBe(true);
  const picture: Picture = readPng(now);
  const scale = map.width / 2 / Math.tan(FIELD_OF_VIEW / 2) / HEIGHT;
  const at = (east: number, north: number): [number, number, number] => {
    const sum = [0, 0, 0];
    for (let dx = -half; dx <= half; dx++) {
      for (let dy = -half; dy <= half; dy++) picture.at(Math.round(map.width / 2 + east * scale) + dx, Math.round(map.height / 2 - north * scale) + dy).forEach((channel, i) => (sum[i] += channel));
    }
    return sum.map((channel) => channel / (2 * half + 1) ** 2) as [number, number, number];
  };
  return Object.fromEntries(SITES.map(({ id, east, north }) => [id, at(east, north)])) as Record<Id, [number, number, number]>;
}

const off = (one: readonly number[], other: readonly number[]): number => Math.hypot(...one.map((channel, i) => channel - other[i]));
const chroma = (colour: readonly number[]): number => Math.max(...colour) - Math.min(...colour);

test('a value is solid for a period, fades, then is silent: hatched, grey, listed with the longest first; what never spoke is empty', async ({ page }) => {
  test.setTimeout(240_000);
  const sites = SITES.map((site) => {
    const [lon, lat] = lonLatOf(HERE, site.east, site.north, 0);
    return { ...site, lon, lat };
  });
  const { host, publisher, close } = await servePublished((it) => it.announce(CODE, sites.map(({ id, lon, lat }) => ({ id, lon, lat }))));
  try {
    await expect.poll(publisher.connections).toBeGreaterThan(0);
    const now = Date.now();
    for (const { id, periods } of sites.toReversed()) if (periods !== null) publisher.observe(CODE, [{ site: id, time: now - periods * PERIOD_MS, value: 38 }]);
    await page.setViewportSize({ width: 1280, height: 720 });
    await openWorkstation(page, `${host.url}/#view=${CENTRE.lon},${CENTRE.lat},${HEIGHT},0,-90`);
    await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(CODE));
    const key = page.getByTestId('age-key');
    for (const [state, count] of [['fresh', 1], ['fading', 1], ['silent', 2], ['never', 1]] as const) await expect(key.locator(`[data-state="${state}"] span`).first()).toHaveText(String(count));
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('card')).toHaveCount(0);

    const shown: Record<string, Record<Id, [number, number, number]>> = {};
    for (const form of ['heat', 'points'] as const) {
      await page.locator(`[data-form="${form}"]`).click();
      await expect(page.locator(`[data-form="${form}"]`)).toHaveAttribute('aria-pressed', 'true');
      shown[form] = await coloursAt(page, form === 'heat' ? 6 : 2);
    }
    // Who is silent, and a way there.
    await page.locator('[data-view="silence"]').click();
    const rows = page.getByTestId('silent-list').locator('.silent-row');
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(0)).toContainText('longSilent');
    await expect(rows.nth(1)).toContainText('silent');
    await rows.nth(0).click();
    await expect(page.getByTestId('card')).toContainText('longSilent');
    await page.locator('[data-view="values"]').click();
    await page.keyboard.press('Escape');
    await page.evaluate((hash) => { location.hash = hash; }, `view=${CENTRE.lon},${CENTRE.lat},${HEIGHT},0,-90.0`);
    await page.locator('.legend-slot .icon-button').click();
    await expect(page.getByTestId('legend-a')).toHaveCount(0);
    const bare = { heat: await coloursAt(page, 6), points: await coloursAt(page, 2) };

    for (const form of ['heat', 'points'] as const) {
      const painted = (id: Id): number => off(shown[form][id], bare[form][id]);
      expect(painted('fresh'), `${form}: fresh is seen`).toBeGreaterThan(40);
      expect(painted('late'), `${form}: late is seen`).toBeGreaterThan(8);
      expect(painted('late') / painted('fresh'), `${form}: late fades`).toBeLessThan(0.85);
      expect(painted('silent'), `${form}: silent is seen`).toBeGreaterThan(6);
      expect(chroma(shown[form].silent), `${form}: silent is grey`).toBeLessThan(24);
      expect(chroma(shown[form].fresh), `${form}: fresh has its colour`).toBeGreaterThan(24);
    }
    expect(off(shown.heat.never, bare.heat.never), 'what never spoke is empty').toBeLessThan(2);
  } finally {
    await close();
  }
});
