/** Where places do not report, as frames of their own: of each place for how long it has been silent, or of an area how many of its places are. */
import { STATUS, type IndicatorFrame } from './frame.ts';

const HOUR_S = 3600;

/** Hours since the last word where a place is silent, 0 where it speaks; what never spoke and what is withheld stay so. */
export function hoursSilent(frame: IndicatorFrame): IndicatorFrame {
  const values = Float32Array.from(frame.status, (status, i) => (status === STATUS.measured ? 0 : status === STATUS.silent ? frame.ages[i]! / HOUR_S : NaN));
  const status = frame.status.map((one) => (one === STATUS.silent ? STATUS.measured : one));
  return { ...frame, values, ages: new Uint32Array(values.length), status };
}

/**
 * Percent of an area's places that are silent, of those that ever spoke; never where none did. `areaOf`: each place's index in the area
 * place set, -1 where it lies in none; `places`: that set's id and how many areas it has.
 */
export function shareSilent(frame: IndicatorFrame, areaOf: Int32Array, places: { id: string; count: number }): IndicatorFrame {
  const [spoke, silent] = [new Uint32Array(places.count), new Uint32Array(places.count)];
  for (let i = 0; i < areaOf.length; i++) {
    const area = areaOf[i]!;
    const status = frame.status[i];
    if (area < 0 || (status !== STATUS.measured && status !== STATUS.silent)) continue;
    spoke[area]!++;
    if (status === STATUS.silent) silent[area]!++;
  }
  return {
    ...frame, places: places.id,
    values: Float32Array.from(spoke, (all, area) => (all > 0 ? (100 * silent[area]!) / all : NaN)),
    ages: new Uint32Array(places.count),
    status: Uint8Array.from(spoke, (all) => (all > 0 ? STATUS.measured : STATUS.never)),
  };
}

/** Indices of the silent places, the longest first; those of equal age by index. */
export function longestSilent({ status, ages }: IndicatorFrame): number[] {
  const silent: number[] = [];
  for (let i = 0; i < status.length; i++) if (status[i] === STATUS.silent) silent.push(i);
  return silent.toSorted((a, b) => ages[b]! - ages[a]! || a - b);
}
