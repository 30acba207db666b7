/** A time as a person types it, in either language, as the city reads clocks. Pure; epoch milliseconds. */
import { ZONE_OFFSET_MS } from '../format/time.ts';

export interface TypedAbout {
  /** The newest instant there is. */
  now: number;
  /** What the screen stands for: a clock without a day is of its day, "-6h" is counted from it. */
  shown: number;
}

const DAY_MS = 86_400_000;
/** No century but this one. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };
const UNIT_WORDS: readonly [RegExp, keyof typeof UNITS][] = [
  [/^(s|sec|secs|second|seconds|秒|秒钟)$/, 's'], [/^(m|min|mins|minute|minutes|分|分钟)$/, 'm'], [/^(h|hr|hrs|hour|hours|时|小时|个小时|钟头)$/, 'h'],
  [/^(d|day|days|天|日)$/, 'd'], [/^(w|wk|week|weeks|周|星期|个星期)$/, 'w'],
];
const DAY_WORDS: Record<string, number> = { 今天: 0, 今日: 0, today: 0, 昨天: -1, 昨日: -1, yesterday: -1, 前天: -2, 大前天: -3 };
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Null where it cannot be understood. "14:05" · "昨天 14:05" · "07-14 09:30" · "7月14日 9时30分" · "14 Jul 9:30" ·
 * "2026-07-14 09:30" (also as ISO 8601 with its zone) · "-6h", "+30m" from the instant shown · "6小时前", "2 days ago" from now · "now".
 */
export function parseTyped(text: string, about: TypedAbout): number | null {
  const said = text.normalize('NFKC').replaceAll('−', '-').trim().toLowerCase();
  if (said === '') return null;
  if (/^(now|live|现在|实时|最新)$/.test(said)) return about.now;
  const time = lengthAway(said, about) ?? instantWithZone(said) ?? dayAndClock(said, about);
  return time !== null && time >= EARLIEST && time < LATEST ? time : null;
}

function unitOf(word: string): number | null {
  const found = UNIT_WORDS.find(([pattern]) => pattern.test(word));
  return found ? UNITS[found[1]]! : null;
}

function lengthAway(said: string, { now, shown }: TypedAbout): number | null {
  const match = /^([+-])?\s*(\d{1,5}(?:\.\d+)?)\s*([a-z]+|[\u4e00-\u9fff]+?)\s*(ago|前|以前|之前)?$/.exec(said);
  if (!match) return null;
  const [, sign, count, word, ago] = match;
  const unit = unitOf(word!);
  // Without a sign or "ago" it is no direction: "6h" may be six o'clock.
  if (unit === null || (sign === undefined) === (ago === undefined)) return null;
  const length = Math.round(Number(count) * unit);
  if (ago !== undefined) return now - length;
  return sign === '-' ? shown - length : shown + length;
}

function instantWithZone(said: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s*(z|[+-]\d{2}:?\d{2})$/.test(said)) return null;
  const time = Date.parse(said.toUpperCase().replace(/^(\S+) /, '$1T').replaceAll(' ', ''));
  return Number.isFinite(time) ? time : null;
}

interface Day { year: number; month: number; day: number }

function dayAndClock(said: string, about: TypedAbout): number | null {
  const { rest, clock } = splitClock(said);
  if (clock === null && rest !== said) return null;
  const dayText = rest.replace(/[t,]$/, '').trim();
  if (dayText === '') {
    if (clock === null) return null;
    const time = midnightOf(about.shown) + clock;
    // Of the day shown, but what has not come yet was meant of the day before.
    return time > about.now ? time - DAY_MS : time;
  }
  const midnight = midnightIn(dayText, about);
  return midnight === null ? null : midnight + (clock ?? 0);
}

/** The clock at the end of the text, ms since midnight; `rest` is what stands before it. Null: none, or an impossible one. */
function splitClock(said: string): { rest: string; clock: number | null } {
  const match = /(?:^|[\s t日号天])(\d{1,2})(?::(\d{2})(?::(\d{2}))?|[时点](?:(\d{1,2})分?|(半)|整)?(?:(\d{1,2})秒)?)\s*(am|pm)?$/.exec(said);
  if (!match) return { rest: said, clock: null };
  const hour = Number(match[1]);
  const minute = match[5] ? 30 : Number(match[2] ?? match[4] ?? 0);
  const second = Number(match[3] ?? match[6] ?? 0);
  const begins = match.index + (/^\d/.test(match[0]) ? 0 : 1);
  const rest = said.slice(0, begins).trim();
  const half = match[7];
  if (minute > 59 || second > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return { rest: '', clock: null };
  const of24 = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return { rest, clock: ((of24 * 60 + minute) * 60 + second) * 1000 };
}

function midnightIn(text: string, { now, shown }: TypedAbout): number | null {
  const days = DAY_WORDS[text];
  if (days !== undefined) return midnightOf(now) + days * DAY_MS;
  const found = numericDay(text) ?? namedDay(text);
  if (!found) return null;
  if (found.year !== null) return midnightAt({ ...found, year: found.year });
  // Without a year: of the year shown, but not in the future.
  const year = new Date(shown + ZONE_OFFSET_MS).getUTCFullYear();
  const time = midnightAt({ ...found, year });
  return time !== null && time > now ? midnightAt({ ...found, year: year - 1 }) : time;
}

type FoundDay = Omit<Day, 'year'> & { year: number | null };

function numericDay(text: string): FoundDay | null {
  const match = /^(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  return match && { year: match[1] === undefined ? null : Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
}

function namedDay(text: string): FoundDay | null {
  const match = /^(\d{1,2})\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?$/.exec(text);
  const turned = match ? null : /^([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?$/.exec(text);
  const [day, name, year] = match ? [match[1], match[2], match[3]] : turned ? [turned[2], turned[1], turned[3]] : [];
  const month = MONTHS.indexOf((name ?? '').slice(0, 3)) + 1;
  return day === undefined || month === 0 ? null : { year: year === undefined ? null : Number(year), month, day: Number(day) };
}

function midnightOf(time: number): number {
  return Math.floor((time + ZONE_OFFSET_MS) / DAY_MS) * DAY_MS - ZONE_OFFSET_MS;
}

/** Null where there is no such day. */
function midnightAt({ year, month, day }: Day): number | null {
  const utc = Date.UTC(year, month - 1, day);
  const made = new Date(utc);
  const isThere = made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isThere ? utc - ZONE_OFFSET_MS : null;
}
