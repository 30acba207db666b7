/** Opens the workstation as a person would and takes its picture when nothing moves in it any more. */
import { writeFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import type { CameraView, Language } from '../../renderer/globe/types.ts';
import type { LookId } from '../../renderer/globe/looks/registry.ts';
import { chromiumExecutable, CHROMIUM_FLAGS } from '../harness/chromium.ts';

export interface Desk {
  page: Page;
  /** Takes everything off the map that is not the map. */
  bare(): Promise<void>;
  look(view: CameraView, at?: number): Promise<void>;
  /** The whole screen, or the map alone, as a JPEG file. */
  take(file: string, part: 'screen' | 'map'): Promise<void>;
  /** One part of the screen, when it does not change any more, as a PNG file. */
  takeOf(selector: string, file: string): Promise<void>;
  close(): Promise<void>;
}

export interface DeskOptions {
  url: string;
  language: Language;
  look: LookId;
  width: number;
  height: number;
  /** Ids of context layers that are on, and of which run and city. */
  context?: { run: string; city: string; on: string[] };
  /** What the first address says beside its "#". */
  hash?: string;
}

interface Area { x: number; y: number; width: number; height: number }

const LOOKS_ALIKE = 3;
const LONGEST_MS = 120_000;
const QUALITY = 82;

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumExecutable();
  return chromium.launch({ args: CHROMIUM_FLAGS, ...(executablePath && { executablePath }) });
}

export const hashOf = ({ lon, lat, height, heading, pitch }: CameraView, at?: number): string =>
  `#view=${[lon, lat].map((degrees) => degrees.toFixed(6)).join()},${height.toFixed(1)},${heading},${pitch}${at === undefined ? '' : `&at=${new Date(at).toISOString()}`}`;

/** Resolves when the city is on the screen. */
export async function openDesk(browser: Browser, { url, language, look, width, height, context: kept, hash = '' }: DeskOptions): Promise<Desk> {
  const context: BrowserContext = await browser.newContext({ viewport: { width, height }, locale: language === 'zh' ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai' });
  await context.addInitScript(([look_, key, value]) => {
    localStorage.setItem('chengmai:look', look_!);
    if (key) localStorage.setItem(key, value!);
  }, [look, kept ? `chengmai:context:${kept.run}:${kept.city}` : '', JSON.stringify({ on: kept?.on ?? [], without: [] })]);
  const page = await context.newPage();
  await page.goto(`${url}/${hash}`);
  await page.waitForSelector('html[data-city="ready"]', { timeout: LONGEST_MS });
  const area = async (part: 'screen' | 'map') => (part === 'map' ? (await page.getByTestId('globe').boundingBox())! : { x: 0, y: 0, width, height });

  /** What ticks outside the map, or outside that area of the screen, is no reason to wait. */
  const still = async (clip?: Area): Promise<Uint8Array> => {
    const at = clip ?? (await area('map'));
    const until = Date.now() + LONGEST_MS;
    let [last, alike]: [Uint8Array, number] = [new Uint8Array(), 0];
    while (alike < LOOKS_ALIKE && Date.now() < until) {
      await page.waitForTimeout(400);
      const now = await page.screenshot({ clip: at, type: 'png' });
      alike = now.equals(last) ? alike + 1 : 0;
      last = now;
    }
    return last;
  };
  return {
    page,
    async bare() {
      await page.getByTestId('legend-a').getByRole('button').first().click();
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('.twin > :not([data-testid="globe"]) { display: none }');
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      });
    },
    look: async (view, at) => page.evaluate((to) => { location.hash = to; }, hashOf(view, at)),
    async take(file, part) {
      await still();
      await page.screenshot({ path: file, clip: await area(part), type: 'jpeg', quality: QUALITY });
    },
    async takeOf(selector, file) {
      writeFileSync(file, await still((await page.locator(selector).boundingBox())!));
    },
    close: () => context.close(),
  };
}
