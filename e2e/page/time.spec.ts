import { frameOf, openWorkstation, read, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

const HOUR = 3_600_000;

test('rewinds: the map follows the hand, plays on, and never calls the past live', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await sees(page, 'history', '1', 90_000);
  await seesThat(page, 'frame-a', (frame) => frame !== null);
  const now = Date.parse((await read(page, 'clock'))!);

  const timeline = page.getByTestId('timeline');
  const box = (await timeline.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 8 });
  await sees(page, 'mode', 'replay');
  await seesThat(page, 'clock', (clock) => Date.parse(clock!) < now - 8 * HOUR);
  await page.mouse.up();
  const at = Date.parse((await read(page, 'clock'))!);
  expect(at).toBeGreaterThan(now - 18 * HOUR);
  await expect.poll(async () => Math.abs((await frameOf(page, 'a'))!.time - at), { message: 'what is drawn is of that instant' }).toBeLessThan(2000);
  await expect(page.getByTestId('badge')).not.toContainText(/实时|LIVE/i);

  await page.keyboard.press('Space');
  await seesThat(page, 'clock', (clock) => Date.parse(clock!) > at + 5000);
  await sees(page, 'mode', 'replay');

  await page.keyboard.press('l');
  await sees(page, 'mode', 'live');
  await seesThat(page, 'clock', (clock) => Date.parse(clock!) >= now);
  await expect.poll(async () => (await frameOf(page, 'a'))!.time).toBeGreaterThan(now - 60_000);
});
