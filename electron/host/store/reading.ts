/** What is asked of a run's history, whoever asks: its writer, or a reader beside it. */
import { areaSeries } from './area.ts';
import { LAST_TIME, type History, type Line } from './history.ts';
import type { Newest } from './newest.ts';
import { siteSeries, timesOf } from './series.ts';
import type { SiteBook } from './siteBook.ts';
import { stateAt, sweep } from './states.ts';
import { storedBlock } from './storedBlock.ts';
import type { RunStore, State, StoredBlock } from './store.ts';
import type { Tiles } from './tiles.ts';

/** A run's history as it is asked for: of its writer, or of a reader beside it. */
export interface RunHistory extends Reading, Pick<RunStore, 'extent'> {}

export type Reading = Pick<RunStore, 'siteList' | 'indicators' | 'stateAt' | 'block' | 'newest' | 'sweep' | 'series' | 'area' | 'timesOf' | 'resolutions'>;

export function openReading({ book, history, newest, tiles }: { book: SiteBook; history: History; newest: Newest; tiles: Tiles }): Reading {
  const withLine = <T>(code: string, none: T, use: (line: Line, sites: number) => T): T => {
    const line = book.line(code);
    return line === undefined ? none : use(line, line.sites);
  };
  return {
    siteList: book.list,
    indicators: book.codes,
    stateAt: (code, time, horizonMs, knownAt) =>
      withLine(code, empty(), (line, sites) => stateAt(history, { line, sites, time: Math.min(time, LAST_TIME), horizonMs, knownAt: knownAt ?? null })),
    block: (code, time) => withLine<StoredBlock | null>(code, null, (line) => storedBlock(history, tiles, line, time)),
    newest: (code) => withLine(code, empty(), (line, sites) =>
      newest.load(line, sites) ?? stateAt(history, { line, sites, time: LAST_TIME, horizonMs: Infinity, knownAt: null })),
    *sweep(code, instants, horizonMs) {
      const line = book.line(code);
      if (line === undefined) for (const _ of instants) yield empty();
      else yield* sweep(history, { line, sites: line.sites, horizonMs }, instants);
    },
    series: (code, site, from, to) =>
      withLine(code, { times: new Float64Array(0), values: new Float64Array(0), counts: new Uint32Array(0) }, (line) => siteSeries(history, line, site, from, to)),
    *area(code, query) {
      const line = book.line(code);
      return yield* areaSeries(history, line ?? { indicator: -1, spanMs: 1 }, line ? query : { ...query, sites: new Uint32Array(0) });
    },
    resolutions: (code, from, to) => withLine(code, [], (line) => history.resolutions(line, from, to)),
    *timesOf(code, sites, from, to) {
      const line = book.line(code);
      return line === undefined ? sites.map(() => new Float64Array(0)) : yield* timesOf(history, line, sites, from, to);
    },
  };
}

/** First and last phenomenon time of all that the file has. */
export function extentOf(book: SiteBook, history: History): { from: number; to: number } | null {
  const all = book.lines().flatMap((line) => history.extentOf(line) ?? []);
  return all.length === 0 ? null : { from: Math.min(...all.map(({ from }) => from)), to: Math.max(...all.map(({ to }) => to)) };
}

const empty = (): State => ({
  values: new Float64Array(0), times: new Float64Array(0), quality: new Uint8Array(0), counts: new Uint32Array(0), validFrom: 0, validUntil: LAST_TIME,
});
