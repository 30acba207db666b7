/** Which of a scale's values are written under it, and where: never one on another, thresholds before round numbers. */
import type { ScaleStop } from '#layers/scale.ts';

export interface PlacedLabel { text: string; x: number }

const CHARACTER = 6.6;
const APART = 8;

/** `x`: middle of the label in pixels, moved so that it stays on the bar of `width` pixels. */
export function placeLabels(stops: readonly ScaleStop[], text: (stop: ScaleStop) => string, width: number): PlacedLabel[] {
  const ends = stops.filter((_, at) => at === 0 || at === stops.length - 1);
  const inOrder = [...stops.filter(({ level }) => level === 'red'), ...ends, ...stops.filter(({ level }) => level !== null), ...stops];
  const placed: { text: string; x: number; half: number }[] = [];
  for (const stop of inOrder) {
    const label = text(stop);
    const half = (label.length * CHARACTER) / 2;
    const x = Math.min(width - half, Math.max(half, stop.position * width));
    const collides = placed.some((other) => Math.abs(other.x - x) < other.half + half + APART);
    if (!collides && !placed.some((other) => other.text === label)) placed.push({ text: label, x, half });
  }
  return placed.toSorted((one, other) => one.x - other.x).map(({ text: label, x }) => ({ text: label, x }));
}
