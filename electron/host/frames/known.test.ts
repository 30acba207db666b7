import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { runConfigSchema } from '../config.ts';
import { openRun } from '../openRun.ts';
import type { Run } from '../run.ts';
import { bareCity } from './areas.ts';
import { buildFrame } from './buildFrame.ts';
import { openSubjects, type Subjects } from './subjects.ts';

const NOW = 2000 * 86_400_000;
const catalogue = loadCatalogue();
let folder: string;
let run: Run;
let subjects: Subjects;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chengmai-known-'));
  const config = runConfigSchema.parse({ id: 'run', title: { zh: '', en: '' }, provenance: 'generated', city: 'none', feeds: [] });
  run = openRun({ config, dataDir: folder, catalogue, now: () => NOW, random: () => 0, log: () => undefined });
  subjects = openSubjects(run, catalogue, bareCity('none'), () => NOW);
  const site = { id: 'a', zh: '', en: '', lon: 0, lat: 0, district: 0, town: 0, halfSizeM: 0 };
  run.store.append({ feed: 'f', cursors: {}, known: NOW, batches: [], sites: ['MW06', 'PS01'].map((indicator) => ({ indicator, source: 's', sites: [site] })) });
});
afterEach(async () => {
  await run.close();
  rmSync(folder, { recursive: true });
});

const time = NOW - 3_600_000 + 4_321;

it('asks for what was known by that second, and says that the next may know more', () => {
  const stateAt = vi.spyOn(run.store, 'stateAt');
  const { validFrom, validUntil } = buildFrame(subjects, 'run', subjects.resolve('MW06'), { live: false, time, asKnown: true });
  expect(stateAt).toHaveBeenCalledWith('MW06', time, expect.any(Number), time - 321);
  expect([validFrom, validUntil]).toEqual([time - 321, time + 679]);
});

it('of people it asks for no finer moment than they are looked at', () => {
  const stateAt = vi.spyOn(run.store, 'stateAt');
  const { validFrom, validUntil } = buildFrame(subjects, 'run', subjects.resolve('PS01/city'), { live: false, time, asKnown: true });
  expect(stateAt).toHaveBeenCalledWith('PS01', time - 4_321, expect.any(Number), time - 4_321);
  expect(validUntil - validFrom).toBeLessThanOrEqual(10_000);
});

it('does not take one for the other', () => {
  const stateAt = vi.spyOn(run.store, 'stateAt');
  for (const asKnown of [false, true, false, true]) buildFrame(subjects, 'run', subjects.resolve('MW06'), { live: false, time, asKnown });
  expect(stateAt.mock.calls.map(([, , , knownAt]) => knownAt)).toEqual([undefined, time - 321, time - 321]);
});
