/** Indicators, their sites in dense order, and feeds' own orders: in the file and, the same, in memory. */
import path from 'node:path';
import type { Statement } from 'better-sqlite3';
import type { Site } from '#contract/observation.ts';
import { spanOf, USUAL_PERIOD_MS } from './grid.ts';
import type { Line } from './history.ts';
import type { Database } from './openFile.ts';
import { StoreProblem } from './problem.ts';
import { readOr } from './salvage.ts';
import { indicatorSeal, siteSeal, type IndicatorRow, type SiteColumns, type SiteRow } from './siteSeal.ts';
import type { SiteList } from './store.ts';

interface Entry {
  id: number;
  spanMs: number;
  list: SiteList;
  /** Dense number by id; null until somebody asks: not every opening announces sites. */
  dense: Map<string, number> | null;
}

export interface SiteBook {
  codes(): string[];
  /** Number of an indicator in the file; gives it one where it has none (inside the caller's transaction). */
  number(code: string): number;
  known(code: string): number | undefined;
  /** Where its history lies in the file; undefined where it has none. */
  line(code: string): (Line & { sites: number }) | undefined;
  lines(): (Line & { sites: number })[];
  list(code: string): SiteList;
  /** New sites get the next dense numbers in order; known ones their new names and place. Inside the caller's transaction. */
  announce(list: SiteList): void;
  order(feed: string, code: string): Uint32Array | null;
  setOrder(feed: string, code: string, dense: Uint32Array): void;
  /** Reads everything again: after a transaction that was rolled back. */
  reload(): void;
}

/** What a site becomes whose row is damaged: it has its observations, but nobody says whose they are. A feed that names it again gets a new one. */
const lostSite = (dense: number): Site => ({ id: `damaged-${dense}`, zh: '', en: '', lon: 0, lat: 0, district: 0, town: 0, halfSizeM: 0 });

/** `periodMs`: how often an indicator speaks; asked when it first comes into the file. `damaged`: told of each site whose row is not what was written. */
export function openSiteBook(db: Database, damaged: (what: string) => void, periodMs: (code: string) => number = () => USUAL_PERIOD_MS): SiteBook {
  const entries = new Map<string, Entry>();
  const insertIndicator = db.prepare('INSERT INTO indicator (id, code, source, span_ms, sum) VALUES (?, ?, ?, ?, ?)');
  const setSource = db.prepare('UPDATE indicator SET source = ? WHERE id = ?');
  const putSite = db.prepare('INSERT OR REPLACE INTO site VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const countChange = db.prepare("UPDATE fact SET value = value + 1 WHERE name = 'sites'");
  const getOrder = db.prepare('SELECT dense FROM feed_order WHERE feed = ? AND indicator = ?').pluck();
  const putOrder = db.prepare('INSERT OR REPLACE INTO feed_order VALUES (?, ?, ?)');

  const reload = (): void => {
    entries.clear();
    const byNumber = new Map<number, Entry>();
    const name = path.basename(db.name);
    // Without its sites no observation can be told from another.
    const lost = (what: string): StoreProblem => new StoreProblem('unreadable', name, `${name} cannot be opened: its list of ${what} is damaged.`);
    const indicators = allOf<IndicatorRow>(db.prepare('SELECT * FROM indicator ORDER BY code'));
    if (indicators === null) throw lost('indicators');
    for (const row of indicators) {
      if (row.sum !== indicatorSeal(row)) throw lost('indicators');
      const entry: Entry = { id: row.id, spanMs: row.span_ms, list: { indicator: row.code, source: row.source, sites: [] }, dense: null };
      entries.set(row.code, entry);
      byNumber.set(row.id, entry);
    }
    const rows = allOf<SiteRow>(db.prepare('SELECT * FROM site ORDER BY indicator, dense').raw());
    if (rows === null) throw lost('sites');
    for (const row of rows) {
      // By place: taking a row apart by name costs as much as reading it.
      const list = byNumber.get(row[0])?.list;
      const dense = row[1];
      if (!list || dense !== list.sites.length) throw lost('sites');
      const isWhole = row[10] === siteSeal(row);
      if (!isWhole) damaged(`site ${dense} of ${list.indicator}`);
      list.sites.push(isWhole ? { id: row[2], zh: row[3], en: row[4], lon: row[5], lat: row[6], district: row[7], town: row[8], halfSizeM: row[9] } : lostSite(dense));
    }
  };
  reload();

  const entryOf = (code: string, source = ''): Entry => {
    let entry = entries.get(code);
    if (!entry) {
      const spanMs = spanOf(periodMs(code));
      const id = 1 + Math.max(0, ...Array.from(entries.values(), (each) => each.id));
      insertIndicator.run(id, code, source, spanMs, indicatorSeal({ id, code, source, span_ms: spanMs }));
      entry = { id, spanMs, list: { indicator: code, source, sites: [] }, dense: null };
      entries.set(code, entry);
    }
    return entry;
  };

  return {
    codes: () => [...entries.keys()].toSorted(),
    number: (code) => entryOf(code).id,
    known: (code) => entries.get(code)?.id,
    line: (code) => lineOf(entries.get(code)),
    lines: () => [...entries.values()].map((entry) => lineOf(entry)!),
    list: (code) => entries.get(code)?.list ?? { indicator: code, source: '', sites: [] },
    announce({ indicator, source, sites }) {
      const entry = entryOf(indicator, source);
      const { id, list } = entry;
      const dense = (entry.dense ??= new Map(list.sites.map((site, at) => [site.id, at])));
      let changed = list.sites.length === 0;
      if (list.source !== source) setSource.run((list.source = source), id);
      for (const site of sites) {
        const at = dense.get(site.id) ?? list.sites.length;
        if (at < list.sites.length && same(list.sites[at], site)) continue;
        dense.set(site.id, at);
        list.sites[at] = { ...site };
        changed = true;
        const row: SiteColumns = [id, at, site.id, site.zh, site.en, site.lon, site.lat, site.district, site.town, site.halfSizeM];
        putSite.run(...row, siteSeal(row));
      }
      if (changed) countChange.run();
    },
    order(feed, code) {
      const entry = entries.get(code);
      const bytes = entry && (getOrder.get(feed, entry.id) as Buffer | undefined);
      return bytes ? new Uint32Array(Uint8Array.from(bytes).buffer) : null;
    },
    setOrder: (feed, code, dense) => void putOrder.run(feed, entryOf(code).id, Buffer.from(dense.buffer, dense.byteOffset, dense.byteLength)),
    reload,
  };
}

/** Null where a page of them is damaged. */
const allOf = <T>(statement: Statement): T[] | null => readOr(() => statement.all() as T[], null, () => undefined);
const lineOf = (entry: Entry | undefined): (Line & { sites: number }) | undefined => entry && { indicator: entry.id, spanMs: entry.spanMs, sites: entry.list.sites.length };

function same(a: Site, b: Site): boolean {
  return a.zh === b.zh && a.en === b.en && a.lon === b.lon && a.lat === b.lat && a.district === b.district && a.town === b.town && a.halfSizeM === b.halfSizeM;
}
