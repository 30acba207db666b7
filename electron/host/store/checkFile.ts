/** Goes through a run file from beginning to end and says what of it is damaged, and what can still be read. Changes nothing. */
import path from 'node:path';
import { decodeTile } from '#contract/blocks/tile.ts';
import type { Block } from '#contract/blocks/block.ts';
import { decodeBand } from './band.ts';
import { ofLine, placeOfBlock, placeOfTile, TILE_SITES } from './grid.ts';
import { decodeKnown } from './knownTimes.ts';
import { openToRead, type Database } from './openFile.ts';
import { isDamage } from './problem.ts';
import { unpackRaw } from './rawBatch.ts';
import { isSealed, readOr, readRows } from './salvage.ts';
import { indicatorSeal, siteSeal, type IndicatorRow, type SiteRow } from './siteSeal.ts';
import { unsqueeze } from './squeeze.ts';

export type Part = 'pages' | 'sites' | 'list of blocks' | 'tile' | 'band' | 'known times' | 'carry' | 'journal' | 'newest state';

export interface Damage {
  part: Part;
  why: string;
  /** Code; null where it concerns no single one. */
  indicator: string | null;
  /** Epoch ms, both inclusive; null where no time is known. */
  from: number | null;
  to: number | null;
  /** Lowest and highest place in the indicator's list of sites; null for all. */
  sites: [number, number] | null;
}

export interface CheckReport {
  file: string;
  /** Nothing is damaged. */
  isWhole: boolean;
  damage: Damage[];
  /** What was read and is as it was written. */
  read: { indicators: number; sites: number; tiles: number; journalRows: number; observations: number };
}

interface Bodied { sum: number; body: Buffer }
interface TileRow extends Bodied { id: number; t0: number; t1: number; n: number }
interface JournalRow extends Bodied { seq: number; indicator: number; block: number; t0: number; t1: number; s0: number; s1: number; n: number; known: number }
interface Fact { indicator: number; block: number; t0: number; t1: number; n: number }

/** Works beside a writer, on what was committed when it began. Throws `StoreProblem` where it is no run file of today's form, or cannot be opened at all. */
export function checkFile(file: string): CheckReport {
  const db = openToRead(file);
  try {
    db.exec('BEGIN');
    return report(db, path.basename(file));
  } finally {
    db.close();
  }
}

function report(db: Database, file: string): CheckReport {
  const damage: Damage[] = [];
  const read = { indicators: 0, sites: 0, tiles: 0, journalRows: 0, observations: 0 };
  const note = (part: Part, why: string, place: Partial<Damage> = {}): void => void damage.push({ part, why, indicator: null, from: null, to: null, sites: null, ...place });
  const rows = <T>(table: string, columns: string, key: string, part: Part, form: 'objects' | 'raw' = 'objects'): T[] => {
    const [rising, falling] = ['ASC', 'DESC'].map((order) => db.prepare(`SELECT ${columns} FROM ${table} ORDER BY ${key.split(', ').map((column) => `${column} ${order}`).join(', ')}`).raw(form === 'raw'));
    return readRows<T>(rising, falling, [], () => note(part, `part of the table ${table} cannot be read`));
  };

  for (const line of pageFaults(db)) note('pages', line);
  const indicators = new Map(rows<IndicatorRow>('indicator', 'id, code, span_ms, sum', 'id', 'sites').map((row) => [row.id, row]));
  for (const row of indicators.values()) if (row.sum !== indicatorSeal(row)) note('sites', 'what is said of an indicator is not what was written', { indicator: row.code });
  const codeOf = (indicator: number): string => indicators.get(indicator)?.code ?? `indicator ${indicator}`;
  read.indicators = indicators.size;
  const sites = new Map<number, number>();
  for (const row of rows<SiteRow>('site', '*', 'indicator, dense', 'sites', 'raw')) {
    const [indicator, dense] = row;
    if (row.at(-1) !== siteSeal(row)) note('sites', 'a site’s name or place is not what was written', { indicator: codeOf(indicator), sites: [dense, dense] });
    if (dense !== (sites.get(indicator) ?? 0)) note('sites', 'the list of sites has a hole', { indicator: codeOf(indicator) });
    sites.set(indicator, dense + 1);
    read.sites++;
  }

  /** The body of one row; null where it cannot be read. */
  const bodyOf = <T extends Bodied>(table: string, key: string, value: number): T | null => readOr(() => (db.prepare(`SELECT * FROM ${table} WHERE ${key} = ?`).get(value) as T | undefined) ?? null, null, () => undefined);

  const totals = new Map<string, { n: number; t0: number; t1: number }>();
  for (const { id, t0, t1, n } of rows<Omit<TileRow, keyof Bodied>>('tile', 'id, t0, t1, n', 'id', 'tile')) {
    const { line, block, tile } = placeOfTile(id);
    const { indicator } = ofLine(line);
    const place = { indicator: codeOf(indicator), from: t0, to: t1, sites: [tile * TILE_SITES, (tile + 1) * TILE_SITES - 1] as [number, number] };
    const total = totals.get(`${line}/${block}`) ?? { n: 0, t0: Infinity, t1: -Infinity };
    totals.set(`${line}/${block}`, { n: total.n + n, t0: Math.min(total.t0, t0), t1: Math.max(total.t1, t1) });
    const content = tileOf(bodyOf<TileRow>('tile', 'id', id), [id, t0, t1, n]);
    if (typeof content === 'string') {
      note('tile', content, place);
      continue;
    }
    const why = faultOf(content, { n, t1, tile, sites: sites.get(indicator) ?? 0 });
    if (why !== null) note('tile', why, place);
    else {
      read.tiles++;
      read.observations += n;
    }
    checkBeside(bodyOf<Bodied>('known', 'id', id), id, 'known times', (body) => void decodeKnown(body, content, unsqueeze), (fault) => note('known times', fault, place));
    checkBeside(bodyOf<Bodied>('band', 'id', id), id, 'band', (body) => void bandOf(body, content), (fault) => note('band', fault, place));
  }
  for (const { indicator, block, t0, t1, n } of rows<Fact>('block', 'indicator, block, t0, t1, n', 'indicator, block', 'list of blocks')) {
    const total = totals.get(`${indicator}/${block}`);
    const place = { indicator: codeOf(ofLine(indicator).indicator), from: t0, to: t1 };
    if (total === undefined) note('list of blocks', 'a block is named whose tiles are missing', place);
    // A block of which some tiles are thinned already says how it was in time, and how much is left.
    else if (total.n !== n || total.t0 < t0 || total.t1 > t1) note('list of blocks', `its tiles hold ${total.n} observations where the list says ${n}`, place);
    totals.delete(`${indicator}/${block}`);
  }
  for (const [key, { t0, t1 }] of totals) note('list of blocks', 'tiles lie in the file that no block names', { indicator: codeOf(ofLine(Number(key.split('/')[0])).indicator), from: t0, to: t1 });

  for (const { id, t0, t1 } of rows<{ id: number; t0: number; t1: number }>('carry', 'id, t0, t1', 'id', 'carry')) {
    const { indicator } = ofLine(placeOfBlock(id).line);
    const content = tileOf(bodyOf<TileRow>('carry', 'id', id), [id, t0, t1], { t0, t1 });
    if (typeof content === 'string') note('carry', content, { indicator: codeOf(indicator), from: t0, to: t1 });
  }
  for (const row of rows<Omit<JournalRow, keyof Bodied>>('journal', 'seq, indicator, block, t0, t1, s0, s1, n, known', 'seq', 'journal')) {
    const { seq, indicator, block, t0, t1, s0, s1, n, known } = row;
    const found = bodyOf<JournalRow>('journal', 'seq', seq);
    const whole = found !== null && isSealed(found.body, found.sum, [seq, indicator, block, t0, t1, s0, s1, n, known]) && failure(() => unpackRaw(found.body)) === null;
    if (whole) {
      read.journalRows++;
      read.observations += n;
    } else note('journal', 'a batch is not what was written', { indicator: codeOf(indicator), from: t0, to: t1, sites: [s0, s1] });
  }
  for (const { indicator, arrival, sites: many } of rows<{ indicator: number; arrival: number; sites: number }>('head', 'indicator, arrival, sites', 'indicator', 'newest state')) {
    const found = bodyOf<Bodied>('head', 'indicator', indicator);
    if (found === null || !isSealed(found.body, found.sum, [indicator, arrival, many])) note('newest state', 'it is not what was written; it is worked out again from history', { indicator: codeOf(indicator) });
  }
  return { file, isWhole: damage.length === 0, damage, read };
}

const FAULTS_TOLD = 20;

function pageFaults(db: Database): string[] {
  try {
    return (db.pragma(`quick_check(${FAULTS_TOLD})`) as { quick_check: string }[]).map((row) => row.quick_check).filter((line) => line !== 'ok').map((line) => line.replaceAll('\n', ' '));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return [(error as Error).message];
  }
}

/** The tile, or why there is none. */
function tileOf(row: TileRow | null, beside: number[], { t0, t1 } = row ?? { t0: 0, t1: 0 }): Block | string {
  if (row === null) return 'it cannot be read';
  if (!isSealed(row.body, row.sum, beside)) return 'it is not what was written';
  try {
    return decodeTile(row.body, t0, t1, unsqueeze);
  } catch (error) {
    return `it cannot be unfolded: ${(error as Error).message}`;
  }
}

/** What contradicts what stands beside a tile; null where nothing does. */
function faultOf({ t0, sites, starts, offsets, values }: Block, { n, t1, tile, sites: known }: { n: number; t1: number; tile: number; sites: number }): string | null {
  if (values.length !== n || starts[sites.length] !== n) return `it holds ${values.length} observations where ${n} are stated`;
  if (sites.some((site) => Math.floor(site / TILE_SITES) !== tile || site >= known)) return 'it speaks of sites that are not its own';
  let [first, last] = [Infinity, -Infinity];
  for (const offset of offsets) {
    if (offset < first) first = offset;
    if (offset > last) last = offset;
  }
  return first !== 0 || t0 + last !== t1 ? 'its times are not those that are stated' : null;
}

function bandOf(body: Buffer, { values }: Block): void {
  const { words, lowest, highest } = decodeBand(body);
  if (words.length !== values.length || values.some((value, i) => words[i] === 0 || value < lowest[i] || value > highest[i])) throw new RangeError('it contradicts its tile');
}

function checkBeside(row: Bodied | null, id: number, what: string, decode: (body: Buffer) => void, tell: (why: string) => void): void {
  if (row === null) return;
  if (!isSealed(row.body, row.sum, [id])) return tell(`its ${what} are not what was written`);
  const error = failure(() => decode(row.body));
  if (error) tell(`its ${what} cannot be unfolded: ${error.message}`);
}

function failure(act: () => unknown): Error | null {
  try {
    act();
    return null;
  } catch (error) {
    return error as Error;
  }
}
