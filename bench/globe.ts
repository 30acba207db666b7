/**
 * The globe's table: what a picture costs with the field and the points of 100,000 sites and of a million, beside Cesium alone and what
 * others draw them with; what new values and a hand on the timeline cost the page; what an idle screen costs, and whether memory grows.
 * `--quick` looks once at each, in a quarter of the picture; named parts only (frames, values, screen) where they are named.
 */
import { loadCatalogue } from '#host/catalogue/catalogue.ts';
import type { Page } from 'playwright';
import { frames } from './globe/frames.ts';
import { screen } from './globe/screen.ts';
import { values } from './globe/values.ts';
import { cpuSeconds, drawingProcess } from './processes.ts';
import { printReport, type Figure } from './report.ts';
import { launchBrowser, runScript, serveBare } from './screen.ts';

const quick = process.argv.includes('--quick');
const parts = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const wants = (part: string): boolean => parts.length === 0 || parts.includes(part);
const rounds = quick ? 1 : 5;
/** `--size=WIDTHxHEIGHT`; a look takes a quarter of the picture: without a graphics card each costs its pixels. */
const [width, height] = (/^--size=(\d+)x(\d+)$/.exec(process.argv.find((word) => word.startsWith('--size=')) ?? '')?.slice(1) ?? (quick ? [640, 360] : [1280, 720])).map(Number);
const size = { width, height };
const say = (line: string): void => void process.stderr.write(`${line}\n`);
/** A temperature: measured all over the city, averaged. */
const indicator = loadCatalogue().indicators.find(({ code }) => code === 'MW04')!;

say('building the page, the measured page and the city');
await runScript(['scripts/build.mjs', 'page']);
await runScript(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], { CHENGMAI_TARGET: 'globe' });
await runScript(['fixtures/city/build.ts', '--config', 'chengmai.config.json', '--out', '.city']);
const served = await serveBare('globe');
const { browser, pid } = await launchBrowser();
const open = async (): Promise<Page> => {
  const page = await browser.newPage({ viewport: size });
  page.on('pageerror', (error) => say(String(error)));
  await page.exposeFunction('drawingMs', () => 1000 * cpuSeconds(drawingProcess(pid)));
  const tools = await page.context().newCDPSession(page);
  // By the thread's own clock: what else the machine does is no cost of the page's.
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.exposeFunction('scriptMs', async () => 1000 * (await tools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration')!.value);
  await page.goto(served.url);
  await page.waitForSelector('[data-bench="ready"]', { state: 'attached' });
  return page;
};
const figures: Figure[] = [];
try {
  if (wants('frames')) figures.push(...(await frames({ open, indicator, rounds, pictures: 6, size, entities: 10_000, say })));
  if (wants('values')) figures.push(...(await values({ open, browserPid: pid, indicator, rounds, changes: quick ? 5 : 10, frames: quick ? 30 : 60, say })));
  if (wants('screen')) figures.push(...(await screen({ browser, browserPid: pid, quick, say })));
} finally {
  await browser.close();
  served.close();
}
printReport('globe', figures);
