/** What a chart of the last day must show: the values, and the thresholds that are near enough to matter. */
import { readableRange } from '../../format/range.ts';
import { LEVELS, type Indicator, type Level } from '#contract/catalogue.ts';

export interface ThresholdLine { level: Level; value: number }

/** A threshold is drawn when it lies within this many spans of the values. */
const NEAR_SPANS = 1.5;

export function thresholdLines({ thresholds }: Indicator): ThresholdLine[] {
  return LEVELS.map((level) => ({ level, value: thresholds[level] })).filter((line): line is ThresholdLine => line.value !== null);
}

/** Lowest and highest value of the axis, and the threshold lines inside it. Null where nothing was measured. */
export function chartScale(values: ArrayLike<number>, indicator: Indicator): { low: number; high: number; lines: ThresholdLine[] } | null {
  const range = readableRange(values);
  if (!range) return null;
  let { low, high } = range;
  const isNeverNegative = !Array.from(values).some((value) => value < 0);
  const span = high - low;
  const lines = thresholdLines(indicator).filter(({ value }) => value >= low - NEAR_SPANS * span && value <= high + NEAR_SPANS * span);
  for (const { value } of lines) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const margin = (high - low) * 0.08;
  // What is never negative does not get an axis below zero.
  return { low: isNeverNegative ? Math.max(0, low - margin) : low - margin, high: high + margin, lines };
}
