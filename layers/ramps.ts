/**
 * The colours of data. Two families, so that what is measured and what is counted are not taken for each other, and one for what may lie on
 * either side of a middle; each for a dark city, where more is brighter, and for a light one, where more is darker. Steps are even in
 * CIEDE2000 and lightness only rises or only falls, so that a ramp reads in grey and for those who do not tell red from green
 * (`ramps.test.ts`). None comes near a warning level.
 */
export type Ground = 'dark' | 'light';
export type Family = 'values' | 'counts' | 'differences';

/** Slate, teal, mint: after mako and cmocean's deep. */
const VALUES_DARK = ['#3e3a70', '#3e4876', '#3d557c', '#3c5f80', '#3a6985', '#39758d', '#368294', '#328f9c', '#379ba1', '#44a8a3', '#51b5a5', '#5ec3a8', '#7fd1ae', '#a0dfb6', '#c0ebc3', '#dcf4d2', '#f2fbdf'];
const VALUES_LIGHT = ['#e3f0dc', '#cde7d0', '#b3dcc2', '#98cfb9', '#7ec2b3', '#62b5ad', '#56a7a6', '#4b999f', '#3f8c99', '#398091', '#377389', '#356780', '#335b78', '#335070', '#314568', '#2f3860', '#2c2a56'];
/** Plum to blossom: after cmocean's matter, without its orange. */
const COUNTS_DARK = ['#5a2f6e', '#6d367d', '#803e8c', '#934598', '#a34e9c', '#b257a0', '#c161a4', '#cb6fa8', '#d47dac', '#de8caf', '#e59cb6', '#ebacbd', '#f0bbc3', '#f4cacd', '#f8d8d8', '#fbe5e1', '#fdf0ea'];
const COUNTS_LIGHT = ['#f6e1dd', '#f2d4d4', '#ecc6ca', '#e7b7c0', '#e0a8b8', '#d899b1', '#d08aaa', '#c77ca3', '#bc6f9e', '#b16299', '#a75694', '#974d8e', '#874488', '#763b81', '#633374', '#502c66', '#3d2458'];
/** Sea to sand through the ground's own grey: least first. */
const DIFFERENCES_DARK = ['#b8ecf4', '#8ad0df', '#5bb6cc', '#4a9cb4', '#44859c', '#3e7086', '#395b6d', '#334551', '#2c3138', '#423c3a', '#59483b', '#75573c', '#8f6c47', '#a88155', '#c29b6b', '#d8ba8e', '#f0dcb4'];
const DIFFERENCES_LIGHT = ['#17455f', '#255c77', '#31728d', '#3d88a3', '#5d9db3', '#80b5c5', '#a6ced7', '#cee0e4', '#eef0ee', '#e7decd', '#dcc8a6', '#c8ac80', '#b3915f', '#9f7943', '#896536', '#714f29', '#57381a'];

const RAMPS: Record<Family, Record<Ground, readonly (readonly [number, number, number])[]>> = {
  values: { dark: parsed(VALUES_DARK), light: parsed(VALUES_LIGHT) },
  counts: { dark: parsed(COUNTS_DARK), light: parsed(COUNTS_LIGHT) },
  differences: { dark: parsed(DIFFERENCES_DARK), light: parsed(DIFFERENCES_LIGHT) },
};

/** Red, green, blue, 0…255, at 0 (least) … 1 (most) of a ramp. */
export function rampAt(family: Family, ground: Ground, t: number): [number, number, number] {
  const steps = RAMPS[family][ground];
  const at = Math.min(1, Math.max(0, t)) * (steps.length - 1);
  const low = Math.min(steps.length - 2, Math.floor(at));
  return [0, 1, 2].map((i) => Math.round(steps[low]![i]! + (steps[low + 1]![i]! - steps[low]![i]!) * (at - low))) as [number, number, number];
}

function parsed(steps: readonly string[]): [number, number, number][] {
  return steps.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]);
}
