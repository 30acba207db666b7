/** The twin itself: what is chosen on it is marked, and a lost graphics context is no end of it. */
import type { Page } from '@playwright/test';
import { coloursIn, readPng } from '../harness/picture.ts';
import { frameOf, openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

interface Box { x: number; y: number; width: number; height: number }

async function mapOf(page: Page): Promise<Box> {
  return (await page.getByTestId('globe').boundingBox())!;
}

async function zoomIn(page: Page, map: Box, down = 1 / 3): Promise<void> {
  await page.mouse.move(map.x + map.width / 2, map.y + map.height * down);
  for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, -400);
}

/** As a driver does that restarts. Resolves when the page has noticed: `city` is not ready from then on. */
async function loseContext(page: Page): Promise<void> {
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.cesium-widget canvas')!;
    const noticed = new Promise((resolve) => canvas.addEventListener('webglcontextlost', resolve, { once: true }));
    canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!.loseContext();
    return noticed.then(() => undefined);
  });
}

/** Pixels of a part of the page in the accent's hue: far more blue and green than red, as nothing of a bare city is. */
async function accented(page: Page, { x, y, width, height }: Box): Promise<number> {
  const picture = readPng(await page.screenshot());
  let count = 0;
  for (let row = Math.ceil(y); row < y + height; row++) {
    for (let column = Math.ceil(x); column < x + width; column++) {
      const [red, green, blue] = picture.at(column, row);
      if (blue > 70 && green > red * 1.35 && blue > red * 1.5) count++;
    }
  }
  return count;
}

test('a building that was clicked is marked until its card is closed, also when its tile is loaded again', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  // Nothing on the twin but the city.
  await seesThat(page, 'frame-a', (frame) => frame !== null);
  await page.locator('[data-row][aria-pressed="true"]').click();
  await sees(page, 'city', 'ready');
  const map = await mapOf(page);
  // So near that every house has more than a few pixels.
  await zoomIn(page, map);
  await zoomIn(page, map);
  const part = { x: map.x + map.width * 0.1, y: map.y + 20, width: map.width * 0.5, height: map.height * 0.6 };
  const card = page.getByTestId('card');
  const clickBuilding = async (): Promise<boolean> => {
    for (let k = 1; k < 40; k++) {
      await page.mouse.click(part.x + part.width * ((k * 0.618) % 1), part.y + part.height * ((k * 0.414) % 1));
      if ((await card.count()) > 0 && (await card.getAttribute('data-card')) === 'building') return true;
    }
    return false;
  };
  expect(await clickBuilding(), 'there are buildings to click').toBe(true);
  await expect.poll(() => accented(page, part), { message: 'the building stands out' }).toBeGreaterThan(15);
  await loseContext(page);
  await sees(page, 'city', 'ready', 90_000);
  await expect.poll(() => accented(page, part), { message: 'it stands out on the twin built anew' }).toBeGreaterThan(15);
  await card.getByRole('button').first().click();
  await expect(card).toHaveCount(0);
  await expect.poll(() => accented(page, part), { message: 'the mark went with the card' }).toBe(0);
});

test('a lost graphics context is said, and the twin is built anew: same place, same layers', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await page.getByRole('searchbox').fill('EU04');
  await page.getByTestId('indicator-EU04').click();
  await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith('EU04'));
  const map = await mapOf(page);
  const bar = page.locator('.scale-bar');
  const before = await bar.textContent();
  // Above the legend, which may be high.
  await zoomIn(page, map, 1 / 5);
  await expect(bar).not.toHaveText(before!);
  // The readout follows a coasting camera: what it says twice is where the camera stays.
  let scale = '';
  await expect.poll(async () => {
    const last = scale;
    scale = (await bar.textContent())!;
    return scale === last;
  }, { intervals: [2_000] }).toBe(true);

  // Another twin may stand there before the test could look: the page keeps what it said in between.
  await page.evaluate(() => {
    const said = document.createElement('meta');
    said.name = 'said';
    document.head.append(said);
    new MutationObserver(() => {
      const { city, badge, frameA } = document.documentElement.dataset;
      const notice = document.querySelector('[data-notice="stopped"]')?.textContent;
      const text = `badge:${badge} frame:${frameA ?? 'none'} ${notice}`;
      if (city === 'lost' && notice && said.content !== text) said.content = text;
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  const lastSeen = (await frameOf(page, 'a'))!.sequence;
  await loseContext(page);
  await expect(page.locator('meta[name="said"]')).toHaveAttribute('content', /^badge:stopped frame:none .*显卡上下文/);
  await sees(page, 'city', 'ready', 90_000);
  await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith('EU04') && Number(/#(\d+)/.exec(frame)![1]) > lastSeen, 60_000);
  await expect(page.locator('[data-notice="stopped"]')).toHaveCount(0);
  await expect(page.getByTestId('legend-a').getByRole('alert')).toHaveCount(0);
  await expect(bar).toHaveText(scale);
  expect(await page.locator('.cesium-widget canvas').count()).toBe(1);
  expect(await page.evaluate(() => document.querySelector<HTMLCanvasElement>('.cesium-widget canvas')!.getContext('webgl2')!.isContextLost())).toBe(false);
  await expect.poll(async () => coloursIn(readPng(await page.screenshot()), { x: map.x + 10, y: map.y + 10, width: 300, height: 120 })).toBeGreaterThan(4);
});

test('a city whose buildings and names cannot be read is shown without them and says so; its layers go on', async ({ page, host }) => {
  await page.route(/\/city\/[^/]+\/(tileset|names)\.json/, (route) => route.fulfill({ status: 404, body: '' }));
  await openWorkstation(page, host.url);
  const missing = page.locator('[data-notice="city"]');
  await expect(missing.locator('[data-part="buildings"]')).toContainText('建筑');
  await expect(missing.locator('[data-part="ground"]')).toContainText('names.json');
  await seesThat(page, 'frame-a', (frame) => frame !== null);
  const first = (await frameOf(page, 'a'))!.sequence;
  await seesThat(page, 'frame-a', (frame) => frame !== null && Number(/#(\d+)/.exec(frame)![1]) > first, 60_000);
  await expect(page.getByTestId('legend-a').getByRole('alert')).toHaveCount(0);
});
