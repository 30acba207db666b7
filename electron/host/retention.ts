/** How long a run keeps what: as it came, thinned, and when it became known. */
import type { RunConfig } from './config.ts';
import type { UpkeepLimits } from './store/store.ts';

export interface Retention {
  /** Ages in ms; null: for ever. */
  fullMs: number | null;
  /** Steps rise, and so do the ages until which they are kept. */
  steps: readonly { stepMs: number; keptMs: number }[];
  knownMs: number | null;
  /** Null: as much as the disk has. */
  budgetBytes: number | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const USUAL_FULL_DAYS = 7;
const USUAL_STEPS = [{ stepMinutes: 15, days: 35 }, { stepMinutes: 60, days: 400 }];
const USUAL_KNOWN_DAYS = 30;
const MB = 1024 * 1024;

export function retentionOf({ clock, retainDays, coarse, knownDays, diskBudgetMB }: RunConfig): Retention {
  const isWall = clock === 'wall';
  const days = retainDays ?? (isWall ? USUAL_FULL_DAYS : null);
  const steps = days === null ? [] : (coarse ?? (isWall ? USUAL_STEPS : [])).filter((step) => step.days > days);
  const known = knownDays ?? (isWall ? USUAL_KNOWN_DAYS : null);
  return {
    fullMs: days === null ? null : days * DAY_MS,
    steps: steps.map((step) => ({ stepMs: step.stepMinutes * MINUTE_MS, keptMs: step.days * DAY_MS })),
    knownMs: known === null ? null : known * DAY_MS,
    budgetBytes: diskBudgetMB === undefined ? null : diskBudgetMB * MB,
  };
}

/** What the store's upkeep is to do when the run's clock stands at `now`, epoch ms. */
export function limitsAt({ fullMs, steps, knownMs }: Retention, now: number): Omit<UpkeepLimits, 'mergeBefore'> {
  const ages = fullMs === null ? [] : [fullMs, ...steps.map(({ keptMs }) => keptMs)];
  return {
    dropBefore: ages.length === 0 ? null : now - ages[ages.length - 1],
    thin: steps.map(({ stepMs }, i) => ({ stepMs, before: now - ages[i] })),
    knownBefore: knownMs === null ? null : now - knownMs,
  };
}
