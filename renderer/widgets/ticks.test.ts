import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listenToSeconds, onNextBeat, untilBeat } from './ticks.ts';

const SECOND = Date.parse('2026-11-22T04:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: SECOND + 250 });
  vi.stubGlobal('document', { hidden: false });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('waits for a whole second, and for the one after it where it stands on one', () => {
  expect(untilBeat(0, SECOND + 250)).toBe(750);
  expect(untilBeat(0, SECOND)).toBe(1_000);
  expect(untilBeat(10_000, SECOND + 250)).toBe(10_750);
});

it('does all that waits on one beat, and what waits once only once', () => {
  const heard: string[] = [];
  const stop = listenToSeconds(() => heard.push(`every ${Date.now() - SECOND}`));
  onNextBeat(() => heard.push(`once ${Date.now() - SECOND}`));
  vi.advanceTimersByTime(1_999);
  expect(heard).toEqual(['once 1000', 'every 1000', 'every 2000']);
  stop();
  vi.advanceTimersByTime(5_000);
  expect(heard).toHaveLength(3);
});

it('rests while nobody can see the page, and still says what must be said', () => {
  vi.stubGlobal('document', { hidden: true });
  const heard: string[] = [];
  const stop = listenToSeconds(() => heard.push('every'));
  onNextBeat(() => heard.push('once'));
  vi.advanceTimersByTime(3_000);
  expect(heard).toEqual(['once']);
  stop();
});
