/** The looks of the twin, and the names on it. */
import type { Page } from '@playwright/test';
import { lookOf, LOOKS, type LookId } from '../../renderer/globe/looks/registry.ts';
import { readPng, type Picture } from '../harness/picture.ts';
import { openWorkstation, sees } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

const LOOK = 'data-look';
/** A channel may be so far from the look's colour: haze and the edges of things. */
const NEAR = 14;

const channels = (css: string): number[] => [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16));

/** Share of the nearer half of the map that has a colour, 0…1. */
function shareOf(picture: Picture, css: string): number {
  const wanted = channels(css);
  let [hits, all] = [0, 0];
  for (let y = 160; y < 360; y += 2) {
    for (let x = 260; x < picture.width - 20; x += 2, all++) {
      if (picture.at(x, y).every((channel, k) => Math.abs(channel - wanted[k]!) <= NEAR)) hits++;
    }
  }
  return hits / all;
}

async function nameOnMap(page: Page): Promise<{ text: string; lang: string; left: number; right: number; top: number; bottom: number }[]> {
  return page.locator('.globe-label-shown').evaluateAll((elements) => elements.map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { text: element.textContent ?? '', lang: (element as HTMLElement).lang, left, right, top, bottom };
  }));
}

/** Without data on it: only then the ground has its own colours. */
async function openBareCity(page: Page, url: string): Promise<void> {
  await openWorkstation(page, url);
  await page.getByTestId('legend-a').getByRole('button', { name: /移除/ }).click();
  await expect(page.getByTestId('legend-a')).toHaveCount(0);
}

async function expectLook(page: Page, id: LookId): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute(LOOK, id);
  const { ground } = lookOf(id);
  await expect.poll(async () => shareOf(readPng(await page.screenshot()), ground.water), { message: `water of ${id}` }).toBeGreaterThan(0.02);
  const picture = readPng(await page.screenshot());
  const land = shareOf(picture, ground.land);
  expect(land, `land of ${id}`).toBeGreaterThan(0.05);
  for (const other of LOOKS) if (other.id !== id) expect(shareOf(picture, other.ground.land), `land of ${other.id} while ${id}`).toBeLessThan(land / 2);
}

test('key and button switch the look of the city, and it is kept', async ({ page, host }) => {
  await openBareCity(page, host.url);
  await expectLook(page, 'dark');
  await page.keyboard.press('t');
  await expectLook(page, 'day');
  await page.locator('[data-command="look"]').click();
  await expectLook(page, 'dusk');
  await page.reload();
  await sees(page, 'city', 'ready', 90_000);
  await expect(page.locator('html')).toHaveAttribute(LOOK, 'dusk');
  await page.keyboard.press('t');
  await expect(page.locator('html')).toHaveAttribute(LOOK, 'dark');
});

test('names follow the language and never overlap', async ({ page, host }) => {
  await openWorkstation(page, host.url);
  for (const [lang, wrong] of [['zh-Hans', /^[A-Za-z ]{6,}$/], ['en', /[\u4e00-\u9fff]/]] as const) {
    await expect.poll(async () => {
      const names = await nameOnMap(page);
      return names.length > 8 && names.every((name) => name.lang === lang);
    }, { message: `names in ${lang}` }).toBe(true);
    const names = await nameOnMap(page);
    expect(names.map(({ text }) => text).filter((text) => wrong.test(text))).toEqual([]);
    for (const [i, a] of names.entries()) {
      for (const b of names.slice(i + 1)) {
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom, `${a.text} over ${b.text}`).toBe(false);
      }
    }
    await page.getByTestId('language').click();
  }
});
