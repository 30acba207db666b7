/** The timeline as a picture: the scale, the city's value, what there is of the record, its moments, the hand, the live edge. */
import type { Indicator } from '#contract/catalogue.ts';
import type { TimelineMoment } from '#contract/contract.ts';
import { readableRange } from '../../format/range.ts';
import { formatTime } from '../../format/time.ts';
import type { Language } from '../../globe/types.ts';
import { xOf, type Axis } from './axis.ts';
import { drawLoop, drawMoments } from './drawMoments.ts';
import { drawRecord, drawStepWords } from './drawRecord.ts';
import { FONT, INK, ROWS, STRONG_FONT } from './ink.ts';
import type { Coarse } from './coarse.ts';
import type { Coverage, Values } from './record.ts';
import { timeTicks } from './timeTicks.ts';

export interface TimelineModel {
  axis: Axis;
  width: number;
  height: number;
  language: Language;
  coverage: Coverage | null;
  /** Where the record is coarser than live. */
  coarse: readonly Coarse[];
  values: Values | null;
  moments: readonly TimelineMoment[];
  indicator: Indicator | null;
  /** The instant that the screen stands for. */
  at: number;
  /** The instant of side A, where it is another; null where nothing is compared. */
  other: number | null;
  /** The newest instant there is, and the oldest. */
  edge: number;
  recordFrom: number;
  isLive: boolean;
  marks: { from: number | null; to: number | null };
  isLooping: boolean;
  /** Instants whose picture the page has. */
  memory: readonly { from: number; until: number }[];
  /** Where the pointer is, epoch ms, and what is said of that; null where it is elsewhere. */
  hover: { time: number; text: string } | null;
  /** A value of the strip as it is written. */
  valueText(value: number): string;
  /** What is written in hatched stretches; in coarse ones. */
  gapWord: string;
  stepWord(coarse: Coarse): string;
}

type Context = CanvasRenderingContext2D;
/** In a longer window days are written at the scale, and the hand says its own. */
const DAYS_NEED_NO_DAY_MS = 4 * 86_400_000;

export function drawTimeline(context: Context, model: TimelineModel): void {
  context.clearRect(0, 0, model.width, model.height);
  drawScale(context, model);
  drawRecord(context, model);
  drawMoments(context, model);
  if (model.values && model.indicator) drawValues(context, model, model.values);
  drawStepWords(context, model);
  drawLoop(context, model);
  drawEdge(context, model);
  drawOther(context, model);
  drawHand(context, model);
}

function drawScale(context: Context, { axis, height, language }: TimelineModel): void {
  context.font = FONT;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const ticks = timeTicks(axis, axis.right - axis.left);
  const day = dayWord(axis, language, ticks.some(({ isMajor, style }) => isMajor && style !== null));
  const free = axis.left + (day === null ? 0 : context.measureText(day).width + 4);
  for (const { time, style, isMajor } of ticks) {
    const x = Math.round(xOf(axis, time)) + 0.5;
    context.strokeStyle = INK.line;
    context.lineWidth = isMajor ? 2 : 1;
    context.beginPath();
    context.moveTo(x, style === null ? ROWS.scale - 4 : 4);
    context.lineTo(x, style === null ? ROWS.scale : height - ROWS.coverage.bottom);
    context.stroke();
    if (style === null) continue;
    const text = formatTime(time, style, language);
    if (axis.right - x < context.measureText(text).width || x < free) continue;
    context.fillStyle = isMajor ? INK.strong : INK.text;
    context.fillText(text, x + 5, ROWS.scale / 2 + 1);
  }
  if (day === null) return;
  context.fillStyle = INK.ground;
  context.fillRect(0, 0, free, ROWS.scale - 4);
  context.fillStyle = INK.strong;
  context.fillText(day, axis.left, ROWS.scale / 2 + 1);
}

/** Which day the hours at the left are of, where no midnight says so. */
function dayWord({ from, to }: Axis, language: Language, isSaid: boolean): string | null {
  return isSaid || to - from > DAYS_NEED_NO_DAY_MS ? null : formatTime(from, 'short', language);
}

function drawValues(context: Context, model: TimelineModel, { times, values }: Values): void {
  const { axis, height } = model;
  const top = ROWS.strip.top;
  const bottom = height - ROWS.strip.bottom;
  const seen = values.filter((_, i) => times[i]! >= axis.from && times[i]! <= axis.to);
  const range = readableRange(seen);
  if (!range) return;
  const { low, high } = range;
  const y = (value: number): number => bottom - ((value - low) / (high - low)) * (bottom - top);
  context.save();
  context.beginPath();
  context.rect(axis.left, 0, axis.right - axis.left, height);
  context.clip();
  context.strokeStyle = INK.strip;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.beginPath();
  let isDrawing = false;
  for (let i = 0; i < times.length; i++) {
    const value = values[i]!;
    const x = xOf(axis, times[i]!);
    if (!Number.isNaN(value) && isDrawing) context.lineTo(x, y(value));
    else if (!Number.isNaN(value)) context.moveTo(x, y(value));
    isDrawing = !Number.isNaN(value);
  }
  context.stroke();
  context.restore();
  drawRange(context, model, low, high);
}

/** Between which values the line runs, where its axis would be. */
function drawRange(context: Context, { axis, height, valueText }: TimelineModel, low: number, high: number): void {
  context.font = FONT;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.fillStyle = INK.text;
  context.fillText(valueText(high), axis.left - 6, ROWS.strip.top + 2);
  context.fillText(valueText(low), axis.left - 6, height - ROWS.strip.bottom - 2);
}

function drawEdge(context: Context, { axis, height, edge, isLive }: TimelineModel): void {
  if (edge < axis.from || edge > axis.to) return;
  const x = Math.round(xOf(axis, edge)) + 0.5;
  context.strokeStyle = isLive ? INK.accent : INK.text;
  context.lineWidth = 1;
  context.setLineDash(isLive ? [] : [3, 3]);
  context.beginPath();
  context.moveTo(x, ROWS.scale);
  context.lineTo(x, height - ROWS.coverage.bottom);
  context.stroke();
  context.setLineDash([]);
}

/** Side A's moment: dashed, with its letter; an arrow at the border it lies beyond. */
function drawOther(context: Context, { axis, height, other }: TimelineModel): void {
  if (other === null) return;
  const x = Math.round(Math.min(axis.right, Math.max(axis.left, xOf(axis, other)))) + 0.5;
  const isIn = other >= axis.from && other <= axis.to;
  const text = isIn ? 'A' : other < axis.from ? '‹ A' : 'A ›';
  context.strokeStyle = INK.strong;
  if (isIn) {
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(x, ROWS.scale);
    context.lineTo(x, height - ROWS.coverage.bottom);
    context.stroke();
    context.setLineDash([]);
  }
  context.font = STRONG_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const wide = context.measureText(text).width + 10;
  context.fillStyle = INK.ground;
  context.fillRect(x - wide / 2, 0.5, wide, ROWS.scale - 1);
  context.strokeRect(x - wide / 2, 0.5, wide, ROWS.scale - 1);
  context.fillStyle = INK.strong;
  context.fillText(text, x, ROWS.scale / 2 + 0.5);
}

function drawHand(context: Context, model: TimelineModel): void {
  const { axis, at, hover, isLive, language } = model;
  if (hover) drawMark(context, model, hover.time, INK.text, null);
  const colour = isLive ? INK.accent : INK.strong;
  if (at >= axis.from && at <= axis.to) drawMark(context, model, at, colour, formatTime(at, axis.to - axis.from > DAYS_NEED_NO_DAY_MS ? 'dayMinute' : 'clock', language));
  else drawAway(context, model, colour, formatTime(at, 'dayMinute', language));
  if (hover) drawMark(context, model, hover.time, INK.text, hover.text);
}

/** The hand is outside the window: on which side, and where. */
function drawAway(context: Context, { axis, at }: TimelineModel, colour: string, text: string): void {
  const isLeft = at < axis.from;
  context.font = STRONG_FONT;
  const wide = context.measureText(text).width + 24;
  const left = isLeft ? 0 : axis.right + 28 - wide;
  const tip = isLeft ? left + 6 : left + wide - 6;
  context.fillStyle = colour;
  context.fillRect(left, 0, wide, ROWS.scale);
  context.fillStyle = INK.ground;
  context.textBaseline = 'middle';
  context.textAlign = isLeft ? 'left' : 'right';
  context.fillText(text, isLeft ? left + 16 : left + wide - 16, ROWS.scale / 2 + 0.5);
  context.beginPath();
  context.moveTo(tip, ROWS.scale / 2);
  context.lineTo(tip + (isLeft ? 6 : -6), ROWS.scale / 2 - 4);
  context.lineTo(tip + (isLeft ? 6 : -6), ROWS.scale / 2 + 4);
  context.fill();
}

function drawMark(context: Context, { axis, height }: TimelineModel, time: number, colour: string, label: string | null): void {
  const x = Math.round(xOf(axis, time)) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, ROWS.scale);
  context.lineTo(x, height - ROWS.coverage.bottom);
  context.stroke();
  if (label === null) return;
  context.font = STRONG_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const wide = context.measureText(label).width + 12;
  const middle = Math.min(axis.right + 28 - wide / 2, Math.max(wide / 2, x));
  context.fillStyle = colour;
  context.fillRect(middle - wide / 2, 0, wide, ROWS.scale);
  context.fillStyle = INK.ground;
  context.fillText(label, middle, ROWS.scale / 2 + 0.5);
}
