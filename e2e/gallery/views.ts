/** From where the gallery's pictures are taken. Degrees and metres. */
import { landmarks, type Landmark } from '#fixtures/city/landmarks/landmarks.ts';
import { toLonLat } from '#fixtures/city/plane/geodesy.ts';
import type { CameraView } from '../../renderer/globe/types.ts';

const RAD = Math.PI / 180;
const METRES_PER_DEGREE = 111_320;

export const HEIGHTS: { id: string; zh: string; en: string; view: CameraView }[] = [
  { id: '80km', zh: '80 公里', en: '80 km', view: { lon: 121.5, lat: 30.8, height: 80_000, heading: 0, pitch: -60 } },
  { id: '8km', zh: '8 公里', en: '8 km', view: { lon: 121.485, lat: 31.165, height: 8000, heading: 0, pitch: -48 } },
  { id: '800m', zh: '800 米', en: '800 m', view: { lon: 121.4765, lat: 31.2245, height: 800, heading: 54, pitch: -20 } },
  { id: '80m', zh: '80 米', en: '80 m', view: { lon: 121.4872, lat: 31.2368, height: 80, heading: 82, pitch: -1 } },
];

/** A camera that has a place in the middle of its picture. `up`: of the place, metres above ground. */
export function towards(lon: number, lat: number, up: number, distance: number, heading: number, pitch: number): CameraView {
  const back = distance * Math.cos(pitch * RAD);
  return {
    lon: lon - (back * Math.sin(heading * RAD)) / (METRES_PER_DEGREE * Math.cos(lat * RAD)),
    lat: lat - (back * Math.cos(heading * RAD)) / METRES_PER_DEGREE,
    height: Math.max(8, up - distance * Math.sin(pitch * RAD)), heading, pitch,
  };
}

/** The Bund's row looks over the river. */
const isOnTheBund = (lon: number, lat: number): boolean => lon > 121.484 && lon < 121.4925 && lat > 31.231 && lat < 31.2455;

export function landmarkViews(): { id: string; zh: string; en: string; view: CameraView }[] {
  return landmarks().map((landmark) => {
    const [[lon, lat], reach] = middleOf(landmark);
    const distance = 60 + Math.max(1.55 * landmark.height, 1.75 * reach);
    const flat = reach > 3 * landmark.height;
    const heading = isOnTheBund(lon, lat) ? 285 : -35;
    return { id: landmark.id, zh: landmark.zh, en: landmark.en, view: towards(lon, lat, landmark.height * 0.45, distance, heading, flat ? -32 : -14) };
  });
}

/** Of what stands there: the middle, and how far it reaches about, metres. */
function middleOf({ solids, at }: Landmark): [[number, number], number] {
  const corners = solids.flatMap(({ corners: list }) => list);
  const range = (k: 0 | 1): [number, number] => corners.reduce<[number, number]>(([least, most], corner) => [Math.min(least, corner[k]), Math.max(most, corner[k])], [at[k], at[k]]);
  const [x, y] = [range(0), range(1)];
  return [toLonLat((x[0] + x[1]) / 2, (y[0] + y[1]) / 2), Math.hypot(x[1] - x[0], y[1] - y[0]) / 2];
}
