/** A run's file as a `RunStore`: a journal of packed blocks in SQLite, its only writer. */
import { LAST_TIME, openJournal } from './journal.ts';
import { openNewest } from './newest.ts';
import { openFile } from './openFile.ts';
import { seriesOf, timesOf } from './series.ts';
import { openSiteBook } from './siteBook.ts';
import { stateAt, sweep } from './states.ts';
import { openUpkeep } from './upkeep.ts';
import type { Append, RunStore, State } from './store.ts';

/** Opens or creates the run file. Throws `StoreProblem` where it is in use, from the future, or no run file. */
export function openStore(file: string, options: { waitMs?: number } = {}): RunStore {
  const db = openFile(file, options.waitMs);
  const book = openSiteBook(db);
  const journal = openJournal(db);
  const upkeep = openUpkeep(db, journal);
  const newest = openNewest(db, journal);
  const getCursor = db.prepare('SELECT value FROM feed_cursor WHERE feed = ? AND name = ?').pluck();
  const putCursor = db.prepare('INSERT OR REPLACE INTO feed_cursor VALUES (?, ?, ?)');
  let extent = journal.extent();

  const write = db.transaction(({ feed, cursors, known, sites, orders = [], batches }: Append) => {
    for (const list of sites) book.announce(list);
    for (const { indicator, dense } of orders) book.setOrder(feed, indicator, dense);
    for (const batch of batches) {
      const announced = book.list(batch.indicator).sites.length;
      if (highest(batch.sites) >= announced) throw new RangeError(`a site of ${batch.indicator} was never announced`);
      journal.append(book.number(batch.indicator), batch, known);
    }
    for (const [name, value] of Object.entries(cursors)) putCursor.run(feed, name, value);
  });

  const withIndicator = <T>(code: string, none: T, use: (number: number, sites: number) => T): T => {
    const number = book.known(code);
    return number === undefined ? none : use(number, book.list(code).sites.length);
  };

  return {
    file,
    append(append) {
      check(append);
      try {
        write.immediate(append);
      } catch (error) {
        book.reload();
        throw error;
      }
      for (const { times } of append.batches) {
        for (const time of times) {
          if (extent === null) extent = { from: time, to: time };
          else if (time < extent.from) extent.from = time;
          else if (time > extent.to) extent.to = time;
        }
      }
    },
    siteList: book.list,
    siteOrder: book.order,
    indicators: book.codes,
    cursor: (feed, name) => (getCursor.get(feed, name) as string | undefined) ?? null,
    stateAt: (code, time, horizonMs) =>
      withIndicator(code, empty(), (number, sites) => stateAt(journal, number, sites, Math.min(time, LAST_TIME), horizonMs)),
    newest: (code) => withIndicator(code, empty(), (number, sites) => newest.load(number, sites) ?? stateAt(journal, number, sites, LAST_TIME, Infinity)),
    keepNewest: (code, state) => newest.keep(book.known(code)!, state),
    *sweep(code, instants, horizonMs) {
      const number = book.known(code);
      if (number === undefined) for (const _ of instants) yield empty();
      else yield* sweep(journal, number, book.list(code).sites.length, instants, horizonMs);
    },
    series: (code, site, from, to) => withIndicator(code, seriesOf([], site, from, to), (number) => {
      const blocks = journal.overlappingSite(number, from, to, site)
        .toSorted((a, b) => a.arrival - b.arrival).flatMap((row) => journal.blockOfSite(row, site) ?? []);
      return seriesOf(blocks, site, from, to);
    }),
    *timesOf(code, sites, from, to) {
      const number = book.known(code);
      return number === undefined ? sites.map(() => new Float64Array(0)) : yield* timesOf(journal, number, sites, from, to);
    },
    extent: () => extent && { ...extent },
    *upkeep({ mergeBefore, dropBefore }) {
      if (dropBefore !== null && upkeep.dropSome(dropBefore)) {
        extent = journal.extent();
        return true;
      }
      return yield* upkeep.mergeOne(mergeBefore);
    },
    close: () => void db.close(),
  };
}

const empty = (): State => ({
  values: new Float64Array(0), times: new Float64Array(0), quality: new Uint8Array(0), counts: new Uint32Array(0), validFrom: 0, validUntil: LAST_TIME,
});

function highest(sites: Uint32Array): number {
  let most = -1;
  for (let i = 0; i < sites.length; i++) if (sites[i] > most) most = sites[i];
  return most;
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
