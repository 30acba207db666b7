/**
 * The ground without Cesium's globe: one graded cap of the ellipsoid with everything that lies on it as flat meshes.
 * Shanghai lies 4 m above the sea; without a GPU this is several times cheaper than terrain tiles.
 */
import {
  ArcType, BoundingSphere, Cartesian3, ComponentDatatype, Geometry, GeometryAttribute, GeometryAttributes, GeometryInstance, PolygonGeometry,
  PolygonHierarchy, Primitive, PrimitiveType, VertexFormat, type Appearance,
} from '@cesium/engine';
import { earthOf, lonLatOf, type EnuFrame } from '#layers/enu.ts';
import { updateAsGround, type FrameState } from './cesiumInternals.ts';
import type { Area } from './cityFolder.ts';
import { ribbonGeometry, type Line } from './ribbons.ts';

/** From the bottom up: it is the order that decides, never depth. Water covers boundaries in rivers and shores where two waters meet; roads and rails cross it. */
const ORDER = ['cap', 'land', 'green', 'field', 'town', 'district', 'underground', 'shore', 'water', 'roadEdge', 'road', 'rail', 'deckSide', 'deck', 'dataSide', 'data', 'selected', 'drawn'] as const;
export type GroundPart = (typeof ORDER)[number];

/** A primitive for `scene.primitives` that draws its parts in their order, before any building. */
export class GroundStack {
  private readonly parts = new Map<GroundPart, Primitive[]>();
  /** True where every part that is shown can be drawn. */
  get ready(): boolean {
    for (const primitives of this.parts.values()) for (const primitive of primitives) if (primitive.show && !primitive.ready) return false;
    return true;
  }
  add(part: GroundPart, primitive: Primitive): void {
    this.parts.set(part, [...(this.parts.get(part) ?? []), primitive]);
  }
  /** One of a part's primitives goes, and is destroyed. */
  take(part: GroundPart, primitive: Primitive): void {
    this.parts.set(part, (this.parts.get(part) ?? []).filter((other) => other !== primitive));
    primitive.destroy();
  }
  remove(part: GroundPart): void {
    for (const primitive of this.parts.get(part) ?? []) primitive.destroy();
    this.parts.delete(part);
  }
  update(frameState: FrameState): void {
    for (const part of ORDER) {
      for (const primitive of this.parts.get(part) ?? []) updateAsGround(primitive, frameState);
    }
  }
  isDestroyed(): boolean {
    return false;
  }
  destroy(): void {
    for (const part of this.parts.keys()) this.remove(part);
  }
}

/** The earth's surface about the city out to the horizon of the highest camera. */
export function groundCap(frame: EnuFrame, appearance: Appearance): Primitive {
  const radii = [0];
  while (radii.at(-1)! < 2_000_000) radii.push(Math.max(radii.at(-1)! + 4_000, radii.at(-1)! * 1.12));
  const sectors = 128;
  const positions = new Float64Array(radii.length * sectors * 3);
  const indices = new Uint16Array((radii.length - 1) * sectors * 6);
  for (const [ring, radius] of radii.entries()) {
    for (let k = 0; k < sectors; k++) {
      const turn = (k / sectors) * 2 * Math.PI;
      // A tangent-plane point far out lies high above the earth: bring it down along the sphere.
      const angle = radius / 6_371_000;
      const flat = 6_371_000 * Math.sin(angle);
      const [lon, lat] = lonLatOf(frame, flat * Math.sin(turn), flat * Math.cos(turn), 6_371_000 * (Math.cos(angle) - 1));
      positions.set(earthOf(lon, lat, 0), (ring * sectors + k) * 3);
    }
  }
  for (let ring = 0, at = 0; ring + 1 < radii.length; ring++) {
    for (let k = 0; k < sectors; k++, at += 6) {
      const [a, b] = [ring * sectors + k, ring * sectors + ((k + 1) % sectors)];
      indices.set([a, b, a + sectors, b, b + sectors, a + sectors], at);
    }
  }
  const attributes = new GeometryAttributes();
  attributes.position = new GeometryAttribute({ componentDatatype: ComponentDatatype.DOUBLE, componentsPerAttribute: 3, values: positions });
  const geometry = new Geometry({ attributes, indices, primitiveType: PrimitiveType.TRIANGLES, boundingSphere: BoundingSphere.fromVertices(Array.from(positions)) });
  return primitiveOf([new GeometryInstance({ geometry })], appearance, false);
}

/** Filled outlines, made by Cesium's workers; null where there are none. */
export function filled(areas: readonly Pick<Area, 'rings' | 'outers'>[], appearance: Appearance): Primitive | null {
  const instances = areas.flatMap((area) => hierarchies(area).map((polygonHierarchy) => new GeometryInstance({
    geometry: new PolygonGeometry({ polygonHierarchy, height: 0, granularity: 0.0006, vertexFormat: VertexFormat.POSITION_ONLY, arcType: ArcType.GEODESIC }) as unknown as Geometry,
  })));
  return instances.length > 0 ? primitiveOf(instances, appearance, true) : null;
}

/** Lines as ribbons; null where there are none. */
export function ribbons(lines: readonly Line[], appearance: Appearance): Primitive | null {
  const geometry = ribbonGeometry(lines);
  return geometry && primitiveOf([new GeometryInstance({ geometry })], appearance, false);
}

/** Outlines as lines of constant width in pixels. */
export function outlinesOf(areas: readonly Pick<Area, 'rings'>[], leastPixels: number): Line[] {
  return areas.flatMap(({ rings }) => rings.map((points): Line => ({ points, height: 0, width: 0, leastPixels })));
}

function primitiveOf(geometryInstances: GeometryInstance[], appearance: Appearance, asynchronous: boolean): Primitive {
  return new Primitive({ geometryInstances, appearance, asynchronous, allowPicking: false });
}

function hierarchies({ rings, outers }: Pick<Area, 'rings' | 'outers'>): PolygonHierarchy[] {
  return outers.map((outer, i) => new PolygonHierarchy(
    corners(rings[outer]!), rings.slice(outer + 1, outers[i + 1] ?? rings.length).map((hole) => new PolygonHierarchy(corners(hole))),
  ));
}

function corners(ring: Float64Array): Cartesian3[] {
  return Cartesian3.fromDegreesArray(Array.from(ring));
}
