/** What a look of the twin is: paint for the ground, light for the buildings, sky, and how names and signs stand on it. */
import type { INKS } from '#layers/signs/paint.ts';

/** Red, green, blue; 0…1 unless stated. */
export type Rgb = readonly [number, number, number];

/** Everything on the ground that has a colour of its own. */
export type Tone =
  | 'outside' | 'land' | 'water' | 'shore' | 'district' | 'town'
  | 'park' | 'square' | 'wood' | 'wetland'
  | 'airport' | 'runway' | 'terminal' | 'railwayHub' | 'port'
  | 'ring' | 'expressway' | 'arterial' | 'street' | 'roadEdge' | 'deckSide'
  | 'selected';

export interface Light {
  /** Degrees: from north over east, and above the horizon. */
  sunAzimuth: number;
  sunElevation: number;
  /** Linear light that falls on a surface: straight from the sun, from the sky above, back from the ground. May exceed 1. */
  sun: Rgb;
  sky: Rgb;
  bounce: Rgb;
  /** Light that is left at the foot of a wall, 0…1. */
  street: number;
  /** What is kept of a surface's own colour, 0 = grey … 1. */
  saturation: number;
  /** What is kept of the difference between dark and light surfaces, 0 = all alike … 1. */
  contrast: number;
  /** Linear: what glass mirrors from above and from the horizon. */
  mirrorZenith: Rgb;
  mirrorHorizon: Rgb;
  /** How much glass mirrors, 0…1. */
  mirror: number;
  /** Share of windows that are lit, 0…1, and their linear colour. */
  windowsLit: number;
  window: Rgb;
}

/** Colours of the names on the twin, as CSS writes them; `halo` is about the ground's own, so that they are read on anything. */
export type NameTone = 'halo' | 'plain' | 'quiet' | 'water' | 'green' | 'strong' | 'dot';

export interface Look {
  id: string;
  /** Of the switch: an SVG path, 16 × 16. */
  icon: string;
  ground: Record<Tone, string>;
  /** `official`: share of a line's own colour, 0…1; the rest is `neutral`. */
  rail: { official: number; neutral: string };
  names: Record<NameTone, string>;
  /** For a dark city or a light one: ink of context layers' signs and lines, ramps of data. */
  signs: keyof typeof INKS;
  /** sRGB, as they are on the screen. */
  zenith: Rgb;
  horizon: Rgb;
  /** How soon the distance is lost in haze; 1 = as far as the height of the camera allows. */
  haze: number;
  /** sRGB of what is selected, for buildings. */
  accent: Rgb;
  /** Brightness of data's colour on a wall for the wall's own brightness: walls must stand out of data, data must be seen on walls. */
  dataOnWalls: number;
  light: Light;
}
