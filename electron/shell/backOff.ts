/** How long to wait before a process that died is started again. */

const FIRST_MS = 250;
const LONGEST_MS = 8000;
/** A process that has lived so long counts as healthy: its next death starts from the shortest wait. */
const HEALTHY_MS = 30_000;

/** Milliseconds to wait after the n-th death in a row (n ≥ 1). */
export function restartDelay(deaths: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (deaths - 1));
}

/** Deaths in a row, counting the one after `livedMs`. */
export function deathsInARow(before: number, livedMs: number): number {
  return livedMs >= HEALTHY_MS ? 1 : before + 1;
}
