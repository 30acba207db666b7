import { expect, test } from 'vitest';
import { formatHours, formatShare } from './hours.ts';
import { formatAge, formatCoarseAge } from './age.ts';
import { formatLength, scaleBar } from './lengths.ts';
import { formatExact, formatMegabytes, formatValue, NO_VALUE } from './numbers.ts';
import { formatPosition } from './position.ts';
import { formatSince, formatTime, isMidnightInZone, roundUpInZone } from './time.ts';

test('values carry three figures at most, and no more for being counts', () => {
  expect(formatValue(1.2345, 'en')).toBe('1.23');
  expect(formatValue(12.345, 'en')).toBe('12.3');
  expect(formatValue(1234.5, 'en')).toBe('1,235');
  expect(formatValue(7, 'en', 'count')).toBe('7');
  expect(formatValue(-0.5, 'zh')).toBe('−0.50');
  expect(formatValue(-0.001, 'en')).toBe('0.00');
  expect(formatValue(NaN, 'en')).toBe(NO_VALUE);
  expect(formatValue(null, 'en')).toBe(NO_VALUE);
  expect(formatExact(0.35, 'en')).toBe('0.35');
});

test('ages are short and whole in both languages', () => {
  expect(formatAge(12.9, 'en')).toBe('12 s');
  expect(formatAge(12.9, 'zh')).toBe('12 秒');
  expect(formatAge(-3, 'en')).toBe('0 s');
  expect(formatAge(185, 'zh')).toBe('3 分钟');
  expect(formatAge(86_400, 'en')).toBe('24 h');
  expect(formatAge(49 * 3600, 'en')).toBe('2 d');
  expect(formatCoarseAge(3, 'zh')).toBe('<1 分钟');
  expect(formatCoarseAge(59, 'en')).toBe('<1 min');
  expect(formatCoarseAge(75, 'en')).toBe('1 min');
});

test('times are the city’s, whatever the machine’s zone', () => {
  const noon = Date.parse('2026-11-22T04:00:00Z');
  expect(formatTime(noon, 'clock', 'zh')).toBe('12:00:00');
  expect(formatTime(noon, 'minute', 'en')).toBe('12:00');
  expect(formatTime(noon, 'date', 'zh')).toBe('2026年11月22日 周日');
  const midnight = Date.parse('2026-11-22T16:00:00Z');
  expect(formatTime(midnight, 'clock', 'en')).toBe('00:00:00');
  expect(isMidnightInZone(midnight)).toBe(true);
  expect(roundUpInZone(noon + 1, 86_400_000)).toBe(midnight);
  expect(roundUpInZone(midnight, 86_400_000)).toBe(midnight);
});

test('since when says the day as soon as it was not today', () => {
  const since = Date.parse('2026-11-22T15:59:00Z');
  expect(formatSince(since, since + 59_000, 'zh')).toBe('23:59:00');
  expect(formatSince(since, since + 60_000, 'zh')).toBe('11月22日 23:59:00');
});

test('positions and lengths', () => {
  expect(formatPosition(121.4737, 31.2304, 'en')).toBe('31.2304° N, 121.4737° E');
  expect(formatPosition(121.4737, 31.2304, 'zh')).toBe('北纬 31.2304°，东经 121.4737°');
  expect(formatLength(500, 'zh')).toBe('500 米');
  expect(formatLength(12_500, 'en')).toBe('12.5 km');
  expect(formatLength(631.96, 'zh')).toBe('632 米');
  for (const metresPerPixel of [0.3, 7, 42, 999]) {
    const { metres, pixels } = scaleBar(metresPerPixel, 120);
    expect(pixels).toBeLessThanOrEqual(120);
    expect(pixels).toBeGreaterThan(45);
    expect(String(metres).replace(/[0.]/g, '')).toMatch(/^[125]$/);
  }
});

test('lasting is told in hours, below one in minutes; a share never claims nothing or all', () => {
  expect([0, 59_000, 50 * 60_000, 3_600_000, 5_400_000, 360_000_000].map((ms) => formatHours(ms, 'en'))).toEqual(['0 s', '59 s', '50 min', '1.0 h', '1.5 h', '100 h']);
  expect(formatHours(7_200_000, 'zh')).toBe('2.0 小时');
  expect([0, 0.0002, 0.013, 0.5, 0.996, 0.9996, 1].map((share) => formatShare(share, 'en'))).toEqual(['0%', '<0.1%', '1.3%', '50%', '99.6%', '>99.9%', '100%']);
});

test('room on a disk is told in the unit that is shorter', () => {
  expect([500, 10_000, 10_240, 51_300].map((megabytes) => formatMegabytes(megabytes, 'en'))).toEqual(['500 MB', '10,000 MB', '10 GB', '50.1 GB']);
});
