/** Indicators, their sites in dense order, and feeds' own orders: in the file and, the same, in memory. */
import type { Site } from '#contract/observation.ts';
import type { Database } from './openFile.ts';
import type { SiteList } from './store.ts';

interface Entry {
  id: number;
  list: SiteList;
  dense: Map<string, number>;
}

export interface SiteBook {
  codes(): string[];
  /** Number of an indicator in the file; gives it one where it has none (inside the caller's transaction). */
  number(code: string): number;
  known(code: string): number | undefined;
  list(code: string): SiteList;
  /** New sites get the next dense numbers in order; known ones their new names and place. Inside the caller's transaction. */
  announce(list: SiteList): void;
  order(feed: string, code: string): Uint32Array | null;
  setOrder(feed: string, code: string, dense: Uint32Array): void;
  /** Reads everything again: after a transaction that was rolled back. */
  reload(): void;
}

interface SiteRow { indicator: number; id: string; zh: string; en: string; lon: number; lat: number; district: number; town: number; half_size_m: number }

export function openSiteBook(db: Database): SiteBook {
  const entries = new Map<string, Entry>();
  const insertIndicator = db.prepare('INSERT INTO indicator (code, source) VALUES (?, ?)');
  const setSource = db.prepare('UPDATE indicator SET source = ? WHERE id = ?');
  const putSite = db.prepare('INSERT OR REPLACE INTO site VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const getOrder = db.prepare('SELECT dense FROM feed_order WHERE feed = ? AND indicator = ?').pluck();
  const putOrder = db.prepare('INSERT OR REPLACE INTO feed_order VALUES (?, ?, ?)');

  const reload = (): void => {
    entries.clear();
    const byNumber = new Map<number, Entry>();
    for (const row of db.prepare('SELECT id, code, source FROM indicator ORDER BY code').all() as { id: number; code: string; source: string }[]) {
      const entry: Entry = { id: row.id, list: { indicator: row.code, source: row.source, sites: [] }, dense: new Map() };
      entries.set(row.code, entry);
      byNumber.set(row.id, entry);
    }
    for (const row of db.prepare('SELECT * FROM site ORDER BY indicator, dense').all() as SiteRow[]) {
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
      const id = Number(insertIndicator.run(code, source).lastInsertRowid);
      entry = { id, list: { indicator: code, source, sites: [] }, dense: new Map() };
      entries.set(code, entry);
    }
    return entry;
  };

  return {
    codes: () => [...entries.keys()].toSorted(),
    number: (code) => entryOf(code).id,
    known: (code) => entries.get(code)?.id,
    list: (code) => entries.get(code)?.list ?? { indicator: code, source: '', sites: [] },
    announce({ indicator, source, sites }) {
      const { id, list, dense } = entryOf(indicator, source);
      if (list.source !== source) setSource.run((list.source = source), id);
      for (const site of sites) {
        const at = dense.get(site.id) ?? list.sites.length;
        if (at < list.sites.length && same(list.sites[at], site)) continue;
        dense.set(site.id, at);
        list.sites[at] = { ...site };
        putSite.run(id, at, site.id, site.zh, site.en, site.lon, site.lat, site.district, site.town, site.halfSizeM);
      }
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

function same(a: Site, b: Site): boolean {
  return a.zh === b.zh && a.en === b.en && a.lon === b.lon && a.lat === b.lat && a.district === b.district && a.town === b.town && a.halfSizeM === b.halfSizeM;
}
