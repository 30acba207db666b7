/**
 * The first-light table: how long until a person sees data on the city, what an idle screen costs, how late a value is,
 * and what the host keeps in memory. `--quick` does one round of each.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { cpuSeconds, pageProcesses, processTree, residentMiB } from './processes.ts';
import { median, percentile, printReport, type Figure } from './report.ts';
import { launchBrowser, runScript, serveBare, serveProduct } from './screen.ts';

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 1 : 5;
const IDLE_SECONDS = quick ? 10 : 60;
const VIEWPORT = { width: 1280, height: 720 };
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Milliseconds from navigation to the latest of the marks, in a browser context with nothing cached. */
async function timeToMarks(browser: Browser, url: string, marks: string[]): Promise<number> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  const time = await page.waitForFunction(
    (names) => {
      const found = names.map((name) => performance.getEntriesByName(name)[0]?.startTime);
      return found.every((at) => at !== undefined) ? Math.max(...(found as number[])) : null;
    },
    marks,
    { timeout: 180_000 },
  );
  const value = (await time.jsonValue()) as number;
  await context.close();
  return value;
}

/** Share of a core that the page's processes use while nobody touches it. */
async function idleShare(browserPid: number): Promise<number> {
  const sum = (): number => pageProcesses(browserPid).reduce((total, pid) => total + cpuSeconds(pid), 0);
  const before = sum();
  const started = performance.now();
  await pause(IDLE_SECONDS * 1000);
  return (sum() - before) / ((performance.now() - started) / 1000);
}

/** Notes, in the page, how old each live frame's newest value was when the frame came out of the socket. */
function recordDelays(): void {
  const delays: number[] = [];
  (window as unknown as { delays: number[] }).delays = delays;
  const Native = WebSocket;
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        const now = Date.now();
        if (!(data instanceof ArrayBuffer)) return;
        const length = new DataView(data).getUint32(4, true);
        const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 8, length))) as { kind: string; arrived: number };
        if (header.kind === 'frame' && header.arrived > 0) delays.push(now - header.arrived);
      });
    }
  };
}

const until = (page: Page, selector: string): Promise<unknown> => page.waitForSelector(selector, { state: 'attached', timeout: 240_000 });

say('building the page, the bare page and the city');
await runScript(['scripts/build.mjs', 'page']);
await runScript(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], { CHENGMAI_TARGET: 'bare' });
await runScript(['fixtures/city/build.ts', '--config', 'chengmai.config.json', '--out', '.city']);
const host = await serveProduct();
const bare = await serveBare();
const { browser, pid: browserPid } = await launchBrowser();
const figures: Figure[] = [];
try {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.addInitScript(recordDelays);
  await page.goto(host.url);
  await until(page, '[data-city="ready"]');
  const filled = performance.now();
  await until(page, '[data-history="1"]');
  say(`24 h filled ${((performance.now() - filled) / 1000).toFixed(0)} s after the city was on screen`);
  const hostTree = processTree(host.pid);
  const memory = residentMiB(host.pid);

  say(`idle, ${IDLE_SECONDS} s each`);
  await pause(15_000);
  // What arrived while the past was still being filled is no measure of a running day.
  await page.evaluate(() => void ((window as unknown as { delays: number[] }).delays.length = 0));
  const flowing = await idleShare(browserPid);
  const delays = await page.evaluate(() => (window as unknown as { delays: number[] }).delays);
  await page.keyboard.press('Space');
  await until(page, '[data-mode="replay"]');
  await pause(15_000);
  const paused = await idleShare(browserPid);
  await page.close();

  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await timeToMarks(browser, bare.url, ['bare:city-ready']));
    ours.push(await timeToMarks(browser, host.url, ['chengmai:first-data-frame', 'chengmai:city-ready']));
    say(`round ${round + 1}: ours ${ours.at(-1)!.toFixed(0)} ms, bare ${theirs.at(-1)!.toFixed(0)} ms`);
  }
  const ratio = median(ours) / median(theirs);
  const p95 = delays.length > 0 ? percentile(delays, 0.95) : null;
  const alone = { beside: null, besideValue: null, ratio: null };
  figures.push(
    { name: 'navigation to first frame with data and root tiles', value: median(ours), unit: 'ms', beside: 'bare Cesium, same tileset', besideValue: median(theirs), ratio, aim: '≤ 1.5 ×', met: ratio <= 1.5 },
    { name: 'idle, feed flowing', value: flowing * 100, unit: '% of a core', ...alone, aim: '< 8 %', met: flowing < 0.08 },
    { name: 'idle, paused', value: paused * 100, unit: '% of a core', ...alone, aim: '< 3 %', met: paused < 0.03 },
    { name: `values arrive to frame in the page, p95 of ${delays.length}`, value: p95, unit: 'ms', ...alone, aim: '≤ 250 ms', met: p95 !== null && p95 <= 250 },
    { name: 'host memory, 100,000 sites and 24 h', value: memory, unit: 'MiB resident', beside: `demonstration backend (${hostTree.length - 1} child)`, besideValue: hostTree[1] ? residentMiB(hostTree[1]) : null, ratio: null, aim: 'measured', met: null },
  );
} finally {
  await browser.close();
  bare.close();
  await host.close();
}
printReport('first-light', figures);
