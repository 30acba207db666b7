/** From ENU metres to pixels of the picture and back, in double precision: for picking, labels and markers. */
import { Matrix4, type Scene } from '@cesium/engine';
import type { EnuFrame } from '#layers/enu.ts';
import type { CameraMatrices } from './overlay/viewport.ts';

export interface Projection extends CameraMatrices {
  /** Column-major ENU metres → clip space. */
  clip: number[];
  /** How often the picture stands side by side on the map; `width` is of one. */
  copies: 1 | 2;
}

export function projectionOf(scene: Scene, enu: EnuFrame): Projection {
  const { camera, canvas } = scene;
  const view = Matrix4.multiplyTransformation(camera.viewMatrix, Matrix4.fromArray(Array.from(enu.toEarth)), new Matrix4());
  const projection = camera.frustum.projectionMatrix;
  const clip = Matrix4.toArray(Matrix4.multiply(projection, view, new Matrix4()));
  return { view: Matrix4.toArray(view), projection: Matrix4.toArray(projection), clip, width: canvas.clientWidth / copiesOf(scene), height: canvas.clientHeight, copies: copiesOf(scene) };
}

/** Two where Cesium's picture is half as wide as its canvas: each half of the map shows it. */
export function copiesOf({ camera: { frustum }, canvas }: Scene): 1 | 2 {
  const aspect = 'aspectRatio' in frustum ? (frustum.aspectRatio as number) : 1;
  return canvas.clientWidth / Math.max(1, canvas.clientHeight) > 1.5 * aspect ? 2 : 1;
}

const onScreen = new WeakMap<Float32Array, { clip: string; screen: Float32Array }>();

/** x, y and distance of many points, as `project` gives them, NaN behind the eye; kept while the camera rests. */
export function screenOf(positions: Float32Array, { clip: m, width, height }: Projection): Float32Array {
  const key = `${m.join()} ${width} ${height}`;
  const kept = onScreen.get(positions);
  if (kept?.clip === key) return kept.screen;
  const screen = kept?.screen ?? new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!];
    const w = m[3]! * x + m[7]! * y + m[11]! * z + m[15]!;
    screen[i] = w > 0 ? (((m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) / w + 1) / 2) * width : NaN;
    screen[i + 1] = w > 0 ? ((1 - (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) / w) / 2) * height : NaN;
    screen[i + 2] = w;
  }
  onScreen.set(positions, { clip: key, screen });
  return screen;
}

/** CSS pixels from the top left, and the distance along the view in metres; null behind the eye. */
export function project({ clip: m, width, height }: Projection, x: number, y: number, z: number): [number, number, number] | null {
  const w = m[3]! * x + m[7]! * y + m[11]! * z + m[15]!;
  if (w <= 0) return null;
  const px = (m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) / w;
  const py = (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) / w;
  return [((px + 1) / 2) * width, ((1 - py) / 2) * height, w];
}

/** Distance of x, y from the segment between a and b, pixels. */
export function offSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}
