import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTime } from '../format/time.ts';
import { parseTyped } from './typedTime.ts';

const now = Date.parse('2026-11-22T15:30:20+08:00');
const about = { now, shown: now };
const typed = (text: string, over: Partial<typeof about> = {}): string | null => {
  const time = parseTyped(text, { ...about, ...over });
  return time === null ? null : new Date(time + 8 * 3_600_000).toISOString().slice(0, 19);
};

test.each([
  ['14:05', '2026-11-22T14:05:00'], ['14:05:09', '2026-11-22T14:05:09'], ['9:05', '2026-11-22T09:05:00'], ['１４：０５', '2026-11-22T14:05:00'],
  ['18:00', '2026-11-21T18:00:00'], ['14时05分', '2026-11-22T14:05:00'], ['9点半', '2026-11-22T09:30:00'], ['9点', '2026-11-22T09:00:00'], ['2:05 pm', '2026-11-22T14:05:00'], ['12:00 am', '2026-11-22T00:00:00'],
  ['昨天 14:05', '2026-11-21T14:05:00'], ['昨天14:05', '2026-11-21T14:05:00'], ['yesterday 14:05', '2026-11-21T14:05:00'], ['前天 8时', '2026-11-20T08:00:00'], ['昨天', '2026-11-21T00:00:00'], ['today 06:00', '2026-11-22T06:00:00'],
  ['2026-07-14 09:30', '2026-07-14T09:30:00'], ['2026/7/14 9:30', '2026-07-14T09:30:00'], ['2026-07-14T09:30', '2026-07-14T09:30:00'], ['2026年7月14日 9时30分', '2026-07-14T09:30:00'], ['20260714 09:30', '2026-07-14T09:30:00'],
  ['07-14 09:30', '2026-07-14T09:30:00'], ['7月14日09:30', '2026-07-14T09:30:00'], ['14 Jul 09:30', '2026-07-14T09:30:00'], ['July 14, 2025 09:30', '2025-07-14T09:30:00'], ['12-31 23:00', '2025-12-31T23:00:00'], ['2026-07-14', '2026-07-14T00:00:00'],
  ['2026-07-14T09:30:00Z', '2026-07-14T17:30:00'], ['2026-07-14 09:30:00+08:00', '2026-07-14T09:30:00'], ['2026-07-14T09:30-04:00', '2026-07-14T21:30:00'],
  ['-6h', '2026-11-22T09:30:20'], ['− 6 h', '2026-11-22T09:30:20'], ['-90s', '2026-11-22T15:28:50'], ['-1.5小时', '2026-11-22T14:00:20'], ['+30m', '2026-11-22T16:00:20'], ['-2d', '2026-11-20T15:30:20'], ['6小时前', '2026-11-22T09:30:20'], ['2 days ago', '2026-11-20T15:30:20'], ['now', '2026-11-22T15:30:20'], ['实时', '2026-11-22T15:30:20'],
])('%s', (text, expected) => {
  expect(typed(text)).toBe(expected);
});

test('a clock without a day is of the day shown; -6h goes on from the instant shown, "6 h ago" from now', () => {
  const shown = Date.parse('2026-07-14T20:00:00+08:00');
  expect(typed('14:05', { shown })).toBe('2026-07-14T14:05:00');
  expect(typed('23:59', { shown })).toBe('2026-07-14T23:59:00');
  expect(typed('-6h', { shown })).toBe('2026-07-14T14:00:00');
  expect(typed('6 h ago', { shown })).toBe('2026-11-22T09:30:20');
});

test.each(['', '  ', '25:00', '14:60', '14:5', '昨天 25:00', '2026-02-30', '2026-13-01 00:00', '6h', '6', 'x', '-6', '-6 parsecs', 'tomorrowish 14:05', '99999999d ago', '1970-01-01 00:00', '13:00 pm', '2026-07-14T09:30+8'])('“%s” is no time', (text) => {
  expect(parseTyped(text, about)).toBeNull();
});

test('every instant of twenty years, written in any of our forms, is read back', () => {
  const seconds = fc.integer({ min: Date.UTC(2005, 0, 1) / 1000, max: Date.UTC(2025, 0, 1) / 1000 });
  fc.assert(fc.property(seconds, (second) => {
    const time = second * 1000;
    const [year, month, day, h, min, s] = new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).split(/[-T:]/) as [string, string, string, string, string, string];
    const clock = `${h}:${min}:${s}`;
    const forms = [
      `${year}-${month}-${day} ${clock}`, `${year}年${Number(month)}月${Number(day)}日 ${clock}`, `${year}/${Number(month)}/${Number(day)} ${Number(h)}:${min}:${s}`,
      new Date(time).toISOString(), `${formatTime(time, 'short', 'en')} ${year} ${clock}`,
    ];
    for (const form of forms) expect(parseTyped(form, about), form).toBe(time);
    expect(parseTyped(clock, { now, shown: time }), 'of the day shown').toBe(time);
  }));
});

test('whatever is typed, the answer is an instant of this century or none', () => {
  const letters = fc.constantFrom(...'0123456789:-/+. 年月日时分天昨前hmsdpamTZ小');
  fc.assert(fc.property(fc.array(letters, { maxLength: 14 }), (typedLetters) => {
    const time = parseTyped(typedLetters.join(''), about);
    if (time !== null) expect(time >= Date.UTC(2000, 0, 1) && time < Date.UTC(2100, 0, 1)).toBe(true);
  }), { numRuns: 2000 });
});
