/**
 * After mako, of viridis' family: even steps of lightness from near black over slate blue and teal to pale mint. Its blue
 * is paler than mako's, to stay clear of the blue warning level; it has no yellow, which turns olive on a dark ground.
 */
const STEPS = ['#0b0405', '#2e1e3b', '#413d7b', '#3d5e7d', '#338b96', '#44b5a6', '#8bdab2', '#def5e5'].map((hex) =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));

/** `rgb(r, g, b)` at 0…1. */
export function interpolateMako(t: number): string {
  const at = Math.min(1, Math.max(0, t)) * (STEPS.length - 1);
  const from = Math.min(STEPS.length - 2, Math.floor(at));
  const channels = STEPS[from]!.map((low, i) => Math.round(low + (STEPS[from + 1]![i]! - low) * (at - from)));
  return `rgb(${channels.join(', ')})`;
}
