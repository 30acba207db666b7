/** Changes of level in their lane, and the range that is looped. */
import type { TimelineMoment } from '#contract/contract.ts';
import { LEVELS, type Level } from '#contract/catalogue.ts';
import { LEVEL_COLOURS, LEVEL_NUMERALS, LEVEL_SHAPES } from '../../format/levels.ts';
import { xOf } from './axis.ts';
import { INK, ROWS } from './ink.ts';
import type { TimelineModel } from './draw.ts';

type Context = CanvasRenderingContext2D;
export type LevelMoment = Extract<TimelineMoment, { kind: 'level' }>;

const MARK = { size: 10, withNumeral: 22 };
const NUMERAL_FONT = "600 11px 'Inter Variable', 'Noto Sans SC Variable', sans-serif";
const rank = (level: Level | null): number => (level === null ? -1 : LEVELS.indexOf(level));

/** Which marks have room: the gravest first, then the newest. In order of time. */
export function marksOf(moments: readonly TimelineMoment[], x: (time: number) => number, within: { from: number; to: number }): LevelMoment[] {
  const kept: LevelMoment[] = [];
  const seen = moments.filter((moment): moment is LevelMoment => moment.kind === 'level' && moment.time >= within.from && moment.time <= within.to);
  for (const moment of seen.toSorted((a, b) => rank(b.level) - rank(a.level) || b.time - a.time)) {
    const at = x(moment.time);
    const isFree = kept.every((other) => {
      const [left, right] = x(other.time) < at ? [other, moment] : [moment, other];
      return x(right.time) - x(left.time) >= (left.level === null ? MARK.size : MARK.withNumeral) + 2;
    });
    if (isFree) kept.push(moment);
  }
  return kept.toSorted((a, b) => a.time - b.time);
}

export function drawMoments(context: Context, { axis, height, moments, edge }: TimelineModel): void {
  const middle = ROWS.lane.top + ROWS.lane.height / 2;
  for (const { time, level } of marksOf(moments, (at) => xOf(axis, at), { from: axis.from, to: Math.min(axis.to, edge) })) {
    const x = xOf(axis, time);
    const colour = level === null ? INK.text : LEVEL_COLOURS[level];
    context.fillStyle = colour;
    context.globalAlpha = 0.45;
    context.fillRect(Math.round(x), ROWS.lane.top + ROWS.lane.height, 1, height - ROWS.strip.bottom - ROWS.lane.top - ROWS.lane.height);
    context.globalAlpha = 1;
    drawMark(context, x, middle, level, colour);
  }
}

/** Shape, colour and numeral of a level; a ring where it is over. */
function drawMark(context: Context, x: number, y: number, level: Level | null, colour: string): void {
  if (level === null) {
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(x, y, 3.5, 0, 2 * Math.PI);
    context.stroke();
    return;
  }
  context.save();
  context.translate(x - MARK.size / 2, y - MARK.size / 2);
  context.scale(MARK.size / 16, MARK.size / 16);
  context.fillStyle = colour;
  const shape = new Path2D(LEVEL_SHAPES[level]);
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array.
  context.fill(shape);
  context.restore();
  context.font = NUMERAL_FONT;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = INK.strong;
  context.fillText(LEVEL_NUMERALS[level], x + MARK.size / 2 + 2, y + 0.5);
}

/** What is looped: a bar in the scale with its two ends; hollow while it is only marked. */
export function drawLoop(context: Context, { axis, height, marks, isLooping }: TimelineModel): void {
  const { from, to } = marks;
  if (from !== null && to !== null) {
    const x0 = Math.max(axis.left, xOf(axis, from));
    const x1 = Math.min(axis.right, xOf(axis, to));
    if (x1 > x0) {
      context.fillStyle = INK.accent;
      context.globalAlpha = isLooping ? 0.14 : 0.06;
      context.fillRect(x0, ROWS.scale, x1 - x0, height - ROWS.scale - ROWS.strip.bottom);
      context.globalAlpha = isLooping ? 1 : 0.6;
      context.fillRect(x0, ROWS.scale - 2, x1 - x0, 2);
      context.globalAlpha = 1;
    }
  }
  for (const [time, way] of [[from, 1], [to, -1]] as const) {
    if (time === null || time < axis.from || time > axis.to) continue;
    const x = Math.round(xOf(axis, time));
    context.fillStyle = INK.accent;
    context.fillRect(x - (way < 0 ? 2 : 0), ROWS.scale - 8, 2, 16);
    context.fillRect(way > 0 ? x : x - 6, ROWS.scale - 8, 6, 2);
  }
}
