/** A run's file as a `RunStore`: a journal of batches and tiles of blocks in SQLite, its only writer. */
import { openCache } from './cache.ts';
import { LAST_TIME, openHistory } from './history.ts';
import { openJournal, type JournalRow } from './journal.ts';
import { openNewest } from './newest.ts';
import { boundLog } from './boundLog.ts';
import { openFile, type Database, type FileOptions } from './openFile.ts';
import { openingProblem, writingProblem } from './problem.ts';
import { extentOf, openReading } from './reading.ts';
import { openSiteBook } from './siteBook.ts';
import { inSnapshots, openSnapshots } from './snapshots.ts';
import { openTiles } from './tiles.ts';
import { openUpkeep } from './upkeep.ts';
import type { Append, RunStore } from './store.ts';

/** For unpacked blocks; more where there are many sites, so that some minutes of each are at hand: what is read in turn and does not fit is read anew each time. */
const CACHE_BYTES = 96 * 1024 * 1024;
const CACHE_BYTES_A_SITE = 192;

export interface StoreOptions extends FileOptions {
  /** How often an indicator speaks, ms: decides how its history is cut when it first comes into the file. */
  periodMs?: (code: string) => number;
  /** Something of the file is not what was written: it is left out. Told once of each. */
  damaged?: (what: string) => void;
  /** What an indicator said in [from, until), epoch ms, is kept in longer steps from now on. */
  thinned?: (indicator: string, from: number, until: number) => void;
}

/** Opens or creates the run file. Throws `StoreProblem` where it is in use, from the future, or no run file. */
export function openStore(file: string, options: StoreOptions = {}): RunStore {
  const db = openFile(file, options);
  try {
    return storeOf(db, file, options);
  } catch (error) {
    db.close();
    throw openingProblem(error, file);
  }
}

function storeOf(db: Database, file: string, options: StoreOptions): RunStore {
  const told = new Set<string>();
  const damaged = (what: string): void => {
    if (!told.has(what)) options.damaged?.(what);
    told.add(what);
  };
  const cache = openCache(() => Math.max(CACHE_BYTES, ...book.lines().map(({ sites }) => CACHE_BYTES_A_SITE * sites)));
  const book = openSiteBook(db, damaged, options.periodMs);
  const journal = openJournal(db, cache, damaged);
  const tiles = openTiles(db, cache, damaged);
  const history = openHistory(tiles, journal);
  const upkeep = openUpkeep({
    db, history, journal, tiles, lines: book.lines,
    thinned: (indicator, from, until) => options.thinned?.(book.codes().find((code) => book.known(code) === indicator)!, from, until),
  });
  const newest = openNewest(db, { history, journal, tiles, damaged });
  const getCursor = db.prepare('SELECT value FROM feed_cursor WHERE feed = ? AND name = ?').pluck();
  const putCursor = db.prepare('INSERT OR REPLACE INTO feed_cursor VALUES (?, ?, ?)');
  const extentNow = (): ReturnType<typeof extentOf> => extentOf(book, history);
  /** What only the file can do wrong is told as such. */
  const writing = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      throw writingProblem(error, file);
    }
  };
  const afterWriting = boundLog(db, file);
  let extent = extentNow();
  /** A clock that is set back does not make what comes now known before what came earlier. */
  let lastKnown = 0;

  const write = db.transaction(({ feed, cursors, known, sites, orders = [], batches }: Append) => {
    const appended: JournalRow[] = [];
    for (const list of sites) book.announce(list);
    for (const { indicator, dense } of orders) book.setOrder(feed, indicator, dense);
    lastKnown = Math.max(lastKnown, known);
    for (const batch of batches) {
      if (batch.sites.length === 0) continue;
      const line = book.line(batch.indicator);
      const rows = line && journal.append(line.indicator, line.spanMs, batch, lastKnown);
      if (!line || !rows || rows.some(({ s1 }) => s1 >= line.sites)) throw new RangeError(`a site of ${batch.indicator} was never announced`);
      upkeep.appended(line, rows);
      appended.push(...rows);
    }
    for (const [name, value] of Object.entries(cursors)) putCursor.run(feed, name, value);
    return appended;
  });

  function* keeping(work: Generator<void, boolean>): Generator<void, boolean> {
    try {
      return yield* work;
    } catch (error) {
      throw writingProblem(error, file);
    } finally {
      extent = extentNow();
      afterWriting();
    }
  }

  return {
    file,
    append(append) {
      check(append);
      let rows: JournalRow[];
      try {
        rows = write.immediate(append);
      } catch (error) {
        book.reload();
        upkeep.reload();
        throw writingProblem(error, file);
      }
      afterWriting();
      for (const { t0, t1 } of rows) extent = extent === null ? { from: t0, to: t1 } : { from: Math.min(extent.from, t0), to: Math.max(extent.to, t1) };
    },
    ...inSnapshots(openReading({ book, history, newest, tiles }), openSnapshots(db, () => undefined)),
    siteOrder: book.order,
    cursor: (feed, name) => (getCursor.get(feed, name) as string | undefined) ?? null,
    keepNewest: (code, state) => writing(() => newest.keep(book.line(code)!, state)),
    extent: () => extent && { ...extent },
    upkeep: (limits) => keeping(upkeep.one(limits)),
    relieve: (steps, before) => keeping(upkeep.relieve(steps, before)),
    storage() {
      const page = db.pragma('page_size', { simple: true }) as number;
      const [pages, free] = ['page_count', 'freelist_count'].map((name) => db.pragma(name, { simple: true }) as number);
      return { used: (pages - free) * page, file: pages * page };
    },
    close: () => void db.close(),
  };
}

/** What only a bug of ours can get wrong: ingest has checked what came from outside. */
function check({ batches }: Append): void {
  for (const { indicator, sites, times, values, quality, counts } of batches) {
    const n = sites.length;
    if (times.length !== n || values.length !== n || quality.length !== n || (counts !== null && counts.length !== n)) {
      throw new TypeError(`columns of ${indicator} differ in length`);
    }
    if (!areInstants(times)) throw new RangeError(`a time of ${indicator} is not in whole milliseconds`);
  }
}

function areInstants(times: Float64Array): boolean {
  for (let i = 0; i < times.length; i++) if (!(times[i] >= 0 && times[i] <= LAST_TIME && Math.floor(times[i]) === times[i])) return false;
  return true;
}
