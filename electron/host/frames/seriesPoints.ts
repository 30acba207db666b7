/** Entries of a series, and fewer of them where there are too many. Pure. */
import { STATUS } from '#layers/frame.ts';

/** Lists of equal length, in time order; the last four may be empty where `isBand` is false. */
export interface Points {
  times: number[];
  values: number[];
  status: number[];
  /** Of all words that an entry stands for. */
  low: number[];
  mean: number[];
  high: number[];
  words: number[];
  /** Whether some entry stands for several words. */
  isBand: boolean;
}

/**
 * At most `most` entries: neighbours that were measured become one, with the last's time and value. A silence stays where it began;
 * only where there are nearly as many of them as entries may be, they are left out.
 */
export function foldedTo(points: Points, most: number): Points {
  const { times, values, status, low, mean, high, words } = points;
  if (times.length <= most) return points;
  const silences = status.filter((each) => each !== STATUS.measured).length;
  // Each silence is an entry, and may end a group before it is full.
  const room = most - 2 * silences - 1;
  if (room < most / 4) return foldedTo(onlyMeasured(points), most);
  const size = Math.ceil((times.length - silences) / room);
  const made: Points = { times: [], values: [], status: [], low: [], mean: [], high: [], words: [], isBand: true };
  let inGroup = 0;
  for (let i = 0; i < times.length; i++) {
    const at = made.times.length - 1;
    if (status[i] === STATUS.measured && inGroup > 0 && inGroup < size) {
      const all = made.words[at] + words[i];
      made.times[at] = times[i];
      made.values[at] = values[i];
      made.low[at] = Math.min(made.low[at], low[i]);
      made.high[at] = Math.max(made.high[at], high[i]);
      made.mean[at] = made.mean[at] * (made.words[at] / all) + mean[i] * (words[i] / all);
      made.words[at] = all;
      inGroup++;
      continue;
    }
    for (const [into, from] of [[made.times, times], [made.values, values], [made.status, status], [made.low, low], [made.mean, mean], [made.high, high], [made.words, words]]) into.push(from[i]);
    inGroup = status[i] === STATUS.measured ? 1 : 0;
  }
  return made;
}

function onlyMeasured(points: Points): Points {
  const only = <T>(column: T[]): T[] => column.filter((_, i) => points.status[i] === STATUS.measured);
  const { times, values, status, low, mean, high, words, isBand } = points;
  return { times: only(times), values: only(values), status: only(status), low: only(low), mean: only(mean), high: only(high), words: only(words), isBand };
}
