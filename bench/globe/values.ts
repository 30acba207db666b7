/** What new values cost: all of 100,000 sites at once, and frame by frame under a hand. */
import type { Indicator } from '#contract/catalogue.ts';
import type { Page } from 'playwright';
import { pageProcesses, threadSeconds } from '../processes.ts';
import { median, type Figure } from '../report.ts';
import type { Changed, OnTwin } from './page/subject.ts';

export interface ValuesOptions {
  open(): Promise<Page>;
  browserPid: number;
  indicator: Indicator;
  rounds: number;
  /** Changes of all values, and frames under the hand, a round. */
  changes: number;
  frames: number;
  say(line: string): void;
}

const FIELD: OnTwin = { form: 'heat', sites: 100_000 };
const POINTS: OnTwin = { form: 'points', sites: 100_000 };
/** So small that drawing costs next to nothing: what is left is the page's thread. */
const TINY = { width: 64, height: 36 };

export async function values({ open, browserPid, indicator, rounds, changes, frames, say }: ValuesOptions): Promise<Figure[]> {
  const page = await open();
  await page.evaluate((one) => window.bench.startTwin(one), indicator);
  const alone = { beside: null, besideValue: null, ratio: null };
  await page.evaluate((on) => window.bench.layOnTwin(on), FIELD);
  await page.evaluate(() => window.bench.change(3));
  const all: Changed[] = [];
  /** Of the heat worker alone, whatever else the machine does. */
  const workerSeconds = (): number => pageProcesses(browserPid).reduce((sum, pid) => sum + threadSeconds(pid, 'DedicatedWorker'), 0);
  const worked: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = workerSeconds();
    all.push(...(await page.evaluate((times) => window.bench.change(times), changes)));
    worked.push((1000 * (workerSeconds() - before)) / changes);
    say(`new values: worker ${worked.at(-1)!.toFixed(0)} CPU-ms, ${(['hand', 'take', 'paint', 'worker', 'upload'] as const).map((part) => `${part} ${median(all.map((one) => one[part])).toFixed(1)}`).join(', ')} ms`);
  }
  const of = (part: Exclude<keyof Changed, 'texels'>): number => median(all.map((one) => one[part]));
  const main = median(all.map(({ hand, take }) => hand + take));
  const { texels: [width, height] } = all[0];
  const [upload, worker] = [of('upload'), median(worked)];
  const where = `one field for the whole city, ${width} × ${height} texels of four floats, nothing of it new when the camera moves`;
  const figures: Figure[] = [
    { name: `new values for all 100,000 sites, main thread; ${where}`, value: main, unit: 'ms', beside: 'upload of a texture as large', besideValue: upload, ratio: main / upload, aim: '≤ 4 ms', met: main <= 4 },
    { name: 'the script of the picture after that', value: of('paint'), unit: 'ms', ...alone, aim: 'measured', met: null },
    { name: 'new values for all 100,000 sites, worker', value: worker, unit: 'CPU-ms', beside: 'from question to answer on the wall, ms', besideValue: of('worker'), ratio: null, aim: '≤ 60 ms', met: worker <= 60 },
  ];

  await page.setViewportSize(TINY);
  const tools = await page.context().newCDPSession(page);
  await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
  /** Seconds that the page's thread has worked. */
  const busy = async (): Promise<number> => (await tools.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')!.value;
  for (const [on, name] of [[FIELD, 'field'], [POINTS, 'points']] as const) {
    await page.evaluate((what) => window.bench.layOnTwin(what), on);
    await page.evaluate(() => window.bench.scrub(10));
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = await busy();
      await page.evaluate((many) => window.bench.scrub(many), frames);
      rates.push(frames / ((await busy()) - before));
      say(`scrubbing, ${name}: ${rates.at(-1)!.toFixed(0)} frames a second of the page’s thread`);
    }
    const value = median(rates);
    figures.push({ name: `scrubbing: frames of 100,000 sites applied, ${name}, picture of ${TINY.width} × ${TINY.height}`, value, unit: 'a second of the page’s thread', ...alone, aim: '≥ 120', met: value >= 120 });
  }
  await page.close();
  return figures;
}
