/** Each answer out of one snapshot of the file; short, so that the writer's log can be emptied. */
import type { Database } from './openFile.ts';
import type { Reading } from './reading.ts';

export interface Snapshots {
  within<T>(ask: () => T): T;
  /** Each step in a snapshot of its own. */
  stepwise<T, R>(steps: Generator<T, R>): Generator<T, R>;
}

/** `entered`: once a snapshot is there, before it is asked. What is asked inside a transaction is answered inside of it. */
export function openSnapshots(db: Database, entered: () => void): Snapshots {
  // Nothing was written, and what has met a damaged page cannot be committed.
  const [begin, end] = ['BEGIN', 'ROLLBACK'].map((sql) => db.prepare(sql));
  const within = <T>(ask: () => T): T => {
    if (db.inTransaction) return ask();
    begin.run();
    try {
      entered();
      return ask();
    } finally {
      // A disk that gave way has ended it.
      if (db.inTransaction) end.run();
    }
  };
  return {
    within,
    *stepwise(steps) {
      for (;;) {
        const { done, value } = within(() => steps.next());
        if (done) return value;
        yield value;
      }
    },
  };
}

/** What is asked of `reading`, each in a snapshot: without one SQLite looks for one at every row that it reads. */
export function inSnapshots(reading: Reading, { within, stepwise }: Snapshots): Reading {
  return {
    siteList: (code) => within(() => reading.siteList(code)),
    indicators: () => within(() => reading.indicators()),
    stateAt: (...query) => within(() => reading.stateAt(...query)),
    block: (code, time) => within(() => reading.block(code, time)),
    newest: (code) => within(() => reading.newest(code)),
    sweep: (...query) => stepwise(reading.sweep(...query)),
    series: (...query) => within(() => reading.series(...query)),
    area: (...query) => stepwise(reading.area(...query)),
    resolutions: (...query) => within(() => reading.resolutions(...query)),
    timesOf: (...query) => stepwise(reading.timesOf(...query)),
  };
}
