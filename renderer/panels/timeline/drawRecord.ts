/** Coverage, gaps, stretches in coarse steps, and what the page has in memory. */
import { gapsIn } from '#contract/gaps.ts';
import { evenRuns, xOf } from './axis.ts';
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

/** History that is stored in coarser steps than live: the band is open instead of full, and says which step where it has room. */
function drawSteps(context: Context, model: TimelineModel): void {
  const { height, coverage, stepWord } = model;
  if (!coverage || coverage.times.length === 0) return;
  const bucket = (coverage.to - coverage.from) / coverage.times.length;
  const top = topOf(height);
  for (let i = 0; i < coverage.step.length; ) {
    const step = coverage.step[i]!;
    let end = i + 1;
    while (end < coverage.step.length && sameStep(coverage.step[end]!, step)) end++;
    const part = step > 0 ? cut(model, coverage.from + i * bucket, coverage.from + end * bucket) : null;
    if (part) {
      context.fillStyle = INK.ground;
      for (let x = Math.ceil(part.x0 / 6) * 6; x < part.x1; x += 6) context.fillRect(x, top, 3, ROWS.coverage.height);
      writeOn(context, stepWord(step), (part.x0 + part.x1) / 2, top + ROWS.coverage.height / 2, Math.min(part.x1 - part.x0, 400));
    }
    i = end;
  }
}

/** Within a quarter it is the same step: it is measured, not stated. */
export function sameStep(one: number, other: number): boolean {
  return one === other || (one > 0 && other > 0 && Math.abs(one - other) <= 0.25 * Math.min(one, other));
}

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
