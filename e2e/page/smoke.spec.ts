import { coloursIn, readPng } from '../harness/picture.ts';
import { openWorkstation, sees, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

test('opens on a live city in 3D', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  await sees(page, 'mode', 'live');
  await sees(page, 'network', 'connected');
  await seesThat(page, 'frame-a', (frame) => frame !== null);
  const picture = readPng(await page.screenshot());
  expect(coloursIn(picture, { x: 240, y: 100, width: 480, height: 300 })).toBeGreaterThan(8);
});
