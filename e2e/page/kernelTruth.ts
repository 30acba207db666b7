/** What a heat must show, computed apart from every part that draws it: stations, the kernel over them, the place under a pixel, the value of a colour. */
import { enuFrame, enuOf, lonLatOf } from '#layers/enu.ts';

export interface Place { lon: number; lat: number }
export type Station = Place & { id: string; value: number };

/** Few and low houses: what stands high is seen beside its place. */
export const CENTRE: Place = { lon: 121.42, lat: 31.12 };
const HERE = enuFrame(CENTRE.lon, CENTRE.lat);
/** Horizontal opening of the camera (renderer/globe/picture.ts). */
const FIELD_OF_VIEW = (50 * Math.PI) / 180;

/** Stations some 700 m apart, each with a temperature that has nothing to do with its neighbours'. */
export function stations(seed = 5): Station[] {
  let state = seed;
  const next = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: 400 }, (_, i) => {
    const [lon, lat] = lonLatOf(HERE, ((i % 20) - 9.5 + 0.6 * next()) * 700, (Math.floor(i / 20) - 9.5 + 0.6 * next()) * 700, 0);
    return { id: `station-${i}`, lon, lat, value: Math.round((20 + 20 * next()) * 10) / 10 };
  });
}

/** The kernel at a place, summed over every station at its full distance, and how much of it there is: no grid, no shader. */
export function kernelAt(from: readonly (Place & { value: number })[], sigma: number, place: Place): { value: number; weight: number } {
  const own = enuFrame(place.lon, place.lat);
  let [weight, weighted] = [0, 0];
  for (const { lon, lat, value } of from) {
    const [x, y] = enuOf(own, lon, lat);
    const w = Math.exp(-(x * x + y * y) / (2 * sigma ** 2));
    weight += w;
    weighted += w * value;
  }
  return { value: weighted / weight, weight };
}

/** What a pixel of the map shows from straight above: where its ray meets the ground. */
export function placeUnder(map: { width: number; height: number }, height: number, x: number, y: number): Place {
  const focal = map.width / 2 / Math.tan(FIELD_OF_VIEW / 2);
  let place = CENTRE;
  // The ground falls away from the middle: nearer with each look.
  for (let drop = 0, k = 0; k < 4; k++) {
    const [lon, lat] = lonLatOf(HERE, ((x - map.width / 2) / focal) * (height + drop), ((map.height / 2 - y) / focal) * (height + drop), -drop);
    place = { lon, lat };
    drop = -enuOf(HERE, lon, lat)[2];
  }
  return place;
}

/** From where to where on the scale, 0…1, it has a colour; null where nowhere. */
export function positionsOf(lut: Uint8Array, [red, green, blue]: readonly [number, number, number]): [number, number] | null {
  const off = Array.from({ length: 256 }, (_, i) => Math.abs(lut[4 * i] - red) + Math.abs(lut[4 * i + 1] - green) + Math.abs(lut[4 * i + 2] - blue));
  const least = Math.min(...off);
  return least > 4 ? null : [off.indexOf(least) / 256, (off.lastIndexOf(least) + 1) / 256];
}
