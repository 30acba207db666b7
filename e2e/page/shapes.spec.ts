/** Shapes: drawn on the city, answered from the picture, taken along in time and language, written to files, kept. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { frameOf, openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';
import { openClient } from './hostClient.ts';

test.use({ viewport: { width: 1280, height: 720 } });

/** Towards the middle from above: ground from edge to edge, and few tiles. */
const ABOVE = '#view=121.47,31.22,30000,0,-90';
type Corner = { lon: number; lat: number };
interface Kept { kind: string; points: Corner[]; metres?: number }

const kept = (page: Page): Promise<Kept[]> => page.evaluate(() => JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('chengmai:shapes:')) ?? '') ?? '[]') as never);

async function openWith(page: Page, url: string, indicator: string): Promise<(x: number, y: number) => [number, number]> {
  await openWorkstation(page, `${url}/${ABOVE}`);
  await page.getByRole('searchbox').fill(indicator);
  await page.getByTestId(`indicator-${indicator}`).click();
  await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(indicator));
  await page.getByRole('searchbox').blur();
  const map = (await page.getByTestId('globe').boundingBox())!;
  return (x, y) => [map.x + map.width * x, map.y + map.height * y];
}

/** Counted corner by corner, without index or library. */
function countInside(lon: ArrayLike<number>, lat: ArrayLike<number>, corners: readonly Corner[]): number {
  let count = 0;
  for (let i = 0; i < lon.length; i++) {
    let inside = false;
    for (const [k, b] of corners.entries()) {
      const a = corners.at(k - 1)!;
      if (a.lat > lat[i] !== b.lat > lat[i] && lon[i] < a.lon + ((lat[i] - a.lat) / (b.lat - a.lat)) * (b.lon - a.lon)) inside = !inside;
    }
    if (inside) count++;
  }
  return count;
}

test('a polygon is drawn, read, taken to the past and into English, written to a file, and there again with the next page', async ({ page, host }) => {
  const at = await openWith(page, host.url, 'MW06');
  await page.keyboard.press('p');
  await expect(page.getByTestId('tool-hint')).toContainText('第一个角点');
  for (const [x, y] of [[0.35, 0.2], [0.8, 0.25], [0.8, 0.6], [0.6, 0.2], [0.5, 0.5]]) await page.mouse.click(...at(x, y));
  // The fourth was a mistake: both it and what came after are taken back.
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.mouse.click(...at(0.5, 0.55));
  await page.mouse.click(...at(0.5, 0.55), { button: 'right' });
  const card = page.getByTestId('card');
  await expect(card).toHaveAttribute('data-card', 'shape');
  const [shape] = await kept(page);
  expect(shape.points).toHaveLength(4);

  const client = await openClient(host.url);
  await client.call('session.open', {});
  const { columns } = await client.call('places.get', { places: (await frameOf(page, 'a'))!.places });
  client.close();
  const count = countInside(columns.lon, columns.lat, shape.points);
  expect(count, 'the shape holds some places, not all').toBeGreaterThan(1);
  expect(count).toBeLessThan(columns.lon.length);
  await expect(page.getByTestId('inside-n')).toHaveText(String(count));
  await expect(page.getByTestId('inside-a')).toContainText('实时');
  await expect(page.getByTestId('shape-facts')).toContainText('平方公里');

  const before = await page.getByTestId('inside-time').textContent();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByTestId('inside-a')).toContainText('回放');
  await expect(page.getByTestId('inside-time')).not.toHaveText(before!);
  await page.getByTestId('language').click();
  await expect(page.getByTestId('inside-a')).toContainText('REPLAY');
  await expect(page.getByTestId('shape-facts')).toContainText('km²');

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save CSV' }).click()]);
  expect(download.suggestedFilename()).toBe('Polygon-1.csv');
  const rows = readFileSync(await download.path(), 'utf8').trim().split('\r\n');
  const table = rows.filter((row) => !row.replace('\uFEFF', '').startsWith('#'));
  expect(table).toHaveLength(1 + count);
  expect(table[0]).toContain('lon,lat,share_inside,state,value,unit,time');
  for (const fact of ['crs,"WGS84 (EPSG:4326)', 'state,replay', 'MW06 source,', 'MW06 privacy,P0', 'privacy,P0', 'area_m2,']) expect(rows.some((row) => row.includes(fact)), fact).toBe(true);
  const instant = (await frameOf(page, 'a'))!.time;
  expect(Math.abs(Date.parse(table[1].split(',').at(-1)!) - instant)).toBeLessThan(2000);

  await page.goto('about:blank');
  await openWorkstation(page, `${host.url}/${ABOVE}`);
  await page.locator('[data-command="shapes"]').click();
  await page.getByTestId('shape-list').getByRole('button', { name: 'Polygon 1' }).first().click();
  await expect(card).toHaveAttribute('data-card', 'shape');
  await page.getByTestId('shape-list').getByRole('button', { name: 'Delete Polygon 1' }).click();
  await expect(card).not.toHaveAttribute('data-card', 'shape');
  expect(await kept(page)).toEqual([]);
});

test('a corner that is pulled changes the figures, Escape lays the tool down, and a click beside it picks again', async ({ page, host }) => {
  const at = await openWith(page, host.url, 'MW06');
  await page.keyboard.press('a');
  await page.mouse.click(...at(0.6, 0.35));
  await page.mouse.click(...at(0.7, 0.35));
  const [circle] = await kept(page);
  expect(circle).toMatchObject({ kind: 'circle', points: [{}] });
  await expect(page.getByRole('textbox', { name: '半径' })).toHaveValue(String(Math.round(circle.metres! * 10) / 10));
  await page.mouse.move(...at(0.6, 0.35));
  await page.mouse.down();
  await page.mouse.move(...at(0.5, 0.4), { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await kept(page))[0].points[0].lon, { message: 'the middle went west' }).toBeLessThan(circle.points[0].lon - 0.01);
  expect((await kept(page))[0].metres, 'its radius stayed').toBe(circle.metres);
  await page.keyboard.press('d');
  await expect(page.getByTestId('tool-hint')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('tool-hint')).toBeHidden();
  await page.mouse.click(...at(0.3, 0.15));
  await expect(page.getByTestId('card')).not.toHaveAttribute('data-card', 'shape');
});

test('values of people are counted by whole areas only, and stay on the screen', async ({ page, host }) => {
  const at = await openWith(page, host.url, 'PS01');
  await sees(page, 'history', '1', 90_000);
  await page.keyboard.press('p');
  for (const [x, y] of [[0.1, 0.15], [0.8, 0.1], [0.85, 0.8], [0.55, 0.9], [0.5, 0.5], [0.1, 0.5]]) await page.mouse.click(...at(x, y));
  await page.keyboard.press('Enter');
  const inside = page.getByTestId('inside-a');
  await expect(inside).toContainText('只计完全在内的区域');
  const shares = await inside.locator('.inside-areas tbody tr td:nth-child(2)').allTextContents();
  const whole = shares.filter((share) => share === '100%').length;
  expect(whole).toBeLessThan(shares.length + 1);
  await expect(page.getByTestId('export-refused')).toContainText('不得导出');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出地理数据' }).click()]);
  const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as { features: { properties: Record<string, unknown> }[] };
  expect(file.features, 'the outline alone').toHaveLength(1);
  expect(JSON.stringify(file)).not.toContain('"p50"');
  expect(file.features[0].properties.withheld).toContain('PS01');
});
