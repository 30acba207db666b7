import { expect, test } from 'vitest';
import { DAY_MS } from './clock.ts';
import { FIRST_VIEW, LONGEST_SPAN_MS, panned, preset, reaching, SHORTEST_SPAN_MS, showing, turned, windowOf, zoomed } from './view.ts';

const edge = Date.parse('2026-11-22T12:00:00+08:00');
const HOUR = 3_600_000;

test('at first the last day, following the edge', () => {
  expect(windowOf(FIRST_VIEW, edge)).toEqual({ from: edge - DAY_MS, to: edge });
});

test('zooming keeps what is under the pointer where it is, within a shortest and a longest span', () => {
  const around = edge - 6 * HOUR;
  const near = zoomed(FIRST_VIEW, edge, 0.5, around);
  const { from, to } = windowOf(near, edge);
  expect((around - from) / (to - from)).toBeCloseTo(0.75, 9);
  expect(near.to).toBe(edge - 3 * HOUR);
  let view = near;
  for (let i = 0; i < 60; i++) view = zoomed(view, edge, 0.5, around);
  expect(view.span).toBe(SHORTEST_SPAN_MS);
  for (let i = 0; i < 60; i++) view = zoomed(view, edge, 3, around);
  expect(view).toEqual({ span: LONGEST_SPAN_MS, to: null });
});

test('zooming in at the edge goes on following it; a window never shows the future', () => {
  expect(zoomed(FIRST_VIEW, edge, 0.25, edge)).toEqual({ span: DAY_MS / 4, to: null });
  expect(panned({ span: HOUR, to: edge - HOUR }, edge, 5 * HOUR, 0)).toEqual({ span: HOUR, to: null });
  expect(showing({ from: edge - HOUR, to: edge + HOUR }, edge).to).toBeNull();
});

test('panning stops where there is nothing older', () => {
  const oldest = edge - 3 * DAY_MS;
  let view = FIRST_VIEW;
  for (let i = 0; i < 50; i++) view = panned(view, edge, -DAY_MS / 4, oldest);
  expect(windowOf(view, edge).from).toBe(oldest - DAY_MS / 2);
  // Where the window is older than that already, as after a jump, it does not move on its own.
  expect(panned({ span: HOUR, to: oldest - DAY_MS }, edge, -HOUR, oldest).to).toBe(oldest - DAY_MS);
});

test('a jump brings the window to its instant, and leaves it alone where the instant is seen', () => {
  expect(reaching(FIRST_VIEW, edge, edge - HOUR)).toBe(FIRST_VIEW);
  for (const at of [edge - 3 * DAY_MS, edge - 25 * HOUR]) {
    const { from, to } = windowOf(reaching(FIRST_VIEW, edge, at), edge);
    expect(at).toBeGreaterThan(from);
    expect(at).toBeLessThan(to);
  }
});

test('the window turns when the hand plays out of it, not when a person has looked elsewhere', () => {
  const view = { span: HOUR, to: edge - 5 * HOUR };
  const next = turned(view, edge, edge - 5 * HOUR - 1, edge - 5 * HOUR + 1);
  expect(windowOf(next, edge).from).toBeLessThan(edge - 5 * HOUR + 1);
  expect(windowOf(next, edge).to).toBeGreaterThan(edge - 5 * HOUR + 0.8 * HOUR);
  expect(turned(view, edge, edge - HOUR, edge - HOUR + 1)).toBe(view);
  // A loop that begins before the window.
  expect(windowOf(turned(view, edge, view.to! - 1, view.to! - 2 * HOUR), edge).from).toBeLessThan(view.to! - 2 * HOUR);
});

test('a preset is a length; it follows the edge where the screen does', () => {
  expect(preset(FIRST_VIEW, edge, '5min', edge)).toEqual({ span: SHORTEST_SPAN_MS, to: null });
  const at = edge - 20 * HOUR;
  const { from, to } = windowOf(preset(FIRST_VIEW, edge, '1h', at), edge);
  expect(at >= from && at <= to).toBe(true);
  expect(to - from).toBe(HOUR);
});

test('a range that was drawn with a brush is the window', () => {
  expect(windowOf(showing({ from: edge - 5 * HOUR, to: edge - 3 * HOUR }, edge), edge)).toEqual({ from: edge - 5 * HOUR, to: edge - 3 * HOUR });
  const { from, to } = windowOf(showing({ from: edge - HOUR, to: edge - HOUR + 1000 }, edge), edge);
  expect(to - from).toBe(SHORTEST_SPAN_MS);
});
