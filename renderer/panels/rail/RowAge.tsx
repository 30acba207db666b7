import type { Summary } from '#contract/contract.ts';
import { formatCoarseAge } from '../../format/age.ts';
import { useScreen } from '../../state/store.ts';
import { useInstant } from '../../widgets/useInstant.ts';

const STEP_MS = 10_000;

/** How old a row's value is, in coarse steps: sixty rows are not redrawn every second. `measuredAt` in epoch ms. */
export function RowAge({ measuredAt, state }: { measuredAt: number | null; state: Summary['state'] | undefined }) {
  const language = useScreen((screen) => screen.language);
  const instant = useInstant(STEP_MS);
  if (measuredAt === null || instant === null) return <span className="row-age" />;
  const age = formatCoarseAge((instant - measuredAt) / 1000, language);
  return <span className={state === 'silent' ? 'row-age row-age-silent' : 'row-age'}>{age}</span>;
}
