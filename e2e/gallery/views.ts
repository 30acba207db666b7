/** From where the gallery's pictures are taken. Degrees and metres. */
import { landmarks, type Landmark } from '#fixtures/city/landmarks/landmarks.ts';
import { toLonLat, type Point } from '#fixtures/city/plane/geodesy.ts';
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

interface Standing { id: string; zh: string; en: string; at: Point; height: number; reach: number }

/** Heading and pitch of what generated buildings stand before from every other side. */
const OVER_NEIGHBOURS: Record<string, [heading: number, pitch: number]> = { 'circus-world': [30, -28], 'jingan-temple': [10, -26], 'xizang-road': [60, -24] };

/** Tried in this order: from the south-east first, where the light is. */
const HEADINGS = [-35, 35, -80, 80, 145, -145, 0, 180];

/** Each from where the fewest other landmarks stand before it. */
export function landmarkViews(): { id: string; zh: string; en: string; view: CameraView }[] {
  const all = landmarks().map(standing);
  return all.map((one) => {
    const [lon, lat] = toLonLat(...one.at);
    const isFlat = one.reach > 3 * one.height;
    const isAmongTowers = lon > 121.493 && lon < 121.513 && lat > 31.229 && lat < 31.246;
    const pitch = isFlat ? -32 : isAmongTowers ? -22 : -14;
    const distance = 50 + Math.max(2.1 * one.height, 1.8 * one.reach);
    const hidden = HEADINGS.map((heading) => all.reduce((sum, other) => sum + (other === one ? 0 : hiding(other, one, distance, heading, pitch)), 0));
    const heading = isOnTheBund(lon, lat) ? 285 : HEADINGS[hidden.indexOf(Math.min(...hidden))]!;
    return { id: one.id, zh: one.zh, en: one.en, view: towards(lon, lat, one.height * 0.45, distance, ...(OVER_NEIGHBOURS[one.id] ?? [heading, pitch])) };
  });
}

/** How much of `one` stands behind `other`, metres; 0 where it does not. */
function hiding(other: Standing, one: Standing, distance: number, heading: number, pitch: number): number {
  const [east, north] = [other.at[0] - one.at[0], other.at[1] - one.at[1]];
  const [sin, cos] = [Math.sin(heading * RAD), Math.cos(heading * RAD)];
  const before = -(east * sin + north * cos);
  const beside = Math.abs(east * cos - north * sin);
  if (before < 0 || before > distance + other.reach || beside > other.reach + one.reach / 2) return 0;
  return Math.max(0, other.height - Math.tan(-pitch * RAD) * before);
}

/** The middle of what stands there, and how far it reaches about, metres. */
function standing({ id, zh, en, solids, at, height }: Landmark): Standing {
  const corners = solids.flatMap(({ corners: list }) => list);
  const range = (k: 0 | 1): [number, number] => corners.reduce<[number, number]>(([least, most], corner) => [Math.min(least, corner[k]), Math.max(most, corner[k])], [at[k], at[k]]);
  const [x, y] = [range(0), range(1)];
  return { id, zh, en, height, at: [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2], reach: Math.hypot(x[1] - x[0], y[1] - y[0]) / 2 };
}
