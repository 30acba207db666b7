/** Three weeks as a run of its own: the newest days as they came, before that thinned, with an outage and with storms. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { composeDays } from '#fixtures/days/batches.ts';
import { DAY, dayNumber, MINUTE } from '#fixtures/days/calendar/cityTime.ts';
import { stormOfDay } from '#fixtures/days/storm/storm.ts';
import { storeRange } from '#fixtures/days/storeRange.ts';
import { readTerrain } from '#fixtures/days/terrain.ts';
import { loadCatalogue } from '#host/catalogue/catalogue.ts';
import { openStore } from '#host/store/openStore.ts';
import { CITIES } from '../harness/configuration.ts';

const SEED = 1;
const SITES = 1500;
/** The end of a day on which there was a storm. */
const TO = Math.ceil(stormOfDay(SEED, dayNumber('2026-07-15')).to / DAY) * DAY;
const FROM = TO - 21 * DAY;
const OUTAGE = { from: TO - 3.6 * DAY, to: TO - 3.1 * DAY };
/** Of what came every five minutes, what is kept when it is older. */
const KEPT = [{ stepMs: 15 * MINUTE, before: TO - 5 * DAY }, { stepMs: 60 * MINUTE, before: TO - 12 * DAY }];

/** Changes a host's configuration: one run, read from a file that is written here. */
export function recordWeeks(config: Record<string, any>): void {
  mkdirSync(config.data as string, { recursive: true });
  const catalogue = loadCatalogue();
  const store = openStore(path.join(config.data as string, 'weeks.sqlite'));
  const days = composeDays(readTerrain(path.join(CITIES, 'shanghai')), catalogue, SEED, SITES);
  for (const range of [{ from: FROM, to: OUTAGE.from }, { from: OUTAGE.to, to: TO }]) storeRange(store, catalogue, days, { ...range, stepMs: 5 * MINUTE });
  for (let more = true; more;) {
    const work = store.upkeep({ mergeBefore: TO, dropBefore: null, thin: KEPT });
    let piece = work.next();
    while (!piece.done) piece = work.next();
    more = piece.value;
  }
  store.close();
  delete config.demonstration;
  config.runs = [{
    ...config.runs[0], id: 'weeks', clock: 'data', title: { zh: '三周历史（演示）', en: 'Three weeks (demonstration)' }, feeds: [],
    window: { from: new Date(FROM).toISOString(), to: new Date(TO).toISOString() },
  }];
}
