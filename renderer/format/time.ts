/** Times as the city reads them: Asia/Shanghai, UTC+8 without daylight saving since 1992. Epoch milliseconds in. */
import type { Language } from '../globe/types.ts';

export const ZONE = 'Asia/Shanghai';
export const ZONE_OFFSET_MS = 8 * 3_600_000;

export type TimeStyle = 'clock' | 'minute' | 'date' | 'short' | 'stamp' | 'dayMinute' | 'month' | 'year';
const STYLES: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minute: { hour: '2-digit', minute: '2-digit' },
  date: { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' },
  short: { month: 'short', day: 'numeric' },
  stamp: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  dayMinute: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
  month: { month: 'short' },
  year: { year: 'numeric' },
};
const formats = new Map<string, Intl.DateTimeFormat>();

/** clock 14:05:09 · minute 14:05 · date with year and weekday · short day and month · stamp day and clock · dayMinute day and 14:05 · month · year. */
export function formatTime(time: number, style: TimeStyle, language: Language): string {
  const key = `${language} ${style}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { ...STYLES[style], timeZone: ZONE, hourCycle: 'h23' });
    formats.set(key, format);
  }
  const text = format.format(time);
  // "2026年11月22日周日" reads better with the weekday apart.
  return style === 'date' ? text.replace(/日(?=周)/, '日 ') : text;
}

/** Since when something is so: the clock where that was today in the city, with the day where it was before. */
export function formatSince(since: number, now: number, language: Language): string {
  return formatTime(since, isSameDay(since, now) ? 'clock' : 'stamp', language);
}

/** Of the same day in the city. */
export function isSameDay(one: number, other: number): boolean {
  return Math.floor((one + ZONE_OFFSET_MS) / 86_400_000) === Math.floor((other + ZONE_OFFSET_MS) / 86_400_000);
}

/** The first instant at or after `time` at which the city's clock shows a whole multiple of `step` since midnight. */
export function roundUpInZone(time: number, step: number): number {
  return Math.ceil((time + ZONE_OFFSET_MS) / step) * step - ZONE_OFFSET_MS;
}

export function isMidnightInZone(time: number): boolean {
  return (time + ZONE_OFFSET_MS) % 86_400_000 === 0;
}
