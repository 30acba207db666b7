/** Indicators, their sites in dense order, and feeds' own orders: in the file and, the same, in memory. */
import path from 'node:path';
import type { Site } from '#contract/observation.ts';
import { spanOf, USUAL_PERIOD_MS } from './grid.ts';
import type { Line } from './history.ts';
import type { Database } from './openFile.ts';
import { StoreProblem } from './problem.ts';
import { readOr } from './salvage.ts';
import type { SiteList } from './store.ts';

interface Entry {
  id: number;
  spanMs: number;
  list: SiteList;
  dense: Map<string, number>;
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

interface SiteRow { indicator: number; id: string; zh: string; en: string; lon: number; lat: number; district: number; town: number; half_size_m: number }

/** `periodMs`: how often an indicator speaks; asked when it first comes into the file. */
export function openSiteBook(db: Database, periodMs: (code: string) => number = () => USUAL_PERIOD_MS): SiteBook {
  const entries = new Map<string, Entry>();
  const insertIndicator = db.prepare('INSERT INTO indicator (code, source, span_ms) VALUES (?, ?, ?)');
  const setSource = db.prepare('UPDATE indicator SET source = ? WHERE id = ?');
  const putSite = db.prepare('INSERT OR REPLACE INTO site VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const countChange = db.prepare("UPDATE fact SET value = value + 1 WHERE name = 'sites'");
  const getOrder = db.prepare('SELECT dense FROM feed_order WHERE feed = ? AND indicator = ?').pluck();
  const putOrder = db.prepare('INSERT OR REPLACE INTO feed_order VALUES (?, ?, ?)');

  const reload = (): void => {
    entries.clear();
    const byNumber = new Map<number, Entry>();
    for (const row of db.prepare('SELECT id, code, source, span_ms FROM indicator ORDER BY code').all() as { id: number; code: string; source: string; span_ms: number }[]) {
      const entry: Entry = { id: row.id, spanMs: row.span_ms, list: { indicator: row.code, source: row.source, sites: [] }, dense: new Map() };
      entries.set(row.code, entry);
      byNumber.set(row.id, entry);
    }
    const rows = readOr(() => db.prepare('SELECT * FROM site ORDER BY indicator, dense').all() as SiteRow[], null, () => undefined);
    // Without its sites no observation can be told from another.
    if (rows === null) throw new StoreProblem('unreadable', path.basename(db.name), `${path.basename(db.name)} cannot be opened: its list of sites is damaged.`);
    for (const row of rows) {
      const { list, dense } = byNumber.get(row.indicator)!;
      dense.set(row.id, list.sites.length);
      const { id, zh, en, lon, lat, district, town } = row;
      list.sites.push({ id, zh, en, lon, lat, district, town, halfSizeM: row.half_size_m });
    }
  };
  reload();

  const entryOf = (code: string, source = ''): Entry => {
    let entry = entries.get(code);
    if (!entry) {
      const spanMs = spanOf(periodMs(code));
      const id = Number(insertIndicator.run(code, source, spanMs).lastInsertRowid);
      entry = { id, spanMs, list: { indicator: code, source, sites: [] }, dense: new Map() };
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
      const { id, list, dense } = entryOf(indicator, source);
      let changed = list.sites.length === 0;
      if (list.source !== source) setSource.run((list.source = source), id);
      for (const site of sites) {
        const at = dense.get(site.id) ?? list.sites.length;
        if (at < list.sites.length && same(list.sites[at], site)) continue;
        dense.set(site.id, at);
        list.sites[at] = { ...site };
        changed = true;
        putSite.run(id, at, site.id, site.zh, site.en, site.lon, site.lat, site.district, site.town, site.halfSizeM);
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

const lineOf = (entry: Entry | undefined): (Line & { sites: number }) | undefined => entry && { indicator: entry.id, spanMs: entry.spanMs, sites: entry.list.sites.length };

function same(a: Site, b: Site): boolean {
  return a.zh === b.zh && a.en === b.en && a.lon === b.lon && a.lat === b.lat && a.district === b.district && a.town === b.town && a.halfSizeM === b.halfSizeM;
}
