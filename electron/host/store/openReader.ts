/** A run's file as one more reader beside its writer: in another thread or another process. */
import { openCache } from './cache.ts';
import { openHistory } from './history.ts';
import { openJournal } from './journal.ts';
import { openNewest } from './newest.ts';
import { openToRead, type FileOptions } from './openFile.ts';
import { openingProblem, StoreProblem } from './problem.ts';
import { extentOf, openReading, type RunHistory } from './reading.ts';
import { openSiteBook } from './siteBook.ts';
import { openTiles } from './tiles.ts';
import { inSnapshots, openSnapshots } from './snapshots.ts';
import type { RunStore } from './store.ts';

/** What was committed before the call (of a generator: before its last step) is in its answers. */
export interface RunReader extends RunHistory, Pick<RunStore, 'file' | 'close'> {}

export interface ReaderOptions extends Pick<FileOptions, 'waitMs'> {
  /** Something of the file is not what was written: it is left out. Told once of each. */
  damaged?: (what: string) => void;
  /** For unpacked blocks. */
  cacheBytes?: number;
}

const CACHE_BYTES = 96 * 1024 * 1024;
interface Facts { seq: number; tiles: number; sites: number }

/** Throws `StoreProblem` where there is no such file, it is none of ours, or of another form than today's. */
export function openReader(file: string, { waitMs, damaged: tell, cacheBytes = CACHE_BYTES }: ReaderOptions = {}): RunReader {
  const db = openToRead(file, waitMs === undefined ? {} : { waitMs });
  try {
    const told = new Set<string>();
    const damaged = (what: string): void => {
      if (!told.has(what)) tell?.(what);
      told.add(what);
    };
    const [begin, end] = ['BEGIN', 'COMMIT'].map((sql) => db.prepare(sql));
    const getFacts = db.prepare('SELECT name, value FROM fact');
    const factsNow = (): Facts => Object.fromEntries((getFacts.all() as { name: string; value: number }[]).map(({ name, value }) => [name, value])) as unknown as Facts;

    begin.run();
    let facts = factsNow();
    const cache = openCache(() => cacheBytes);
    const book = openSiteBook(db, damaged);
    const journal = openJournal(db, cache, damaged);
    const tiles = openTiles(db, cache, damaged);
    const history = openHistory(tiles, journal);
    const newest = openNewest(db, { history, journal, tiles, damaged });
    end.run();
    const reading = openReading({ book, history, newest, tiles });

    /** What is kept in memory is made that of the snapshot: mostly a few rows have been added to the journal. */
    const catchUp = (): void => {
      const now = factsNow();
      if (now.sites !== facts.sites) book.reload();
      if (now.tiles !== facts.tiles) {
        tiles.reload();
        journal.reload();
      } else if (now.seq !== facts.seq) journal.catchUp();
      facts = now;
    };
    const snapshots = openSnapshots(db, catchUp);
    return {
      file,
      ...inSnapshots(reading, snapshots),
      extent: () => snapshots.within(() => extentOf(book, history)),
      close: () => void db.close(),
    };
  } catch (error) {
    db.close();
    throw error instanceof StoreProblem ? error : openingProblem(error, file);
  }
}
