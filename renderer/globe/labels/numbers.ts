/** Numbers of lines of equal value, as both languages write them. */
import { formatExact } from '../../format/numbers.ts';
import type { Language } from '../types.ts';

/** `places`: x and y in ENU metres and the level's index, three numbers a place. */
export function numbersOf(levels: readonly number[], places: Float32Array): { x: number; y: number; text: Record<Language, string> }[] {
  return Array.from({ length: places.length / 3 }, (_, k) => {
    const level = levels[places[3 * k + 2]!]!;
    return { x: places[3 * k]!, y: places[3 * k + 1]!, text: { zh: formatExact(level, 'zh'), en: formatExact(level, 'en') } };
  });
}
