/** Coverage, gaps, stretches in coarse steps, and what the page has in memory. */
import { gapsIn } from '#contract/gaps.ts';
import { evenRuns, xOf } from './axis.ts';
import type { Coarse } from './coarse.ts';
import { hatchOf, INK, ROWS, writeOn } from './ink.ts';
import type { TimelineModel } from './draw.ts';

type Context = CanvasRenderingContext2D;

export function drawRecord(context: Context, model: TimelineModel): void {
  drawCoverage(context, model);
  drawSteps(context, model);
  drawGaps(context, model);
  drawMemory(context, model);
}

const topOf = (height: number): number => height - ROWS.coverage.bottom - ROWS.coverage.height;

/** From and to in pixels, cut to the window and to the newest; null where nothing of it is seen. */
function cut({ axis, edge }: TimelineModel, from: number, to: number): { x0: number; x1: number } | null {
  const x0 = Math.max(axis.left, xOf(axis, from));
  const x1 = Math.min(axis.right, xOf(axis, Math.min(to, edge)));
  return x1 > x0 ? { x0, x1 } : null;
}

function drawCoverage(context: Context, model: TimelineModel): void {
  const { axis, height, coverage, edge, recordFrom } = model;
  const top = topOf(height);
  const whole = cut(model, Math.max(axis.from, recordFrom), edge);
  context.fillStyle = INK.band;
  if (whole) context.fillRect(whole.x0, top, whole.x1 - whole.x0, ROWS.coverage.height);
  if (!coverage || coverage.times.length === 0) return;
  const bucket = (coverage.to - coverage.from) / coverage.times.length;
  for (const run of evenRuns(coverage.share)) {
    const part = run.share > 0 && cut(model, coverage.from + run.first * bucket, coverage.from + run.end * bucket);
    if (!part) continue;
    context.fillStyle = INK.covered;
    context.globalAlpha = 0.2 + 0.8 * run.share;
    context.fillRect(part.x0, top, part.x1 - part.x0, ROWS.coverage.height);
  }
  context.globalAlpha = 1;
}

/**
 * History in coarser steps than live: the longer the step, the thinner the band, and where it was thinned here an edge stands where the
 * step changes.
 */
function drawSteps(context: Context, model: TimelineModel): void {
  const { height, coarse, recordFrom } = model;
  const top = topOf(height);
  for (const stretch of coarse) {
    const part = cut(model, Math.max(stretch.from, recordFrom), stretch.until);
    if (!part) continue;
    const wide = part.x1 - part.x0;
    context.fillStyle = INK.ground;
    context.fillRect(part.x0, top, wide, ROWS.coverage.height - thicknessOf(stretch));
    if (stretch.isThinned) {
      context.fillStyle = INK.text;
      context.fillRect(Math.round(part.x1) - 1, top - 4, 1, ROWS.coverage.height + 4);
    }
  }
}

/** Over the line of values: in which steps it is kept. */
export function drawStepWords(context: Context, model: TimelineModel): void {
  for (const stretch of model.coarse) {
    const part = cut(model, Math.max(stretch.from, model.recordFrom), stretch.until);
    if (part) writeOn(context, model.stepWord(stretch), (part.x0 + part.x1) / 2, topOf(model.height) - 6, part.x1 - part.x0);
  }
}

/** Of a band 8 px thick: 6 where there is a value every few minutes, 4 up to an hour, 2 beyond. */
function thicknessOf({ step }: Coarse): number {
  return step <= QUARTER_S ? 6 : step <= 4 * QUARTER_S ? 4 : 2;
}

const QUARTER_S = 900;

function drawGaps(context: Context, model: TimelineModel): void {
  const { axis, height, coverage, edge, gapWord, recordFrom } = model;
  if (!coverage || coverage.times.length === 0) return;
  const bucket = (coverage.to - coverage.from) / coverage.times.length;
  for (const gap of gapsIn(coverage.times, coverage.share, bucket, { from: Math.max(axis.from, recordFrom), to: edge })) {
    const part = cut(model, gap.from, gap.to);
    if (!part || part.x1 - part.x0 < 2) continue;
    context.fillStyle = hatchOf(context);
    context.fillRect(part.x0, ROWS.strip.top, part.x1 - part.x0, height - ROWS.coverage.bottom - ROWS.strip.top);
    writeOn(context, gapWord, (part.x0 + part.x1) / 2, (ROWS.strip.top + height - ROWS.strip.bottom) / 2, part.x1 - part.x0);
  }
}

/** A line under the coverage: these instants are drawn at once. */
function drawMemory(context: Context, model: TimelineModel): void {
  const y = model.height - ROWS.memory.bottom - ROWS.memory.height;
  context.fillStyle = INK.accent;
  context.globalAlpha = 0.7;
  for (const { from, until } of model.memory) {
    const part = cut(model, from, until);
    // Also a moment of a long window leaves a trace.
    if (part) context.fillRect(part.x0, y, Math.max(1, part.x1 - part.x0), ROWS.memory.height);
  }
  context.globalAlpha = 1;
}
