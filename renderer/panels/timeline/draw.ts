/** The timeline as a picture: hours, the city's value, what is covered, what is missing, the hand, the live edge. */
import { levelOf, type Indicator, type Level } from '#contract/catalogue.ts';
import { LEVEL_COLOURS, LEVEL_SHAPES } from '../../format/levels.ts';
import { readableRange } from '../../format/range.ts';
import { formatTime } from '../../format/time.ts';
import type { Language } from '../../globe/types.ts';
import type { Strip } from '../../strips.ts';
import { evenRuns, gapsIn, hourTicks, xOf, type Axis } from './axis.ts';
import type { Coverage } from './coverage.ts';

export interface TimelineModel {
  axis: Axis;
  width: number;
  height: number;
  language: Language;
  coverage: Coverage | null;
  strip: Strip | null;
  indicator: Indicator | null;
  /** The instant that the screen stands for. */
  at: number;
  /** The newest instant there is. */
  edge: number;
  isLive: boolean;
  /** Where the pointer is, epoch ms; null where it is elsewhere. */
  hover: number | null;
  /** What the value strip is, given its lowest and highest value. */
  caption(low: number, high: number): string;
  /** What is written in hatched stretches. */
  gapWord: string;
}

const INK = {
  text: '#9aa4ae', strong: '#e6eaee', line: '#2a3037', strip: '#c4ccd3', band: '#232930', covered: '#6d7984', accent: '#62d5df', hatch: '#4a535c', ground: '#14181c',
};
const FONT = "11px 'Inter Variable', 'Noto Sans SC Variable', sans-serif";
const STRONG_FONT = "600 12px 'Inter Variable', 'Noto Sans SC Variable', sans-serif";
export const LAYOUT = { hours: 18, strip: { top: 26, bottom: 24 }, coverage: 8, bottom: 8 } as const;

let hatch: CanvasPattern | null = null;

function hatchOf(context: CanvasRenderingContext2D): CanvasPattern {
  if (hatch) return hatch;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const ink = tile.getContext('2d')!;
  ink.strokeStyle = INK.hatch;
  ink.lineWidth = 1.5;
  ink.beginPath();
  for (const shift of [-8, 0, 8]) {
    ink.moveTo(shift, 8);
    ink.lineTo(shift + 8, 0);
  }
  ink.stroke();
  return (hatch = context.createPattern(tile, 'repeat')!);
}

export function drawTimeline(context: CanvasRenderingContext2D, model: TimelineModel): void {
  context.clearRect(0, 0, model.width, model.height);
  drawHours(context, model);
  drawCoverage(context, model);
  if (model.strip && model.indicator) drawStrip(context, model, model.strip, model.indicator);
  drawEdge(context, model);
  drawHand(context, model);
}

function drawHours(context: CanvasRenderingContext2D, { axis, height, language }: TimelineModel): void {
  context.font = FONT;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const { time, kind } of hourTicks(axis)) {
    const x = Math.round(xOf(axis, time)) + 0.5;
    context.strokeStyle = INK.line;
    context.lineWidth = kind === 'midnight' ? 2 : 1;
    context.beginPath();
    context.moveTo(x, kind === 'plain' ? LAYOUT.hours - 4 : 4);
    context.lineTo(x, kind === 'plain' ? LAYOUT.hours : height - LAYOUT.bottom);
    context.stroke();
    if (kind === 'plain' || axis.right - x < 30) continue;
    context.fillStyle = kind === 'midnight' ? INK.strong : INK.text;
    context.fillText(formatTime(time, kind === 'midnight' ? 'short' : 'minute', language), x + 5, LAYOUT.hours / 2 + 1);
  }
}

function drawCoverage(context: CanvasRenderingContext2D, { axis, height, coverage, edge, gapWord }: TimelineModel): void {
  const top = height - LAYOUT.bottom - LAYOUT.coverage;
  const end = Math.min(axis.right, xOf(axis, edge));
  context.fillStyle = INK.band;
  context.fillRect(axis.left, top, end - axis.left, LAYOUT.coverage);
  if (!coverage || coverage.times.length === 0) return;
  const bucket = (coverage.to - coverage.from) / coverage.times.length;
  context.fillStyle = INK.covered;
  for (const run of evenRuns(coverage.share)) {
    if (run.share === 0) continue;
    const x0 = Math.max(axis.left, xOf(axis, coverage.from + run.first * bucket));
    const x1 = Math.min(end, xOf(axis, coverage.from + run.end * bucket));
    if (x1 <= x0) continue;
    context.globalAlpha = 0.2 + 0.8 * run.share;
    context.fillRect(x0, top, x1 - x0, LAYOUT.coverage);
  }
  context.globalAlpha = 1;
  context.textAlign = 'center';
  for (const gap of gapsIn(coverage.times, coverage.share, bucket, { from: axis.from, to: edge })) {
    const x0 = Math.max(axis.left, xOf(axis, gap.from));
    const x1 = Math.min(end, xOf(axis, gap.to));
    if (x1 - x0 < 2) continue;
    context.fillStyle = hatchOf(context);
    context.fillRect(x0, LAYOUT.strip.top, x1 - x0, height - LAYOUT.bottom - LAYOUT.strip.top);
    const wide = context.measureText(gapWord).width + 12;
    if (x1 - x0 < wide + 8) continue;
    context.fillStyle = INK.ground;
    context.fillRect((x0 + x1 - wide) / 2, 40, wide, 18);
    context.fillStyle = INK.text;
    context.font = FONT;
    context.fillText(gapWord, (x0 + x1) / 2, 50);
  }
}

function drawStrip(context: CanvasRenderingContext2D, { axis, height, caption }: TimelineModel, strip: Strip, indicator: Indicator): void {
  const top = LAYOUT.strip.top;
  const bottom = height - LAYOUT.strip.bottom;
  const range = readableRange(strip.values);
  if (!range) return;
  const { low, high } = range;
  const y = (value: number): number => bottom - ((value - low) / (high - low)) * (bottom - top);
  context.strokeStyle = INK.strip;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.beginPath();
  let isDrawing = false;
  let before: Level | null | undefined;
  const changes: { x: number; y: number; level: Level }[] = [];
  for (let i = 0; i < strip.times.length; i++) {
    const value = strip.values[i]!;
    const time = strip.times[i]!;
    if (Number.isNaN(value) || time < axis.from) {
      isDrawing = false;
      continue;
    }
    const x = xOf(axis, time);
    if (isDrawing) context.lineTo(x, y(value));
    else context.moveTo(x, y(value));
    isDrawing = true;
    const level = levelOf(value, indicator.thresholds);
    if (before !== undefined && level !== before && level !== null) changes.push({ x, y: y(value), level });
    before = level;
  }
  context.stroke();
  for (const change of changes) drawLevel(context, change);
  drawCaption(context, axis.left, caption(low, high));
}

/** What the line is and between which values it runs: it has no axis of its own. */
function drawCaption(context: CanvasRenderingContext2D, left: number, text: string): void {
  context.font = FONT;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.globalAlpha = 0.8;
  context.fillStyle = INK.ground;
  context.fillRect(left, LAYOUT.strip.top - 4, context.measureText(text).width + 12, 16);
  context.globalAlpha = 1;
  context.fillStyle = INK.text;
  context.fillText(text, left + 6, LAYOUT.strip.top + 4);
}

function drawLevel(context: CanvasRenderingContext2D, { x, y, level }: { x: number; y: number; level: Level }): void {
  context.save();
  context.translate(x - 4, y - 4);
  context.scale(0.5, 0.5);
  const shape = new Path2D(LEVEL_SHAPES[level]);
  context.lineWidth = 4;
  context.strokeStyle = INK.ground;
  context.stroke(shape);
  context.fillStyle = LEVEL_COLOURS[level];
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array.
  context.fill(shape);
  context.restore();
}

function drawEdge(context: CanvasRenderingContext2D, { axis, height, edge, isLive }: TimelineModel): void {
  const x = Math.round(xOf(axis, edge)) + 0.5;
  context.strokeStyle = isLive ? INK.accent : INK.text;
  context.lineWidth = 1;
  context.setLineDash(isLive ? [] : [3, 3]);
  context.beginPath();
  context.moveTo(x, LAYOUT.hours);
  context.lineTo(x, height - LAYOUT.bottom);
  context.stroke();
  context.setLineDash([]);
}

function drawHand(context: CanvasRenderingContext2D, model: TimelineModel): void {
  const { axis, height, at, hover, isLive, language } = model;
  if (hover !== null) drawMark(context, model, hover, INK.text, null);
  const x = xOf(axis, at);
  const colour = isLive ? INK.accent : INK.strong;
  drawMark(context, model, at, colour, formatTime(at, 'clock', language));
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x - 5, height);
  context.lineTo(x + 5, height);
  context.lineTo(x, height - 7);
  context.fill();
  if (hover !== null) drawMark(context, model, hover, INK.text, formatTime(hover, 'minute', language));
}

function drawMark(context: CanvasRenderingContext2D, { axis, height }: TimelineModel, time: number, colour: string, label: string | null): void {
  const x = Math.round(xOf(axis, time)) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, LAYOUT.hours);
  context.lineTo(x, height - LAYOUT.bottom);
  context.stroke();
  if (label === null) return;
  context.font = STRONG_FONT;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const wide = context.measureText(label).width + 12;
  const middle = Math.min(axis.right + 20 - wide / 2, Math.max(axis.left + wide / 2, x));
  context.fillStyle = colour;
  context.fillRect(middle - wide / 2, 0, wide, LAYOUT.hours);
  context.fillStyle = INK.ground;
  context.fillText(label, middle, LAYOUT.hours / 2 + 0.5);
}
