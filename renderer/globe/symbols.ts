/** Which drawn symbol a pixel shows: points by the shape of their sprite, columns by the prism that they are. */
import type { Scene } from '@cesium/engine';
import { Cartesian2 } from '@cesium/engine';
import type { EnuFrame } from '#layers/enu.ts';
import { columnSize, pointPixels } from './overlay/forms.ts';
import { screenOf, type Projection } from './projection.ts';
import type { Shown } from './slots.ts';

/** `metres`: how far from the eye. */
export interface SymbolHit { shown: Shown; index: number; metres: number }

/** A line of sight in ENU metres; the direction's length is one. */
export interface Sightline { from: readonly [number, number, number]; way: readonly [number, number, number] }

/** Small symbols are meant from so far away, pixels from their middle. */
const LEAST_REACH = 5;

export function sightlineUnder(scene: Scene, { fromEarth: m }: EnuFrame, x: number, y: number): Sightline | null {
  const ray = scene.camera.getPickRay(new Cartesian2(x, y));
  if (!ray) return null;
  const { origin: o, direction: d } = ray;
  const turned = (a: number, b: number, c: number, w: number): [number, number, number] => [
    m[0] * a + m[4] * b + m[8] * c + w * m[12], m[1] * a + m[5] * b + m[9] * c + w * m[13], m[2] * a + m[6] * b + m[10] * c + w * m[14],
  ];
  return { from: turned(o.x, o.y, o.z, 1), way: turned(d.x, d.y, d.z, 0) };
}

/** The symbol of one slot under a point of the picture; null where there is none. */
export function symbolAt(shown: Shown, view: Projection, sight: Sightline, scale: number, x: number, y: number): SymbolHit | null {
  if (shown.points) return pointAt(shown, view, scale, x, y);
  return shown.columns ? columnAt(shown, sight, scale) : null;
}

/** Of points that cover the pixel the one drawn last; where none does, the nearest within reach. */
function pointAt(shown: Shown, view: Projection, scale: number, x: number, y: number): SymbolHit | null {
  const { positions } = shown;
  const { colours, marks } = shown.points!;
  const pixels = pointPixels(scale, positions.length / 3);
  const screen = screenOf(positions, view);
  let [covering, near, least] = [-1, -1, Infinity];
  for (let i = 0; i < positions.length / 3; i++) {
    if (colours[i * 4 + 3] === 0) continue;
    const half = (pixels * marks[i * 2]) / 2;
    const [dx, dy] = [x - screen[i * 3], y - screen[i * 3 + 1]];
    const reach = Math.max(LEAST_REACH, half + 1);
    // Also false for what is behind the eye: NaN.
    if (!(Math.abs(dx) <= reach && Math.abs(dy) <= reach)) continue;
    if (isInSprite(dx / half, dy / half, marks[i * 2 + 1])) covering = i;
    const off = Math.hypot(dx, dy);
    if (off <= reach && off < least) [near, least] = [i, off];
  }
  const index = covering >= 0 ? covering : near;
  return index < 0 ? null : { shown, index, metres: screen[index * 3 + 2] };
}

/** As the points' shader has it (`#layers/points/pointsLayer.ts`): p from −1 to 1, down positive. */
function isInSprite(px: number, py: number, shape: number): boolean {
  if (shape < 1.5 || shape > 4.5) return Math.hypot(px, py) <= 0.92;
  if (shape < 2.5) return Math.max(py - 0.62, 0.866 * Math.abs(px) - 0.5 * py - 0.46) <= 0;
  if (shape < 3.5) return Math.abs(px) + Math.abs(py) <= 0.95;
  return Math.max(Math.abs(px), Math.abs(py)) <= 0.74;
}

const APOTHEM = Math.cos(Math.PI / 6);
const SIDES = Array.from({ length: 6 }, (_, k) => [Math.cos(((k + 0.5) * Math.PI) / 3), Math.sin(((k + 0.5) * Math.PI) / 3)] as const);

/** The column that the line of sight enters first: the same six-sided prisms that are drawn, so that no lean and no camera can mislead. */
function columnAt(shown: Shown, { from, way }: Sightline, scale: number): SymbolHit | null {
  const { positions } = shown;
  const { heights } = shown.columns!.style;
  const { radius, tallest } = columnSize(scale, positions.length / 3);
  const flat = way[0] * way[0] + way[1] * way[1];
  let [best, least] = [-1, Infinity];
  for (let i = 0; i < positions.length / 3; i++) {
    if (heights[i] === 0) continue;
    const [x, y, z] = [positions[i * 3] - from[0], positions[i * 3 + 1] - from[1], positions[i * 3 + 2] - from[2]];
    // Whose axis the line passes farther away than a corner is cannot be hit.
    const across = x * way[1] - y * way[0];
    if (across * across > radius * radius * flat) continue;
    const metres = entersPrism(way, x, y, z, radius, heights[i] * tallest);
    if (metres !== null && metres < least) [best, least] = [i, metres];
  }
  return best < 0 ? null : { shown, index: best, metres: least };
}

/** Where a line from the origin enters the prism whose foot is at x, y, z: cut by each of its eight sides in turn. */
function entersPrism(way: Sightline['way'], x: number, y: number, z: number, radius: number, height: number): number | null {
  let [enter, leave] = [0, Infinity];
  const cut = (towards: number, distance: number): void => {
    // Inside where towards · t ≤ distance.
    if (towards === 0) {
      if (distance < 0) leave = -1;
    } else if (towards > 0) leave = Math.min(leave, distance / towards);
    else enter = Math.max(enter, distance / towards);
  };
  for (const [nx, ny] of SIDES) cut(way[0] * nx + way[1] * ny, radius * APOTHEM + x * nx + y * ny);
  cut(way[2], z + height);
  cut(-way[2], -z);
  return enter <= leave ? enter : null;
}
