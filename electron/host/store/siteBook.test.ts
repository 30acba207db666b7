import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Site } from '#contract/observation.ts';
import { openReader } from './openReader.ts';
import { openStore } from './openStore.ts';
import type { RunStore } from './store.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'chengmai-sites-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const site = (i: number): Site => ({ id: `s${i}`, zh: `点${i}`, en: `Site ${i}`, lon: 121 + i / 7, lat: 31, district: 310_101, town: 310_101_002, halfSizeM: 0 });
const announce = (store: RunStore, sites: Site[]): void => store.append({ feed: 'f', cursors: {}, known: 0, sites: [{ indicator: 'MW06', source: 'here', sites }], batches: [] });
/** A closed file of ten sites, one of them changed behind the store's back. */
const changed = (sql: string): string => {
  const store = openStore(path.join(folder, 'live.sqlite'));
  announce(store, Array.from({ length: 10 }, (_, i) => site(i)));
  store.close();
  const db = new Database(store.file);
  expect(db.prepare(sql).run().changes).toBe(1);
  db.close();
  return store.file;
};

it.each(['lon = lon + 1e-9', "id = 's99'", "zh = '点33'", 'town = 310101003', 'sum = sum + 1'])('tells of a site that is not what was written (%s), keeps it off the map and the others as they are', (change) => {
  const file = changed(`UPDATE site SET ${change} WHERE dense = 3`);
  const told: string[] = [];
  for (const open of [openReader, openStore]) {
    const store = open(file, { damaged: (what: string) => told.push(what) });
    const { sites } = store.siteList('MW06');
    expect(sites).toHaveLength(10);
    expect(sites.filter((_, i) => i !== 3)).toStrictEqual([0, 1, 2, 4, 5, 6, 7, 8, 9].map(site));
    expect(sites[3]).toMatchObject({ id: 'damaged-3', lon: 0, lat: 0 });
    store.close();
  }
  expect(told).toStrictEqual(['site 3 of MW06', 'site 3 of MW06']);
  const again = openStore(file);
  announce(again, [site(3)]);
  expect(again.siteList('MW06').sites[10]).toStrictEqual(site(3));
  again.close();
});

it.each(["UPDATE indicator SET code = 'MW07'", 'UPDATE indicator SET span_ms = span_ms + 1', 'UPDATE indicator SET id = 2', 'UPDATE site SET dense = 12 WHERE dense = 9', 'UPDATE site SET indicator = 4 WHERE dense = 9'])('refuses by a sentence a file whose lists do not fit together: %s', (sql) => {
  const file = changed(sql);
  if (sql.includes('dense = 12')) new Database(file).exec('DELETE FROM site WHERE dense = 5').close();
  expect(() => openStore(file)).toThrow(expect.objectContaining({ code: 'unreadable', message: expect.stringMatching(/^live\.sqlite cannot be opened: its list of (sites|indicators) is damaged/) }));
});

it('seals a site as the file gives it back', () => {
  const store = openStore(path.join(folder, 'live.sqlite'));
  announce(store, [{ ...site(0), lon: -0, zh: '半\ud83d', en: 'a\0b', halfSizeM: 1e-300 }]);
  store.close();
  const told: string[] = [];
  openStore(store.file, { damaged: (what) => told.push(what) }).close();
  expect(told).toStrictEqual([]);
});
