/**
 * The city's table: how long it takes to build, how soon it is on screen, how large it is and what a picture of it costs beside plain boxes;
 * how fast its days are made, and whether what was published is what was stored. `--quick` looks once at each and publishes less; named
 * parts only (build, day, published, tiles, pictures) where they are named.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright';
import { loadCatalogue } from '#host/catalogue/catalogue.ts';
import { CITY_PACK } from '#host/packs/pack.ts';
import { ingestPublished } from '#fixtures/backend/ingestPublished.ts';
import { missingNats, startNats } from '#fixtures/backend/testing/brokers.ts';
import { composeDays } from '#fixtures/days/batches.ts';
import { generateDay } from '#fixtures/days/generateDay.ts';
import { readTerrain, type Terrain } from '#fixtures/days/terrain.ts';
import { writePlainBoxes } from './plainBoxes.ts';
import { median, printReport, type Figure } from './report.ts';
import { CITY_ROOT, launchBrowser, ROOT, runScript, serveBare, serveProduct } from './screen.ts';

const quick = process.argv.includes('--quick');
const parts = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const wants = (part: string): boolean => parts.length === 0 || parts.includes(part);
const ROUNDS = quick ? 1 : 5;
const PICTURES = quick ? 6 : 9;
const VIEWPORT = { width: 1280, height: 720 };
const SITES = 100_000;
const [PUBLISHED_SITES, PUBLISHED_HOURS] = quick ? [1000, 3] : [5000, 24];
/** A Tuesday in the season of storms. */
const DAY = Date.parse('2026-07-14T00:00:00+08:00');
const HOUR = 3_600_000;
const VIEWS: [lon: number, lat: number, range: number][] = [[121.502, 31.2375, 2200], [121.47, 31.225, 8000], [121.405, 31.243, 900]];
const CITY = path.join(CITY_ROOT, 'shanghai');
const BOXES = path.join(CITY_ROOT, 'bench-boxes');

const { seed } = (JSON.parse(readFileSync(path.join(ROOT, 'chengmai.config.json'), 'utf8')) as { cities: { shanghai: { seed: number } } }).cities.shanghai;
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const alone = { beside: null, besideValue: null, ratio: null };
const figures: Figure[] = [];

async function build(): Promise<void> {
  say('building the city from nothing');
  rmSync(CITY, { recursive: true, force: true });
  const began = performance.now();
  await runScript(['fixtures/city/build.ts', '--config', 'chengmai.config.json', '--out', '.city']);
  const seconds = (performance.now() - began) / 1000;
  const megabytes = statSync(path.join(CITY, CITY_PACK)).size / 1e6;
  figures.push(
    { name: `city built from nothing, ${os.availableParallelism()} cores`, value: seconds, unit: 's', ...alone, aim: '≤ 90 s', met: seconds <= 90 },
    { name: 'whole tileset', value: megabytes, unit: 'MB', ...alone, aim: '≤ 60 MB', met: megabytes <= 60 },
  );
}

const markAt = async (page: Page, mark: string): Promise<number> => {
  const at = await page.waitForFunction((name) => {
    const found = performance.getEntriesByName(name)[0];
    return found ? performance.timeOrigin + found.startTime : null;
  }, mark, { timeout: 120_000 });
  return (await at.jsonValue()) as number;
};

/**
 * From the start of the host, which fills its first day meanwhile, to the first picture with tiles, in a browser that is already open and has
 * cached nothing. Beside it what a bare globe needs from its navigation on, with nothing else running.
 */
async function firstTiles(browser: Browser): Promise<void> {
  const [seconds, bareSeconds]: number[][] = [[], []];
  const bare = await serveBare();
  for (let round = 0; round < ROUNDS; round++) {
    const bareContext = await browser.newContext({ viewport: VIEWPORT });
    const barePage = await bareContext.newPage();
    const bareBegan = Date.now();
    await barePage.goto(bare.url, { waitUntil: 'commit' });
    bareSeconds.push(((await markAt(barePage, 'bare:city-ready')) - bareBegan) / 1000);
    await bareContext.close();
    const began = Date.now();
    const host = await serveProduct();
    const context = await browser.newContext({ viewport: VIEWPORT });
    try {
      const page = await context.newPage();
      await page.goto(host.url, { waitUntil: 'commit' });
      seconds.push(((await markAt(page, 'chengmai:city-ready')) - began) / 1000);
    } finally {
      await context.close();
      await host.close();
    }
    say(`first tiles after ${seconds.at(-1)!.toFixed(1)} s, bare ${bareSeconds.at(-1)!.toFixed(1)} s`);
  }
  bare.close();
  const [value, besideValue] = [median(seconds), median(bareSeconds)];
  figures.push({ name: 'start of the host to first tiles on screen, city built', value, unit: 's', beside: 'bare Cesium, same tileset, from navigation', besideValue, ratio: value / besideValue, aim: '≤ 5 s', met: value <= 5 });
}

async function pictures(browser: Browser): Promise<void> {
  say('boxing every building');
  const count = writePlainBoxes(CITY, seed, BOXES);
  const bare = await serveBare();
  const timesOf = async (city: string): Promise<number[]> => {
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.goto(`${bare.url}/?city=${city}`);
    await page.waitForSelector('[data-city="ready"]', { state: 'attached', timeout: 120_000 });
    const times: number[] = [];
    for (const [lon, lat, range] of VIEWS) {
      const measured = await page.evaluate(
        ([x, y, r, n]) => (window as unknown as { frames: (...args: number[]) => Promise<number[]> }).frames(x, y, r, n), [lon, lat, range, PICTURES]);
      times.push(median(measured));
    }
    await page.close();
    return times;
  };
  const [ours, theirs]: number[][] = [[], []];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      theirs.push(mean(await timesOf('bench-boxes')));
      ours.push(mean(await timesOf('shanghai')));
      say(`a picture: city ${ours.at(-1)!.toFixed(0)} ms, boxes ${theirs.at(-1)!.toFixed(0)} ms`);
    }
  } finally {
    bare.close();
    rmSync(BOXES, { recursive: true, force: true });
  }
  const ratio = median(ours) / median(theirs);
  figures.push({
    name: `a picture of the city from 8 km, 2 km and 900 m, bare Cesium, ${count} buildings`, value: median(ours), unit: 'ms',
    beside: 'the same number of plain boxes', besideValue: median(theirs), ratio, aim: '≤ 1.3 ×', met: ratio <= 1.3,
  });
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function day(terrain: Terrain): void {
  say(`a day of ${SITES} sites`);
  const days = composeDays(terrain, loadCatalogue(), seed, SITES);
  let observations = 0;
  const began = performance.now();
  for (const { sites } of generateDay(days, DAY, DAY + (quick ? HOUR : 24 * HOUR))) observations += sites.length;
  const rate = observations / ((performance.now() - began) / 1000) / 1e6;
  figures.push({ name: `${quick ? 'an hour' : 'a day'} of ${SITES} sites, ${(observations / 1e6).toFixed(1)} million observations`, value: rate, unit: 'million observations/s', ...alone, aim: '≥ 5', met: rate >= 5 });
}

async function published(terrain: Terrain): Promise<void> {
  const name = `published and stored disagree, ${PUBLISHED_SITES} sites, ${PUBLISHED_HOURS} h over NATS`;
  if (missingNats) {
    figures.push({ name: `${name}${missingNats}`, value: null, unit: 'observations', ...alone, aim: '0', met: null });
    return;
  }
  say(`publishing ${PUBLISHED_SITES} sites, ${PUBLISHED_HOURS} h`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chengmai-bench-'));
  const broker = await startNats();
  try {
    await runScript([
      'fixtures/backend/publish.ts', '--city', CITY, '--seed', String(seed), '--sites', String(PUBLISHED_SITES), '--nats', broker.url,
      '--start', new Date(DAY).toISOString(), '--hours', String(PUBLISHED_HOURS), '--speed', 'full', '--position', path.join(folder, 'position.json'),
    ]);
    const days = composeDays(terrain, loadCatalogue(), seed, PUBLISHED_SITES);
    const { missing, unexpected, twice, different, expected, samples } = await ingestPublished({ server: broker.url, stream: 'CITY', folder, days, start: DAY, end: DAY + PUBLISHED_HOURS * HOUR });
    const wrong = missing + unexpected + twice + different;
    for (const sample of samples) say(sample);
    figures.push({ name: `${name}, of ${expected}`, value: wrong, unit: 'observations', ...alone, aim: '0', met: wrong === 0 });
  } finally {
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (wants('build')) await build();
const terrain = readTerrain(CITY);
if (wants('day')) day(terrain);
if (wants('published')) await published(terrain);
say('building the page and the bare page');
await runScript(['scripts/build.mjs', 'page']);
await runScript(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], { CHENGMAI_TARGET: 'bare' });
const { browser } = await launchBrowser();
try {
  if (wants('tiles')) await firstTiles(browser);
  if (wants('pictures')) await pictures(browser);
} finally {
  await browser.close();
}
printReport('city', figures);
