/** What a straight line meets: the building itself, by the geometry of its tiles, where the ground's position behind it would be another. */
import { Cartesian2, Cartesian3, Cartographic, Cesium3DTileFeature, Math as CesiumMath, Ray, type Scene } from '@cesium/engine';
import { earthOf } from '#layers/enu.ts';
import type { Position } from '../shapes/geodesy.ts';
import { groundUnder } from './camera.ts';
import { firstOnRay, firstOnRayInDetail, type RayHit } from './cesiumInternals.ts';
import type { Met } from './drawnTypes.ts';

/** So much before its end, metres, a look has met what it was to reach. */
const ARRIVED_M = 1;

/** Under a point of the picture: the building that is seen there and where, as far as its tiles are loaded; null where there is none. */
export function buildingOnRay(scene: Scene, x: number, y: number): (Met & { feature: Cesium3DTileFeature }) | null {
  const ray = scene.camera.getPickRay(new Cartesian2(x, y));
  return ray ? metBy(firstOnRay(scene, ray)) : null;
}

/** The surface under a point of the picture, building or ground; null in the sky. */
export function surfaceUnder(scene: Scene, x: number, y: number): { at: Position; building: Met['building'] | null } | null {
  const met = buildingOnRay(scene, x, y);
  if (met) return { at: met.at, building: met.building };
  const ground = groundUnder(scene, x, y);
  return ground && { at: { ...ground, height: 0 }, building: null };
}

export interface Looks {
  /** What stands first between two points, by the finest tiles that there are; null where nothing does. */
  between(from: Position, to: Position): Promise<Met | null>;
  /** True while tiles are waited for: pictures must go on for them to come. */
  pending(): boolean;
}

export function createLooks(scene: Scene, request: () => void): Looks {
  let looking = 0;
  return {
    pending: () => looking > 0,
    async between(from, to) {
      looking++;
      request();
      try {
        return await firstBetween(scene, from, to);
      } finally {
        looking--;
      }
    },
  };
}

async function firstBetween(scene: Scene, from: Position, to: Position): Promise<Met | null> {
  const [start, end] = [from, to].map(({ lon, lat, height }) => new Cartesian3(...earthOf(lon, lat, height)));
  const way = Cartesian3.subtract(end, start, new Cartesian3());
  const length = Cartesian3.magnitude(way);
  if (length < ARRIVED_M) return null;
  const hit = await firstOnRayInDetail(scene, new Ray(start, Cartesian3.normalize(way, way)));
  // Something is there and nobody knows where: that must not be taken for a free way.
  if (hit?.object && !hit.position) throw new Error('The depth of what was met cannot be read here.');
  const met = metBy(hit);
  return met && Cartesian3.distance(start, hit!.position!) < length - ARRIVED_M ? { at: met.at, building: met.building } : null;
}

function metBy(hit: RayHit | undefined): (Met & { feature: Cesium3DTileFeature }) | null {
  if (!hit?.position || !(hit.object instanceof Cesium3DTileFeature)) return null;
  const { longitude, latitude, height } = Cartographic.fromCartesian(hit.position);
  return { at: { lon: CesiumMath.toDegrees(longitude), lat: CesiumMath.toDegrees(latitude), height }, building: propertiesOf(hit.object), feature: hit.object };
}

/** Texts and numbers that a building's tile says of it. */
export function propertiesOf(feature: Cesium3DTileFeature): Record<string, string | number> {
  const properties: Record<string, string | number> = {};
  for (const id of feature.getPropertyIds()) {
    const value: unknown = feature.getProperty(id);
    if (typeof value === 'string' || typeof value === 'number') properties[id] = value;
  }
  return properties;
}
