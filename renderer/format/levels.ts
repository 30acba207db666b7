/** The four warning levels: the only blue, yellow, orange and red on the screen. Colour never stands without its shape and numeral. */
import { LEVELS, type Indicator, type Level } from '#contract/catalogue.ts';

export const LEVEL_COLOURS: Record<Level, string> = { blue: '#3d87e8', yellow: '#f2c718', orange: '#f08020', red: '#e5405a' };
/** Response levels as they are written in both languages; Ⅰ is the gravest. */
export const LEVEL_NUMERALS: Record<Level, string> = { blue: 'Ⅳ', yellow: 'Ⅲ', orange: 'Ⅱ', red: 'Ⅰ' };
/** One outline a level, in a 16 × 16 box: circle, triangle, diamond, octagon. */
export const LEVEL_SHAPES: Record<Level, string> = {
  blue: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z',
  yellow: 'M8 1.6L15 14H1z',
  orange: 'M8 .8L15.2 8L8 15.2L.8 8z',
  red: 'M5.2 1.2h5.6l4 4v5.6l-4 4H5.2l-4-4V5.2z',
};

/** False where no threshold is set, as for most sums over areas: such a value is neither normal nor not. */
export function isRated({ thresholds }: Pick<Indicator, 'thresholds'>): boolean {
  return LEVELS.some((level) => thresholds[level] !== null);
}
