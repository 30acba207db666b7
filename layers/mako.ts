/**
 * Mako, from the same maker as viridis: even steps of lightness from near black over blue and teal to pale mint. It has
 * none of the warning colours in it and stays clear of mud on a dark ground, where viridis' yellow turns olive.
 */
const STEPS = ['#0b0405', '#2e1e3b', '#413d7b', '#37659e', '#348fa7', '#40b7ad', '#8bdab2', '#def5e5'].map((hex) =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));

/** `rgb(r, g, b)` at 0…1. */
export function interpolateMako(t: number): string {
  const at = Math.min(1, Math.max(0, t)) * (STEPS.length - 1);
  const from = Math.min(STEPS.length - 2, Math.floor(at));
  const channels = STEPS[from]!.map((low, i) => Math.round(low + (STEPS[from + 1]![i]! - low) * (at - from)));
  return `rgb(${channels.join(', ')})`;
}
