/** Where the camera stands, where it may stand, and how it gets there. Degrees and metres. */
import { Cartesian2, Cartesian3, Cartographic, Ellipsoid, EasingFunction, Math as CesiumMath, type Scene } from '@cesium/engine';
import { NEAREST_METRES, FARTHEST_METRES } from './picture.ts';
import type { CameraView } from './types.ts';

const LONGEST_FLIGHT_S = 1.2;

export function cameraView({ camera }: Scene): CameraView {
  const { longitude, latitude, height } = camera.positionCartographic;
  const degrees = CesiumMath.toDegrees;
  return { lon: degrees(longitude), lat: degrees(latitude), height, heading: degrees(camera.heading), pitch: degrees(camera.pitch) };
}

/** Stands for where the camera is and how large the picture: equal texts, equal pictures. */
export function poseOf({ camera, canvas }: Scene): string {
  // Cesium makes its axes orthogonal anew in every frame: the last digits never rest.
  const { positionWC: p, directionWC: d, upWC: u, frustum } = camera;
  return [...[p.x, p.y, p.z].map((metres) => metres.toFixed(3)), ...[d.x, d.y, d.z, u.x, u.y, u.z].map((part) => part.toFixed(9)), canvas.clientWidth, canvas.clientHeight, 'aspectRatio' in frustum ? (frustum.aspectRatio as number) : 1].join();
}

/** Metres above the ellipsoid at which the middle of the picture meets the ground; height × 20 where it meets the sky. */
function groundDistance(scene: Scene): number {
  const { camera, canvas } = scene;
  const hit = camera.pickEllipsoid(new Cartesian2(canvas.clientWidth / 2, canvas.clientHeight / 2));
  const farthest = camera.positionCartographic.height * 20;
  return hit ? Math.min(farthest, Cartesian3.distance(hit, camera.positionWC)) : farthest;
}

/** Ground metres behind one CSS pixel in the middle of the picture. */
export function metresPerPixel(scene: Scene): number {
  const { frustum } = scene.camera;
  const fovy = 'fovy' in frustum ? (frustum.fovy as number) : 1;
  return (2 * groundDistance(scene) * Math.tan(fovy / 2)) / Math.max(1, scene.canvas.clientHeight);
}

/** Position in degrees on the ground under a point of the picture (x as Cesium has it, across all its canvas), or null above the horizon. */
export function groundUnder({ camera }: Scene, x: number, y: number): { lon: number; lat: number } | null {
  const hit = camera.pickEllipsoid(new Cartesian2(x, y));
  if (!hit) return null;
  const { longitude, latitude } = Cartographic.fromCartesian(hit);
  return { lon: CesiumMath.toDegrees(longitude), lat: CesiumMath.toDegrees(latitude) };
}

/** Takes the camera back to where it may be. Cheap; called before every frame. */
export function keepAboveGround({ camera }: Scene): void {
  const { height, longitude, latitude } = camera.positionCartographic;
  const allowed = Math.min(FARTHEST_METRES, Math.max(NEAREST_METRES * 0.4, height));
  if (height !== allowed) Cartesian3.fromRadians(longitude, latitude, allowed, Ellipsoid.WGS84, camera.position);
}

/** Flies to a view; what is not given of it stays as it is. Interrupted by any touch of the picture; 0 seconds = at once. */
export function flyTo(scene: Scene, view: Partial<CameraView>, seconds: number): void {
  const { camera } = scene;
  camera.cancelFlight();
  const target = { ...cameraView(scene), ...view };
  const destination = Cartesian3.fromDegrees(target.lon, target.lat, target.height);
  const orientation = { heading: CesiumMath.toRadians(target.heading), pitch: CesiumMath.toRadians(target.pitch), roll: 0 };
  const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : Math.min(LONGEST_FLIGHT_S, seconds);
  if (duration <= 0) camera.setView({ destination, orientation });
  else camera.flyTo({ destination, orientation, duration, easingFunction: EasingFunction.CUBIC_IN_OUT });
}
