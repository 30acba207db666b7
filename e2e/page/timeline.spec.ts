import type { Page } from '@playwright/test';
import type { Publisher } from '#host/testing/publisher.ts';
import { servePublished } from '../harness/published.ts';
import { frameOf, openWorkstation, read, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RAIN = 'MW01';
const GAUGES = [{ id: 'a', lon: 121.47, lat: 31.23 }, { id: 'b', lon: 121.5, lat: 31.24 }, { id: 'c', lon: 121.44, lat: 31.2 }];

/** A day of rain gauges up to `now`: two hours of a blue downpour from nine hours ago on, nothing heard from 14 to 12 hours ago. */
function sayADay(publisher: Publisher, now: number): void {
  const observations = [];
  for (let ago = 24 * HOUR; ago >= 0; ago -= 5 * MINUTE) {
    if (ago < 14 * HOUR && ago > 12 * HOUR) continue;
    const value = ago <= 9 * HOUR && ago > 7 * HOUR ? 40 : 2;
    for (const { id } of GAUGES) observations.push({ site: id, time: now - ago, value });
  }
  publisher.observe(RAIN, observations);
}

const clockOf = async (page: Page): Promise<number> => Date.parse((await read(page, 'clock'))!);
const clockIs = (page: Page, about: number, within = 2000) => seesThat(page, 'clock', (clock) => Math.abs(Date.parse(clock!) - about) <= within);
async function seenOn(page: Page): Promise<{ from: number; to: number }> {
  const timeline = page.getByTestId('timeline');
  return { from: Date.parse((await timeline.getAttribute('data-from'))!), to: Date.parse((await timeline.getAttribute('data-to'))!) };
}
const spanOf = async (page: Page): Promise<number> => {
  const { from, to } = await seenOn(page);
  return to - from;
};

test('pause, drag back six hours, play at 60×, return to live, see what I missed', async ({ page }) => {
  const { host, publisher, close } = await servePublished((it) => it.announce(RAIN, GAUGES));
  try {
    const began = Date.now();
    sayADay(publisher, began);
    await openWorkstation(page, host.url);
    await sees(page, 'badge', 'live');
    const row = page.getByTestId(`indicator-${RAIN}`);
    if ((await row.getAttribute('aria-pressed')) !== 'true') await row.click();
    await seesThat(page, 'frame-a', (frame) => frame?.startsWith(RAIN) === true);
    const timeline = page.getByTestId('timeline');
    await expect(timeline, 'the downpour, its end and the gap are marked').toHaveAttribute('data-moments', '3');

    await page.keyboard.press('Space');
    await sees(page, 'mode', 'replay');
    const held = await clockOf(page);

    const box = (await timeline.boundingBox())!;
    // Between the margins of the picture lie 24 hours.
    const hour = (box.width - 96) / 24;
    const right = box.x + box.width - 40;
    await page.mouse.move(right, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(right - 6 * hour, box.y + 60, { steps: 8 });
    await clockIs(page, held - 6 * HOUR, 6 * MINUTE);
    await page.mouse.up();
    const back = await clockOf(page);
    await expect.poll(async () => Math.abs((await frameOf(page, 'a'))!.time - back), { message: 'what is drawn is of that instant' }).toBeLessThan(2000);
    await expect(page.getByTestId('badge')).toContainText('现在所知');

    await page.keyboard.press('4');
    await page.keyboard.press('Space');
    const started = Date.now();
    await seesThat(page, 'clock', (clock) => Date.parse(clock!) > back + 4 * MINUTE);
    expect(Date.now() - started, 'four minutes at sixty times').toBeLessThan(30_000);
    await expect(page.getByTestId('badge')).toContainText('60×');

    // Meanwhile, in the city.
    const burst = Date.now();
    publisher.observe(RAIN, [{ site: 'b', time: burst, value: 56 }]);
    await page.waitForTimeout(1500);

    await page.keyboard.press('l');
    await sees(page, 'mode', 'live');
    const missed = page.getByTestId('missed');
    await expect(missed).toContainText('1 次等级变化，0 段缺数');
    const line = missed.locator('.missed-line').first();
    await expect(line).toContainText('黄色 Ⅲ');
    await line.click();
    await sees(page, 'mode', 'replay');
    await clockIs(page, burst, 1500);

    // From moment to moment: the downpour ended seven hours ago and began nine hours ago; before it lies the gap.
    await page.keyboard.press('[');
    await clockIs(page, began - 7 * HOUR);
    await page.keyboard.press('[');
    await clockIs(page, began - 9 * HOUR);
    await page.keyboard.press('[');
    await clockIs(page, began - 14 * HOUR, 15 * MINUTE);
    await page.keyboard.press(']');
    await clockIs(page, began - 9 * HOUR);

    // From frame to frame: the gauges speak every five minutes.
    await page.keyboard.press('.');
    await clockIs(page, began - 9 * HOUR + 5 * MINUTE);
    await page.keyboard.press(',');
    await clockIs(page, began - 9 * HOUR);

    // All of that arrived at once a moment ago: nine hours ago nothing was known here.
    const legend = page.locator('.legend-slot').first();
    await expect(legend).toContainText('3 处有测值');
    await page.keyboard.press('k');
    await expect(page.getByTestId('badge')).toContainText('当时所知');
    await expect(page.locator('[data-notice="replay"]')).toContainText('当时这里还没有数据');
    await page.keyboard.press('k');
    await expect(legend).toContainText('3 处有测值');

    await page.keyboard.press('Escape');
    await expect(missed).toBeHidden();
    await page.keyboard.press('l');
    await sees(page, 'mode', 'live');
  } finally {
    await close();
  }
});

test('a typed time, zoom, a loop and the past as it was known: each by its key', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await sees(page, 'history', '1', 90_000);
  await seesThat(page, 'frame-a', (frame) => frame !== null);
  const now = await clockOf(page);

  await page.keyboard.press('g');
  await page.keyboard.type('-6h');
  await expect(page.locator('.time-field-said')).toContainText('→');
  await page.keyboard.press('Enter');
  await clockIs(page, now - 6 * HOUR, 10_000);
  await page.keyboard.press('g');
  await page.keyboard.type('25:99');
  await page.keyboard.press('Enter');
  await expect(page.locator('.time-field-said'), 'says what can be typed').toContainText('-6h');
  await page.keyboard.press('Escape');
  await sees(page, 'mode', 'replay');

  await page.keyboard.press('Shift+Digit2');
  await expect.poll(() => spanOf(page)).toBe(HOUR);
  const at = await clockOf(page);
  const seen = await seenOn(page);
  expect(seen.from <= at && at <= seen.to, 'the hand is still seen').toBe(true);
  await page.keyboard.press('+');
  await expect.poll(() => spanOf(page)).toBeLessThan(HOUR);
  await page.getByTestId('timeline').hover({ position: { x: 300, y: 60 } });
  await page.mouse.wheel(0, 500);
  await expect.poll(() => spanOf(page)).toBeGreaterThan(2 * HOUR);
  const before = await seenOn(page);
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(async () => (await seenOn(page)).to).toBeLessThan(before.to);

  await page.keyboard.press('i');
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await seesThat(page, 'clock', (clock) => Date.parse(clock!) > at);
  await page.keyboard.press('o');
  const end = await clockOf(page);
  await page.keyboard.press('r');
  await expect(page.locator('[data-command="loop"]')).toHaveAttribute('aria-pressed', 'true');
  await clockIs(page, at);
  await page.keyboard.press('6');
  await page.keyboard.press('Space');
  const seenInstants = new Set<boolean>();
  await expect.poll(async () => {
    const time = await clockOf(page);
    expect(time, 'it never leaves the loop').toBeLessThanOrEqual(end);
    seenInstants.add(time > (at + end) / 2);
    return seenInstants.size;
  }, { message: 'both halves are played', intervals: [50] }).toBe(2);

  await page.keyboard.press('k');
  await expect(page.getByTestId('badge')).toContainText('当时所知');
  await expect(page.locator('[data-command="asKnown"]')).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('k');
  await expect(page.getByTestId('badge')).toContainText('现在所知');
});
