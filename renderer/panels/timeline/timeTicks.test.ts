import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTime } from '../../format/time.ts';
import { LONGEST_SPAN_MS, SHORTEST_SPAN_MS } from '../../state/view.ts';
import { timeTicks } from './timeTicks.ts';

const to = Date.parse('2026-11-22T12:34:56+08:00');
const DAY_MS = 86_400_000;
const written = (span: number, pixels = 1200, end = to): string[] =>
  timeTicks({ from: end - span, to: end }, pixels).flatMap(({ time, style, isMajor }) => (style ? [(isMajor ? '*' : '') + formatTime(time, style, 'zh')] : []));

test('steps suit the span, by the city’s clock and calendar', () => {
  expect(written(5 * 60_000)).toEqual(['12:30', '12:30:30', '12:31', '12:31:30', '12:32', '12:32:30', '12:33', '12:33:30', '12:34', '12:34:30']);
  expect(written(3_600_000).slice(0, 3)).toEqual(['11:35', '11:40', '11:45']);
  expect(written(DAY_MS)).toEqual(['14:00', '16:00', '18:00', '20:00', '22:00', '*11月22日', '02:00', '04:00', '06:00', '08:00', '10:00', '12:00']);
  expect(written(7 * DAY_MS)).toContain('12:00');
  expect(written(30 * DAY_MS)).toEqual(expect.arrayContaining(['11月1日'].map((day) => `*${day}`)));
  expect(written(365 * DAY_MS)).toEqual(['12月', '*2026年', '2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月']);
});

test('weeks begin on Mondays', () => {
  const mondays = timeTicks({ from: to - 90 * DAY_MS, to }, 1200).filter(({ style }) => style !== null).map(({ time }) => formatTime(time, 'date', 'zh'));
  expect(mondays.length).toBeGreaterThan(8);
  for (const day of mondays) expect(day).toContain('周一');
});

test('whatever the span and the width: ticks inside and rising, words apart, enough of them', () => {
  const cases = fc.record({ span: fc.double({ min: SHORTEST_SPAN_MS, max: LONGEST_SPAN_MS, noNaN: true }), pixels: fc.integer({ min: 400, max: 3600 }), end: fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2030, 0) }) });
  fc.assert(fc.property(cases, ({ span, pixels, end }) => {
    const ticks = timeTicks({ from: end - span, to: end }, pixels);
    const x = (time: number): number => ((time - (end - span)) / span) * pixels;
    for (let i = 0; i < ticks.length; i++) {
      expect(ticks[i]!.time >= end - span && ticks[i]!.time <= end).toBe(true);
      if (i > 0) expect(x(ticks[i]!.time) - x(ticks[i - 1]!.time)).toBeGreaterThan(8);
    }
    const words = ticks.filter(({ style }) => style !== null);
    for (let i = 1; i < words.length; i++) expect(x(words[i]!.time) - x(words[i - 1]!.time)).toBeGreaterThan(64);
    // Never an empty scale, unless it is so narrow that a year may not begin in it.
    expect(words.length).toBeGreaterThanOrEqual(Math.floor(pixels / 500));
  }), { numRuns: 500 });
});
