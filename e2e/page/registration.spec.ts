/** deck.gl draws where Cesium looks: its pixels are read back and compared with a pinhole on the ellipsoid, computed apart from every part that draws; and while the camera moves, with Cesium's own. */
import type { Browser, Page } from '@playwright/test';
import { earthOf } from '#layers/enu.ts';
import { readPng, type Picture } from '../harness/picture.ts';
import { servePublished, type Published } from '../harness/published.ts';
import { openWorkstation, seesThat } from '../harness/screen.ts';
import { expect, test } from '../harness/test.ts';

const CODE = 'MW06';
const CENTRE = { lon: 121.47, lat: 31.23 };
/** Horizontal opening of the camera, where it is wider than high (renderer/globe/picture.ts). */
const FIELD_OF_VIEW = (50 * Math.PI) / 180;
/** Sites stand so far above the ellipsoid (renderer/globe/slots.ts). */
const ABOVE = 3;
/** Pixels: sites whose neighbours are nearer than `LONE` cannot be told apart; a symbol is sought within `REACH`, and is whole so far from the `EDGE`. */
const [LONE, REACH, EDGE] = [28, 10, 14];
const [POINTS, CAMERAS] = [200, 20];
const RAD = Math.PI / 180;

interface Camera { lon: number; lat: number; height: number; heading: number; pitch: number }

/** Within 300 m and 5 km, where low cameras look, and out to 60 km. */
const sites = Array.from({ length: POINTS }, (_, i) => {
  const [far, turn] = [[60_000, 5000, 300][i % 3]! * Math.sqrt((i + 0.5) / POINTS), i * 2.399963];
  return { id: `s${i}`, lon: CENTRE.lon + (far * Math.sin(turn)) / 95_200, lat: CENTRE.lat + (far * Math.cos(turn)) / 110_870 };
});

/** Nadir to 80° from it, 300 m to 80 km; each looks at about the middle. */
const cameras: Camera[] = Array.from({ length: CAMERAS }, (_, i) => {
  const [height, off, heading] = [300 * (80_000 / 300) ** (i / (CAMERAS - 1)), Math.min(80, (i * 17) % 84), (i * 47) % 360];
  const back = Math.min(40_000, height * Math.tan(Math.min(off, 70) * RAD));
  return {
    height, heading, pitch: off - 90,
    lon: CENTRE.lon - (back * Math.sin(heading * RAD)) / 95_200, lat: CENTRE.lat - (back * Math.cos(heading * RAD)) / 110_870,
  };
});

const viewOf = ({ lon, lat, height, heading, pitch }: Camera): string => `#view=${[lon, lat, height, heading, pitch].join()}`;

/** Pixels from the top left where a site is seen, also beyond the picture's edge; null behind the camera. */
function pixelOf({ lon, lat, height, heading, pitch }: Camera, width: number, high: number, site: { lon: number; lat: number }): [number, number] | null {
  const [eye, point] = [earthOf(lon, lat, height), earthOf(site.lon, site.lat, ABOVE)];
  const [x, y, z] = point.map((part, k) => part - eye[k]!) as [number, number, number];
  const [sl, cl, sp, cp] = [Math.sin(lon * RAD), Math.cos(lon * RAD), Math.sin(lat * RAD), Math.cos(lat * RAD)];
  const [east, north, up] = [-sl * x + cl * y, -sp * cl * x - sp * sl * y + cp * z, cp * cl * x + cp * sl * y + sp * z];
  const [ahead, right] = [Math.sin(heading * RAD) * east + Math.cos(heading * RAD) * north, Math.cos(heading * RAD) * east - Math.sin(heading * RAD) * north];
  const [forward, above] = [Math.cos(pitch * RAD) * ahead + Math.sin(pitch * RAD) * up, Math.cos(pitch * RAD) * up - Math.sin(pitch * RAD) * ahead];
  if (forward <= 0) return null;
  const focal = Math.max(width, high) / 2 / Math.tan(FIELD_OF_VIEW / 2);
  return [width / 2 + (focal * right) / forward, high / 2 - (focal * above) / forward];
}

/** The middle of the brightness about a pixel of the picture; null where there is none. */
function middleAbout(picture: Picture, [x, y]: [number, number], ratio: number): [number, number] | null {
  const reach = REACH * ratio;
  let [sum, sumX, sumY] = [0, 0, 0];
  for (let row = Math.max(0, Math.floor(y - reach)); row < Math.min(picture.height, y + reach); row++) {
    for (let column = Math.max(0, Math.floor(x - reach)); column < Math.min(picture.width, x + reach); column++) {
      const light = Math.max(...picture.at(column, row));
      sum += light;
      sumX += light * (column + 0.5);
      sumY += light * (row + 0.5);
    }
  }
  return sum === 0 ? null : [sumX / sum, sumY / sum];
}

/** Nothing but deck.gl's canvas on black. */
const alone = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('.globe, .twin { background: #000 !important } .twin > :not([data-testid="globe"]), .globe > :not(.globe-overlay) { opacity: 0 !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });

/** Resolves when the camera stands there and the picture of that is drawn. */
const standAt = (page: Page, camera: Camera): Promise<void> =>
  page.evaluate(async (hash) => {
    const followed = new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }));
    location.hash = hash;
    await followed;
    for (let k = 0; k < 2; k++) await new Promise((resolve) => requestAnimationFrame(resolve));
  }, viewOf(camera));

/** Distances in pixels between what was drawn and what was reckoned, of every lone site that this camera sees. `size`: of the map, CSS pixels. */
function offIn(picture: Picture, camera: Camera, size: { width: number; height: number }, ratio: number): number[] {
  const seen = sites.map((site) => pixelOf(camera, size.width, size.height, site)).filter((at) => at !== null);
  const isWhole = ([x, y]: [number, number]): boolean => Math.min(x, y, size.width - x, size.height - y) > EDGE;
  const lone = seen.filter((one) => isWhole(one) && seen.every((other) => other === one || Math.hypot(other[0] - one[0], other[1] - one[1]) > LONE));
  return lone.map(([x, y]) => {
    const found = middleAbout(picture, [x * ratio, y * ratio], ratio);
    return found ? Math.hypot(found[0] - x * ratio, found[1] - y * ratio) : Infinity;
  });
}

async function offBy(page: Page, camera: Camera, ratio: number): Promise<number[]> {
  await standAt(page, camera);
  const clip = (await page.getByTestId('globe').boundingBox())!;
  return offIn(readPng(await page.screenshot({ clip })), camera, clip, ratio);
}

/** A camera that goes on by some forty pixels with each picture. */
const path: Camera[] = Array.from({ length: 6 }, (_, k) => ({ lon: CENTRE.lon + 0.003 * k, lat: CENTRE.lat - 0.02 + 0.002 * k, height: 3000, heading: 3 * k, pitch: -60 }));

/** What both canvases hold at the end of each animation frame in which the camera was moved on: deck.gl's as PNG, Cesium's as grey of a few pixels. */
const whileMoving = (page: Page, along: readonly Camera[]): Promise<{ over: string; below: number[] }[]> =>
  page.evaluate(async (hashes) => {
    const small = Object.assign(document.createElement('canvas'), { width: 48, height: 30 }).getContext('2d', { willReadFrequently: true })!;
    const frames: { over: string; below: number[] }[] = [];
    for (const hash of hashes) {
      const followed = new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }));
      location.hash = hash;
      await followed;
      await new Promise<void>((resolve) => requestAnimationFrame(() => {
        small.drawImage(document.querySelector<HTMLCanvasElement>('.cesium-widget canvas')!, 0, 0, 48, 30);
        const { data } = small.getImageData(0, 0, 48, 30);
        frames.push({ over: document.querySelector<HTMLCanvasElement>('.globe-overlay')!.toDataURL(), below: Array.from({ length: 48 * 30 }, (_, i) => data[4 * i]! + data[4 * i + 1]! + data[4 * i + 2]!) });
        resolve();
      }));
    }
    return frames;
  }, along.map(viewOf));

const unlike = (one: readonly number[], other: readonly number[]): number => one.reduce((sum, grey, i) => sum + Math.abs(grey - other[i]!), 0);

/** A page with all sites as points and nothing else chosen. */
async function openPoints(browser: Browser, { host, publisher }: Published, camera: Camera, ratio: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 800, height: 500 }, deviceScaleFactor: ratio, reducedMotion: 'reduce' });
  const page = await context.newPage();
  // Not there yet: the address is to be another one with every camera.
  await openWorkstation(page, `${host.url}/${viewOf({ ...camera, heading: camera.heading + 1 })}`);
  publisher.observe(CODE, sites.map(({ id }) => ({ site: id, time: Date.now() - 3000, value: 12 })));
  await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(CODE));
  await page.locator('[data-form="points"]').click();
  await seesThat(page, 'frame-a', (frame) => frame !== null && frame.startsWith(CODE));
  await page.keyboard.press('Escape');
  return page;
}

/** Neither canvas is a picture late: deck.gl's sites are where this very camera sees them, and Cesium's picture is like none but the one from here. */
async function movesAsOne(page: Page): Promise<void> {
  // There and back: for the tiles on the way, and so that the first of the way is another place.
  await whileMoving(page, path.toReversed());
  const size = (await page.getByTestId('globe').boundingBox())!;
  const frames = await whileMoving(page, path.slice(1));
  const off = frames.flatMap(({ over }, k) => offIn(readPng(Buffer.from(over.split(',')[1]!, 'base64')), path[k + 1]!, size, 1));
  expect(off.length, 'sites compared while moving').toBeGreaterThan(20);
  expect(Math.max(...off), 'while moving').toBeLessThanOrEqual(0.5);
  const resting: number[][] = [];
  for (const camera of path) resting.push((await whileMoving(page, [{ ...camera, heading: camera.heading + 90 }, camera])).at(-1)!.below);
  const nearest = frames.map(({ below }) => resting.map((one) => unlike(one, below))).map((all) => all.indexOf(Math.min(...all)));
  expect(nearest, 'Cesium’s picture is that of the same camera').toEqual([1, 2, 3, 4, 5]);
}

test('deck.gl draws every site within half a pixel of where the camera sees it', async ({ browser }) => {
  test.setTimeout(300_000);
  const published = await servePublished((one) => one.announce(CODE, sites));
  const judge = async (ratio: number, some: readonly Camera[]): Promise<number[]> => {
    const page = await openPoints(browser, published, some[0]!, ratio);
    await alone(page);
    const off: number[] = [];
    for (const [k, camera] of some.entries()) {
      // The later ones in another size.
      if (k === Math.ceil(some.length * 0.8)) await page.setViewportSize({ width: 901, height: 563 });
      off.push(...(await offBy(page, camera, ratio)));
    }
    if (ratio === 1) await movesAsOne(page);
    await page.context().close();
    return off;
  };
  try {
    const plain = await judge(1, cameras);
    expect(plain.length, 'sites compared').toBeGreaterThan(100);
    expect(Math.max(...plain)).toBeLessThanOrEqual(0.5);
    const fine = await judge(1.5, cameras.filter((_, k) => k % 5 === 2));
    expect(fine.length, 'sites compared at another device pixel ratio').toBeGreaterThan(10);
    expect(Math.max(...fine)).toBeLessThanOrEqual(0.5);
  } finally {
    await published.close();
  }
});
