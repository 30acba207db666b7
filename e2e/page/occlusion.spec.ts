/** Columns stand in the city: what is behind a tower is not seen, what is before it is. */
import type { Page } from '@playwright/test';
import type { Picture } from '../harness/picture.ts';
import { servePublished } from '../harness/published.ts';
import { openWorkstation, seesThat } from '../harness/screen.ts';
import { standing, type Area } from '../harness/standing.ts';
import { expect, test } from '../harness/test.ts';

const CODE = 'MW06';
/** Shanghai Tower, 632 m. */
const TOWER = { lon: 121.5013, lat: 31.2355 };
const METRES_A_DEGREE = 95_200;
/** A column of some 200 m stands so far east of it; the camera so far on either side, and so high. Metres. */
const [BESIDE, AWAY, HIGH] = [110, 1500, 420];

/** Looks at the tower from the west (−1) or the east (1). */
const viewFrom = (side: -1 | 1): string =>
  `#view=${TOWER.lon + (side * AWAY) / METRES_A_DEGREE},${TOWER.lat},${HIGH},${side < 0 ? 90 : 270},-12`;

/** Pixels whose colour is another in one picture than in the other. */
function changed(one: Picture, other: Picture): number {
  let count = 0;
  for (let y = 0; y < one.height; y++) {
    for (let x = 0; x < one.width; x++) {
      const [a, b] = [one.at(x, y), other.at(x, y)];
      if (Math.max(...a.map((channel, k) => Math.abs(channel - b[k]))) > 12) count++;
    }
  }
  return count;
}

/** Where the tower stands on the map, and its surroundings: right of the legend. */
async function middleOf(page: Page): Promise<Area> {
  const map = (await page.getByTestId('globe').boundingBox())!;
  return { x: map.x + map.width / 2 - 60, y: map.y + 30, width: 120, height: map.height * 0.62 };
}

test('a column behind Shanghai Tower is hidden by it, in front of it it is not', async ({ page }) => {
  test.setTimeout(240_000);
  const published = await servePublished((publisher) => publisher.announce(CODE, [{ id: 'one', lon: TOWER.lon + BESIDE / METRES_A_DEGREE, lat: TOWER.lat }]));
  try {
    /** How much of the picture about the tower the column takes. */
    const seenFrom = async (side: -1 | 1): Promise<number> => {
      await page.goto('about:blank');
      await openWorkstation(page, `${published.host.url}/${viewFrom(side)}`);
      published.publisher.observe(CODE, [{ site: 'one', time: Date.now() - 3000, value: 60 }]);
      const row = page.locator(`[data-row="${CODE}"], [data-testid="indicator-${CODE}"]`).first();
      await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(CODE));
      await page.keyboard.press('Escape');
      const clip = await middleOf(page);
      const there = await standing(page, clip);
      await row.click();
      await seesThat(page, 'frame-a', (frame) => frame === null);
      return changed(there, await standing(page, clip));
    };
    await page.setViewportSize({ width: 1280, height: 640 });
    expect(await seenFrom(1), 'pixels of the column before the tower').toBeGreaterThan(300);
    expect(await seenFrom(-1), 'pixels of the column behind the tower').toBe(0);
  } finally {
    await published.close();
  }
});
