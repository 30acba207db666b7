/** What a building's own property says in colour: its use, its height, the fire-main pressure that it must hold. No indicator: it does not change. */
export type Trait = 'use' | 'height' | 'fireMain';
export const TRAITS: readonly Trait[] = ['use', 'height', 'fireMain'];

export interface TraitClass {
  /** Of use: the use. Else from this value on, metres or kPa. */
  from: number | string;
  colour: readonly [number, number, number];
}

/**
 * Uses: hues of one lightness, apart for the colour-blind (after Okabe and Ito), away from the warning colours. Heights and pressures: one
 * ramp from dim to bright; heights at the limits at which rules change (GB 50016: 27, 100, 250 m). Pressures after GB 50974-2014, 5.2.2; 0: none asked for.
 */
const CLASSES: Record<Trait, readonly TraitClass[]> = {
  use: [
    { from: 'residential', colour: [214, 190, 150] }, { from: 'lilong', colour: [178, 122, 96] }, { from: 'villa', colour: [233, 222, 196] },
    { from: 'office', colour: [92, 157, 190] }, { from: 'commercial', colour: [190, 130, 178] }, { from: 'industrial', colour: [128, 128, 150] },
    { from: 'public', colour: [104, 176, 148] }, { from: 'landmark', colour: [244, 244, 240] }, { from: 'unknown', colour: [96, 100, 104] },
  ],
  height: [
    { from: 0, colour: [57, 51, 92] }, { from: 12, colour: [58, 88, 132] }, { from: 27, colour: [54, 128, 150] }, { from: 54, colour: [62, 164, 158] },
    { from: 100, colour: [110, 200, 160] }, { from: 250, colour: [214, 240, 200] },
  ],
  fireMain: [{ from: 0, colour: [96, 100, 104] }, { from: 70, colour: [58, 88, 132] }, { from: 100, colour: [54, 150, 155] }, { from: 150, colour: [190, 228, 180] }],
};

/** From the least up, or in the order of uses. */
export const traitClasses = (trait: Trait): readonly TraitClass[] => CLASSES[trait];

/** Class of a building's property, −1 where the building does not say it. */
export function traitClassOf(trait: Trait, value: unknown): number {
  const classes = CLASSES[trait];
  if (trait === 'use') return classes.findIndex(({ from }) => from === value);
  const number = typeof value === 'number' && Number.isFinite(value) ? value : -1;
  return classes.findLastIndex(({ from }) => number >= (from as number));
}

/** RGBA by class, in rows of `width`, as `areaColours` has it for places. */
export function traitColours(trait: Trait, width: number): Uint8Array {
  const colours = new Uint8Array(width * 4);
  for (const [i, { colour }] of CLASSES[trait].entries()) colours.set([...colour, 255], i * 4);
  return colours;
}
