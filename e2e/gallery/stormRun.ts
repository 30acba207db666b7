/** A recorded afternoon with a cloudburst, as a run of its own: the host is given nothing but its file. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { composeDays } from '#fixtures/days/batches.ts';
import { dayNumber, HOUR, MINUTE } from '#fixtures/days/calendar/cityTime.ts';
import { stormOfDay } from '#fixtures/days/storm/storm.ts';
import { storeRange } from '#fixtures/days/storeRange.ts';
import { readTerrain } from '#fixtures/days/terrain.ts';
import { loadCatalogue } from '#host/catalogue/catalogue.ts';
import { openStore } from '#host/store/openStore.ts';
import { CITIES } from '../harness/configuration.ts';

const SEED = 1;
const SITES = 60_000;
/** A day whose own storm is a cloudburst. */
const { from } = stormOfDay(SEED, dayNumber('2026-07-15'));

const moment = (minutes: number, indicator: string, zh: string, en: string): { id: string; at: number; indicator: string; zh: string; en: string } =>
  ({ id: `${indicator}-${minutes}`, at: from + minutes * MINUTE, indicator, zh: `开始后 ${minutes} 分钟：${zh}`, en: `${minutes} minutes in: ${en}` });

export const STORM_MOMENTS = [
  moment(45, 'MW01', '降雨', 'rain'),
  moment(80, 'MW06', '下立交积水', 'water in underpasses'),
  moment(105, 'MW07', '道路积水', 'water on roads'),
  moment(130, 'EU03', '停电', 'power cuts'),
  moment(165, 'LI01', '12345 来电', 'calls to 12345'),
];

/** Changes a host's configuration: one run, read from a file that is written here. */
export function recordStorm(config: Record<string, any>): void {
  mkdirSync(config.data as string, { recursive: true });
  const catalogue = loadCatalogue();
  const range = { from: from - 2 * HOUR, to: from + 5 * HOUR };
  const store = openStore(path.join(config.data as string, 'storm.sqlite'));
  storeRange(store, catalogue, composeDays(readTerrain(path.join(CITIES, 'shanghai')), catalogue, SEED, SITES), { ...range, stepMs: 5 * MINUTE });
  store.close();
  delete config.demonstration;
  config.runs = [{
    ...config.runs[0], id: 'storm', clock: 'data', title: { zh: '2026年7月15日强对流（演示）', en: 'Cloudburst of 15 July 2026 (demonstration)' }, feeds: [],
    window: { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() },
  }];
}
