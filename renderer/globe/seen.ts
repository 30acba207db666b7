/** The values that a slot's colours on the screen stand for. */
import type { Scene } from '@cesium/engine';
import { areaAt } from '#layers/choropleth/raster.ts';
import { enuOf, type EnuFrame } from '#layers/enu.ts';
import { paintedAt, SUPPORT } from '#layers/heat/paint.ts';
import { sumsAt } from '#layers/heat/kernel.ts';
import { isMeasured } from '#layers/places.ts';
import { groundUnder } from './camera.ts';
import { projectionOf, screenOf } from './projection.ts';
import type { Shown } from './slots.ts';

/** So many looks across the picture and down: what is smaller than the distance between two of them matters little on it. */
const ACROSS = 48;
const DOWN = 30;

/** Indicator's unit, per km² where the slot shows a density. Of heat and areas at looks spread evenly over the picture, else of each place on it. */
export function valuesSeen(scene: Scene, enu: EnuFrame, shown: Shown | null): number[] {
  if (!shown?.frame) return [];
  const { frame, field, raster, look, positions } = shown;
  const { clientWidth: width, clientHeight: height } = scene.canvas;
  if (!field && !raster) {
    const screen = screenOf(positions, projectionOf(scene, enu));
    const isInPicture = (i: number): boolean => screen[3 * i]! >= 0 && screen[3 * i]! < width && screen[3 * i + 1]! >= 0 && screen[3 * i + 1]! < height;
    return Array.from(frame.values).filter((_, i) => isMeasured(frame, i) && isInPicture(i));
  }
  const values: number[] = [];
  for (let k = 0; k < ACROSS * DOWN; k++) {
    const ground = groundUnder(scene, (((k % ACROSS) + 0.5) / ACROSS) * width, ((Math.floor(k / ACROSS) + 0.5) / DOWN) * height);
    if (!ground) continue;
    const [x, y] = enuOf(enu, ground.lon, ground.lat);
    if (field) {
      const { value, support } = paintedAt(sumsAt(field.field, x, y), field.paint, look.scale.mapping, look.sigma);
      if (support > SUPPORT.none) values.push(value);
    } else {
      const index = areaAt(raster!, x, y);
      if (index >= 0 && isMeasured(frame, index)) values.push(frame.values[index]!);
    }
  }
  return values;
}
