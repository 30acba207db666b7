/** The real page with a real host and a day of 100,000 sites: what it costs while nobody touches it, and whether its memory grows under many hands. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright';
import { cpuSeconds, drawingProcess, pageProcesses, residentMiB } from '../processes.ts';
import type { Figure } from '../report.ts';
import { serveProduct } from '../screen.ts';

export interface ScreenOptions { browser: Browser; browserPid: number; quick: boolean; say(line: string): void }

/** Smaller than elsewhere: without a graphics card thousands of pictures take their time. */
const VIEWPORT = { width: 960, height: 540 };
const until = (page: Page, selector: string): Promise<unknown> => page.waitForSelector(selector, { state: 'attached', timeout: 300_000 });

/** MiB: what scripts hold in the page after their garbage is collected, buffers among it; and resident, of the page's processes. */
interface Memory { held: number; page: number; drawing: number }

export async function screen({ browser, browserPid, quick, say }: ScreenOptions): Promise<Figure[]> {
  const [switches, frames, idleSeconds] = quick ? [40, 300, 5] : [1000, 10_000, 60];
  const host = await serveProduct();
  const page = await browser.newPage({ viewport: VIEWPORT });
  const tools = await page.context().newCDPSession(page);
  try {
    await page.goto(host.url);
    await until(page, '[data-city="ready"]');
    if (!quick) await until(page, '[data-history="1"]');
    await page.keyboard.press('Space');
    await until(page, '[data-mode="replay"]');
    await pause(15_000);
    const idle = await idleShare(browserPid, idleSeconds);
    say(`idle: ${(100 * idle).toFixed(2)} % of a core`);

    const listed = await page.locator('[data-testid^="indicator-"]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-testid')!.slice('indicator-'.length)));
    // Every indicator once, and a hand once over its way: whatever the page keeps on purpose is there before anything counts.
    const codes = await choose(page, listed, listed.length + 1);
    say(`${codes.length} of ${listed.length} indicators have something to show; not ${listed.filter((code) => !codes.includes(code)).join(', ') || 'none'}`);
    await drag(page, quick ? 60 : 1000);
    const before = await memoryOf(tools, browserPid);
    say(`memory before: ${told(before)}`);
    await choose(page, codes, switches);
    say(`memory after ${switches} switches: ${told(await memoryOf(tools, browserPid))}`);
    await choose(page, codes.slice(0, 1), 1);
    await drag(page, frames);
    const after = await memoryOf(tools, browserPid);
    say(`memory after ${frames} frames: ${told(after)}`);
    const growth = (part: keyof Memory): number => 100 * (after[part] / before[part] - 1);
    const grown = (name: string, part: keyof Memory, counts: boolean): Figure => ({
      name: `memory after ${switches} indicator switches and ${frames} scrub frames, picture of ${VIEWPORT.width} × ${VIEWPORT.height}: growth of what ${name}`, value: growth(part), unit: '%',
      beside: 'MiB before, every indicator seen once', besideValue: before[part], ratio: after[part] / before[part], aim: counts ? '< 5 %' : 'measured', met: counts ? growth(part) < 5 : null,
    });
    return [
      { name: 'idle, camera still, replay held', value: 100 * idle, unit: '% of a core', beside: null, besideValue: null, ratio: null, aim: '< 3 %', met: idle < 0.03 },
      grown('scripts hold after collection', 'held', true), grown('is resident of the page', 'page', false), grown('is resident of the drawing process', 'drawing', false),
    ];
  } finally {
    await page.close();
    await host.close();
  }
}

const told = ({ held, page, drawing }: Memory): string => `held ${held.toFixed(1)}, page ${page.toFixed(0)}, drawing ${drawing.toFixed(0)} MiB`;

/** Share of a core that the page's processes use while nobody touches it. */
async function idleShare(browserPid: number, seconds: number): Promise<number> {
  const sum = (): number => pageProcesses(browserPid).reduce((total, pid) => total + cpuSeconds(pid), 0);
  const [before, began] = [sum(), performance.now()];
  await pause(seconds * 1000);
  return (sum() - before) / ((performance.now() - began) / 1000);
}

async function memoryOf(tools: CDPSession, browserPid: number): Promise<Memory> {
  // What is freed in one round frees more in the next.
  for (let round = 0; round < 3; round++) await tools.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await tools.send('Runtime.getHeapUsage')) as unknown as Record<string, number>;
  const drawing = drawingProcess(browserPid);
  return {
    held: (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20,
    page: Math.max(...pageProcesses(browserPid).filter((pid) => pid !== drawing).map(residentMiB)), drawing: residentMiB(drawing),
  };
}

/** Chooses one indicator after the other, each until it is on the screen; those that came there. What has nothing to show does not come. */
async function choose(page: Page, codes: readonly string[], times: number): Promise<string[]> {
  return page.evaluate(async ([all, many]) => {
    const came = new Set<string>();
    for (let k = 0; k < many; k++) {
      const code = all[k % all.length];
      const row = document.querySelector<HTMLElement>(`[data-testid="indicator-${code}"]`)!;
      const isThere = (): boolean => document.documentElement.dataset['frameA']?.startsWith(code) === true;
      if (row.getAttribute('aria-pressed') !== 'true') {
        row.click();
        await new Promise<void>((resolve) => {
          const watch = new MutationObserver(() => isThere() && end());
          const late = setTimeout(() => end(), 10_000);
          const end = (): void => {
            watch.disconnect();
            clearTimeout(late);
            resolve();
          };
          watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-frame-a'] });
        });
      }
      if (isThere()) came.add(code);
    }
    return [...came];
  }, [codes, times] as const);
}

/** A hand takes hold of the timeline and goes to and fro until so many frames were on the screen. */
async function drag(page: Page, frames: number): Promise<void> {
  const { x, y, width } = (await page.getByTestId('timeline').boundingBox())!;
  await page.evaluate(() => {
    const counted = window as unknown as { framesSeen: number };
    counted.framesSeen = 0;
    new MutationObserver(() => counted.framesSeen++).observe(document.documentElement, { attributes: true, attributeFilter: ['data-frame-a'] });
  });
  const seen = (): Promise<number> => page.evaluate(() => (window as unknown as { framesSeen: number }).framesSeen);
  const [left, right, row] = [x + width * 0.3, x + width - 60, y + 60];
  await page.mouse.move(right, row);
  await page.mouse.down();
  for (let to = left; (await seen()) < frames; to = to === left ? right : left) await page.mouse.move(to, row, { steps: 200 });
  await page.mouse.up();
}
