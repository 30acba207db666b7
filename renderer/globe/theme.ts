/** The colours of the twin where no data lies on it: desaturated, so that data is the only saturated thing. */
export const THEME = {
  outside: '#101317',
  land: '#1a1e24',
  water: '#0b1118',
  district: '#47515e',
  town: '#2c333c',
  /** The one accent: selected. */
  accent: '#7fd4ff',
  /**
   * What a marked building is multiplied with. Nothing else in the picture lacks green: `surface.glsl.ts` knows it by that and
   * gives it the accent, in its own light. A building's own colour can only be made darker.
   */
  marked: '#ff0000',
  zenith: [0.026, 0.032, 0.040],
  horizon: [0.114, 0.133, 0.157],
} as const;
