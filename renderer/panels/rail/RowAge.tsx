import type { Summary } from '#contract/contract.ts';
import { coarseAge, formatAge } from '../../format/age.ts';
import { useScreen } from '../../state/store.ts';

/**
 * How old a row's value was at the instant that the summaries are of. It is told with every summary, in coarse steps, so
 * that sixty rows are not redrawn every second.
 */
export function RowAge({ age, state }: { age: number | null; state: Summary['state'] | undefined }) {
  const language = useScreen((screen) => screen.language);
  if (age === null) return <span className="row-age" />;
  return <span className={state === 'silent' ? 'row-age row-age-silent' : 'row-age'}>{formatAge(coarseAge(age), language)}</span>;
}
