/** What a picture costs while the camera moves: with the field, with points, and without; beside Cesium alone and what others draw heat and points with. */
import type { Indicator } from '#contract/catalogue.ts';
import type { Page } from 'playwright';
import { median, type Figure } from '../report.ts';
import type { OnCesium, OnTwin } from './page/subject.ts';

/** Milliseconds a picture: of the drawing process' processors, the same with its share of what comes at rest, on the wall, of the page's thread. */
interface Cost { cpu: number; whole: number; wall: number; script: number }
type Costs = Record<keyof Cost, number[]>;

export interface FramesOptions {
  /** Opens the page that is measured. */
  open(): Promise<Page>;
  indicator: Indicator;
  rounds: number;
  /** Pictures of one movement. */
  pictures: number;
  size: { width: number; height: number };
  /** Entities that Cesium is asked to bear. */
  entities: number;
  say(line: string): void;
}

/** Of a way that costs seconds a picture fewer do. */
const MOST_OF_HEATMAPS = 3;

const TWIN: Record<string, OnTwin> = {
  bare: null, field: { form: 'heat', sites: 100_000 }, million: { form: 'heat', sites: 1_000_000 }, points: { form: 'points', sites: 100_000 },
};

export async function frames({ open, indicator, rounds, pictures: many, size, entities, say }: FramesOptions): Promise<Figure[]> {
  const CESIUM: Record<string, OnCesium> = {
    alone: null, heat2048: { way: 'heatmap', sites: 100_000, texture: 2048 }, heat512: { way: 'heatmap', sites: 100_000, texture: 512 },
    primitives: { way: 'primitives', sites: 100_000 }, entities: { way: 'entities', sites: entities },
  };
  const costs: Record<string, Costs> = {};
  const measure = async (page: Page, name: string): Promise<void> => {
    const pictures = name.startsWith('heat') ? Math.min(MOST_OF_HEATMAPS, many) : many;
    // Tiles of the way and shaders are there before anything counts.
    if (!costs[name]) await page.evaluate((count) => window.bench.move(count), pictures);
    const { times, scriptMs, drawingMs, restMs } = await page.evaluate((count) => window.bench.move(count), pictures);
    const kept = (costs[name] ??= { cpu: [], whole: [], wall: [], script: [] });
    kept.cpu.push(drawingMs);
    kept.whole.push(drawingMs + restMs / pictures);
    kept.wall.push(median(times));
    kept.script.push(scriptMs);
    say(`${name}: ${drawingMs.toFixed(0)} CPU-ms (${restMs.toFixed(0)} at rest), ${kept.wall.at(-1)!.toFixed(0)} ms, script ${kept.script.at(-1)!.toFixed(1)} CPU-ms a picture`);
  };

  const twin = await open();
  await twin.evaluate((one) => window.bench.startTwin(one), indicator);
  const cesium = await open();
  await cesium.evaluate(() => window.bench.startCesium());
  for (let round = 0; round < rounds; round++) {
    await twin.bringToFront();
    for (const [name, on] of Object.entries(TWIN)) {
      await twin.evaluate((what) => window.bench.layOnTwin(what), on);
      await measure(twin, name);
    }
    await cesium.bringToFront();
    for (const [name, on] of Object.entries(CESIUM)) {
      await cesium.evaluate((what) => window.bench.layOnCesium(what), on);
      await measure(cesium, name);
    }
  }
  await twin.close();
  await cesium.close();
  return figuresOf(costs, entities, `${size.width} × ${size.height}`);
}

const beside = (name: string, value: number, unit: string, besideName: string, besideValue: number, most: number | null): Figure => ({
  name, value, unit, beside: besideName, besideValue, ratio: value / besideValue, aim: most === null ? 'measured' : `≤ ${most} ×`, met: most === null ? null : value / besideValue <= most,
});

const cheaper = (name: string, value: number, besideName: string, besideValue: number, least: number): Figure =>
  ({ name, value, unit: 'CPU-ms a picture, added', beside: besideName, besideValue, ratio: besideValue / value, aim: `≥ ${least} × cheaper`, met: besideValue / value >= least });

function figuresOf(costs: Record<string, Costs>, entities: number, size: string): Figure[] {
  const of = (name: string, kind: keyof Cost): number => median(costs[name][kind]);
  /** What a way adds to a picture of what it lies on, what comes at rest included: processors' and page's thread together. Below a hundredth of the picture nothing can be told. */
  const added = (name: string, base: string): number => {
    const more = costs[name].whole.map((whole, k) => whole + costs[name].script[k] - costs[base].whole[k] - costs[base].script[k]);
    return Math.max(median(more), of(base, 'cpu') / 100);
  };
  const field = added('field', 'bare');
  const points = added('points', 'bare');
  return [
    beside(`frame of ${size} while the camera moves, field of 100,000 sites`, of('field', 'cpu'), 'CPU-ms of the drawing process', 'the same twin, no overlay', of('bare', 'cpu'), 1.3),
    beside('the same on the wall', of('field', 'wall'), 'ms', 'the same twin, no overlay', of('bare', 'wall'), null),
    beside('the same beside Cesium alone: ground, roads, light, haze and names on top', of('field', 'cpu'), 'CPU-ms of the drawing process', 'Cesium alone, same buildings, as many pixels', of('alone', 'cpu'), null),
    beside('the same, field of 1,000,000 sites', of('million', 'cpu'), 'CPU-ms of the drawing process', 'the field of 100,000', of('field', 'cpu'), 1.05),
    beside('the same on the wall, field of 1,000,000 sites', of('million', 'wall'), 'ms', 'the field of 100,000', of('field', 'wall'), null),
    cheaper('our field while the camera moves', field, 'HeatmapLayer, 100,000 points, texture 2048 (default)', added('heat2048', 'alone'), 5),
    cheaper('our field while the camera moves', field, 'HeatmapLayer, 100,000 points, texture 512', added('heat512', 'alone'), 5),
    cheaper('points of 100,000 sites while the camera moves', points, 'PointPrimitiveCollection, 100,000', added('primitives', 'alone'), 1),
    cheaper('points of 100,000 sites while the camera moves, of each site', points / 100, `Entities, ${entities}, of each`, added('entities', 'alone') / (entities / 1000), 10),
    beside('page’s JavaScript per animation frame, camera moving, field of 100,000 sites', of('field', 'script'), 'CPU-ms', 'Cesium alone', of('alone', 'script'), 1.5),
  ];
}
