/**
 * npm run gallery [readme] [timeline] [heights] [landmarks] [context] [storm]: takes the pictures of README and docs/gallery.md anew, all or some kinds of them, from the
 * built city, and writes that page. About half an hour without a graphics card.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright';
import { CITIES, ROOT } from '../harness/configuration.ts';
import { serveHost } from '../harness/host.ts';
import type { Language } from '../../renderer/globe/types.ts';
import { openBrowser, openDesk, hashOf, type Desk } from './photographer.ts';
import { recordWeeks } from './longRun.ts';
import { recordStorm, STORM_MOMENTS } from './stormRun.ts';
import { HEIGHTS, landmarkViews, towards } from './views.ts';

interface Layer { id: string; zh: string; en: string; note: { zh: string; en: string }; privacy: string; provenance: string; count: number; form: string }

const PICTURES = path.join(ROOT, 'docs/images/gallery');
const LOOKS = ['day', 'dark'] as const;
const LANGUAGES = ['zh', 'en'] as const;
const LANDMARK_SIZE = { width: 820, height: 560 };
const kinds = process.argv.slice(2);
const wants = (kind: string): boolean => kinds.length === 0 || kinds.includes(kind);
const fileOf = (name: string): string => path.join(PICTURES, `${name}.jpg`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const { layers } = JSON.parse(readFileSync(path.join(CITIES, 'shanghai/context.json'), 'utf8')) as { layers: Layer[] };

async function shoot(name: string, desk: Desk): Promise<void> {
  say(name);
  await desk.take(path.join(PICTURES, '..', `${name}.jpg`), 'screen');
}

/** What README opens with: the centre with values on it, the whole city in the other language, the network cut. */
async function readme(browser: Browser): Promise<void> {
  const host = await serveHost({ change: (config) => void (config.demonstration.sites = 100_000) });
  const open = (language: Language, hash?: string): Promise<Desk> => openDesk(browser, { url: host.url, language, look: 'dark', width: 1600, height: 900, ...(hash !== undefined && { hash }) });
  const desk = await open('zh');
  await desk.page.waitForSelector('html[data-history="1"]');
  await shoot('city-zh', desk);
  const whole = await open('en', hashOf(HEIGHTS[0]!.view));
  await whole.page.getByRole('searchbox').fill('EU04');
  await whole.page.getByTestId('indicator-EU04').click();
  await whole.page.getByRole('searchbox').fill('');
  await whole.page.waitForFunction(() => document.documentElement.dataset.frameA?.startsWith('EU04'));
  await shoot('whole-en', whole);
  await whole.close();
  await desk.page.getByTestId('feeds').click();
  await desk.page.getByTestId('network-switch').click();
  await desk.page.waitForSelector('html[data-network="cut"]');
  await desk.page.getByTestId('feeds').click();
  await shoot('cut-zh', desk);
  await desk.close();
  await host.close();
}

/** The timeline over three weeks: an outage, changes of level, history that is thinned in two steps. */
async function timeline(browser: Browser): Promise<void> {
  say('recording three weeks');
  const host = await serveHost({ change: recordWeeks });
  const desk = await openDesk(browser, { url: host.url, language: 'zh', look: 'dark', width: 1600, height: 900 });
  await desk.page.getByRole('searchbox').fill('MW01');
  await desk.page.getByTestId('indicator-MW01').click();
  await desk.page.waitForFunction(() => document.documentElement.dataset.frameA?.startsWith('MW01'));
  await desk.page.getByTestId('globe').hover();
  // Thirty days, a little nearer.
  for (const key of ['Shift+Digit6', '+']) await desk.page.keyboard.press(key);
  await desk.page.waitForSelector('[data-testid="timeline"][data-steps*="thinned 3600"][data-steps*="thinned 900"]:not([data-moments="0"])');
  say('timeline-zh');
  await desk.takeOf('.timeline', path.join(PICTURES, '..', 'timeline-zh.png'));
  await desk.close();
  await host.close();
}

async function heights(browser: Browser, url: string): Promise<void> {
  for (const look of LOOKS) {
    for (const language of LANGUAGES) {
      const desk = await openDesk(browser, { url, language, look, width: 1280, height: 720, hash: hashOf(HEIGHTS[0]!.view) });
      await desk.page.getByTestId('legend-a').getByRole('button').first().click();
      for (const { id, view } of HEIGHTS) {
        say(`${id}, ${look}, ${language}`);
        await desk.look(view);
        await desk.take(fileOf(`${id}-${look}-${language}`), 'screen');
      }
      await desk.close();
    }
  }
}

async function landmarks(browser: Browser, url: string): Promise<void> {
  const views = landmarkViews();
  const desk = await openDesk(browser, { url, language: 'zh', look: 'day', ...LANDMARK_SIZE, hash: hashOf(views[0]!.view) });
  await desk.bare();
  for (const { id, view } of views) {
    say(id);
    await desk.look(view);
    await desk.take(fileOf(`landmark-${id}`), 'map');
  }
  await desk.close();
}

async function context(browser: Browser, url: string): Promise<void> {
  const near = towards(121.4735, 31.2305, 0, 2600, 0, -50);
  const middle = towards(121.4735, 31.2305, 0, 11_000, 0, -55);
  const far = towards(121.46, 31.2, 0, 60_000, 0, -60);
  for (const { id, form, count } of layers) {
    say(id);
    const view = form === 'area' || count < 200 ? far : count < 1300 ? middle : near;
    const desk = await openDesk(browser, { url, language: 'zh', look: 'dark', ...LANDMARK_SIZE, context: { run: 'live', city: 'shanghai', on: [id] }, hash: hashOf(view) });
    await desk.page.waitForSelector(`html[data-context="${id}:there"]`);
    await desk.bare();
    await desk.take(fileOf(`context-${id}`), 'map');
    await desk.close();
  }
}

async function storm(browser: Browser): Promise<void> {
  say('recording the storm');
  const host = await serveHost({ change: recordStorm });
  const view = towards(121.472, 31.225, 0, 24_000, 0, -55);
  const desk = await openDesk(browser, { url: host.url, language: 'zh', look: 'dark', width: 1280, height: 720, hash: hashOf(view, STORM_MOMENTS[0]!.at) });
  for (const { id, at, indicator } of STORM_MOMENTS) {
    say(id);
    await desk.page.getByRole('searchbox').fill(indicator);
    await desk.page.getByTestId(`indicator-${indicator}`).click();
    await desk.look(view, at);
    await desk.page.waitForFunction(([code, instant]) => document.documentElement.dataset.frameA?.startsWith(code!) && document.documentElement.dataset.frameA.includes(instant!), [indicator, new Date(at).toISOString().slice(0, 16)]);
    await desk.take(fileOf(`storm-${id}`), 'screen');
  }
  await desk.close();
  await host.close();
}

const image = (name: string, alt: string): string => `![${alt}](images/gallery/${name}.jpg)`;

/** A table without headings. */
function rows(cells: string[], columns: number): string {
  const lines: string[] = [`| ${Array<string>(columns).fill(' ').join(' | ')} |`, `|${' --- |'.repeat(columns)}`];
  for (let k = 0; k < cells.length; k += columns) lines.push(`| ${Array.from({ length: columns }, (_, i) => cells[k + i] ?? '').join(' | ')} |`);
  return lines.join('\n');
}

function page(): string {
  const heightRows = HEIGHTS.flatMap(({ id, zh, en }) => LOOKS.flatMap((look) => LANGUAGES.map((language) => `${image(`${id}-${look}-${language}`, `${en}, ${look}, ${language}`)}<br>${language === 'zh' ? zh : en}, ${look}`)));
  return [
    '# Gallery', '',
    'The demonstration city as the product draws it: generated around real facts, see [demonstration.md](demonstration.md). Taken by `npm run gallery`, in',
    'software rendering; a graphics card draws the same with smooth edges.', '',
    '## Four heights, by day and in the dark, in both languages', rows(heightRows, 4), '',
    '## Landmarks', 'Schematic: shapes set by hand at their published heights.', '', rows(landmarkViews().map(({ id, zh, en }) => `${image(`landmark-${id}`, en)}<br>${zh}<br>${en}`), 4), '',
    '## Context layers', 'All generated.', '', rows(layers.map(({ id, zh, en, privacy, count }) => `${image(`context-${id}`, en)}<br>${zh} ${en}<br>${count}, ${privacy}`), 3), '',
    '## One storm at five moments', 'The cloudburst of 15 July 2026, generated, told from its run file.', '',
    rows(STORM_MOMENTS.map(({ id, zh, en }) => `${image(`storm-${id}`, en)}<br>${zh}<br>${en}`), 2), '',
  ].join('\n');
}

mkdirSync(PICTURES, { recursive: true });
const browser = await openBrowser();
try {
  if (['heights', 'landmarks', 'context'].some(wants)) {
    const host = await serveHost();
    if (wants('heights')) await heights(browser, host.url);
    if (wants('landmarks')) await landmarks(browser, host.url);
    if (wants('context')) await context(browser, host.url);
    await host.close();
  }
  if (wants('readme')) await readme(browser);
  if (wants('timeline')) await timeline(browser);
  if (wants('storm')) await storm(browser);
} finally {
  await browser.close();
}
writeFileSync(path.join(ROOT, 'docs/gallery.md'), page());
