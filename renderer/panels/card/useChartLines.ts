import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem } from '#contract/client.ts';
import type { Indicator } from '#contract/catalogue.ts';
import { useCityFacts } from '../../cityFacts.ts';
import { call } from '../../host.ts';
import { areaIndex, placeSet } from '../../placeSets.ts';
import { unitOf } from '../../state/forms.ts';
import { useScreen } from '../../state/store.ts';
import { stepFor } from '../timeline/asked.ts';
import type { ChartLine } from './Chart.tsx';
import type { Baseline, Points } from './chartLines.ts';
import { companionsOf } from './companions.ts';
import { useAsked } from './useAsked.ts';

interface Range { from: number; to: number }
/** Steps of a line over the whole city. */
const CITY_STEPS = 300;
/** A longer range has no baseline: it is the same week again and again. */
const MOST_BASELINE_MS = 8 * 86_400_000;

/** The whole city over a range. */
export async function cityPoints(code: string, range: Range): Promise<Points> {
  const { columns } = await call('strip.get', { indicator: code, ...range, step: stepFor(range.to - range.from, CITY_STEPS) });
  return columns as unknown as Points;
}

/** District and city of a place, as lines; those that there are, when they are there. */
export function useCompanionLines(reported: Indicator, places: string, index: number, { from, to }: Range): ChartLine[] {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const run = useScreen((screen) => screen.run?.id);
  const facts = useCityFacts(useScreen((screen) => screen.run?.city));
  const ask = useCallback(async () => {
    const found: { district: number | null; points: Points }[] = [];
    if (run === undefined) return found;
    for (const companion of companionsOf(reported, places)) {
      if (companion.unit === 'city') {
        found.push({ district: null, points: await cityPoints(reported.code, { from, to }) });
        continue;
      }
      const district = await districtOf(run, places, index);
      const set = await placeSet(run, companion.places, (asked) => call('places.get', { places: asked }));
      const at = areaIndex(set, 'district', district);
      if (at < 0) continue;
      const { columns } = await call('series.get', { places: companion.places, index: at, from, to });
      found.push({ district, points: columns as unknown as Points });
    }
    return found;
  }, [reported, places, index, from, to, run]);
  const asked = useAsked(ask, `${run}|${places}|${index}`);
  const found = asked.state === 'there' ? asked.value : null;
  return useMemo(
    () => (found ?? []).map(({ district, points }) => ({ name: district === null ? t('card.wholeCity') : (facts?.names.get(district)?.[language] ?? String(district)), points })),
    [found, facts, language, t],
  );
}

/** The code of the district that a place lies in. */
async function districtOf(run: string, places: string, index: number): Promise<number> {
  if (unitOf(places) === 'sites') return (await call('place.describe', { places, index })).district;
  const set = await placeSet(run, places, (asked) => call('places.get', { places: asked }));
  return set.district[index] ?? 0;
}

/** What is usual here at these hours; null while that is not known, or where nothing is. */
export function useBaseline(places: string, index: number, { from, to }: Range): Baseline | null {
  const ask = useCallback(async (): Promise<Baseline | null> => {
    if (to - from > MOST_BASELINE_MS) return null;
    try {
      const { header, columns } = await call('baseline.get', { places, index, from, to });
      return { ...(columns as unknown as Omit<Baseline, 'weeks'>), weeks: Number(header.weeks) };
    } catch (error) {
      // No value by such areas, or another chart asks now: no band.
      if (error instanceof CallProblem) return null;
      throw error;
    }
  }, [places, index, from, to]);
  const asked = useAsked(ask, `${places}|${index}`);
  return asked.state === 'there' ? asked.value : null;
}
