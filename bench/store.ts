/**
 * The store's table: ingest, size, pictures, charts, retention and opening, each beside what it is compared with, in turn in the same run.
 * `--quick`: fewer sites and hours, smaller slices; its figures are for a look only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { random } from '#fixtures/city/plane/random.ts';
import { printReport, type Figure } from './report.ts';
import { readerBesideWriter } from './store/beside.ts';
import { buildDay, charts, randomFrames, retention } from './store/day.ts';
import { decodedFrames } from './store/decoded.ts';
import { ingestSlices } from './store/ingest.ts';
import { dragged, reopening, sizes } from './store/processes.ts';
import { MINUTE, START } from './store/world.ts';

const quick = process.argv.includes('--quick');
const SITES = quick ? 20_000 : 100_000;
const MINUTES = quick ? 6 * 60 : 24 * 60;
const [SLICES, SLICE] = quick ? [3, 1_000_000] : [5, 5_000_000];
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const folder = mkdtempSync(path.join(tmpdir(), 'chengmai-store-bench-'));
const pick = random(4, 'bench');
const figures: Figure[] = [];
try {
  const slices = { folder, sites: 100_000, slices: SLICES, size: SLICE, say };
  const normal = await ingestSlices('NORMAL', slices);
  const full = await ingestSlices('FULL', slices);
  full.rows.close();
  figures.push(...normal.figures, ...full.figures);
  rmSync(path.join(folder, 'rows-FULL.sqlite'));
  const day = await buildDay({ folder, sites: SITES, minutes: MINUTES, rowBytes: normal.rowBytes, say });
  figures.push(...day.figures);
  figures.push(...decodedFrames(100_000, quick ? 200 : 1000, pick));
  say('frames at random instants');
  figures.push(...(await randomFrames(day, quick ? 60 : 240, pick)));
  say('a hand on the timeline');
  figures.push(...dragged(day.store.file, SITES, MINUTES, quick ? 1 : 5));
  say('charts');
  figures.push(...(await charts(day, quick ? 12 : 40, pick)));
  day.duck.close();
  figures.push(...retention(day, normal.rows, normal.times, say));
  normal.rows.close();
  say('a reader beside the writer');
  figures.push(...(await readerBesideWriter(day.store, SITES, MINUTES, quick ? 3 : 10)));
  const { file } = day.store;
  day.store.close();
  say('killing writers');
  figures.push(...(await reopening(file, SITES, START + (MINUTES + 60) * MINUTE, quick ? 2 : 5)));
  say('a million sites');
  figures.push(...sizes(folder, 100_000, 1_000_000, quick ? 4 : 8, quick ? 1 : 3));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printReport('store', figures);
