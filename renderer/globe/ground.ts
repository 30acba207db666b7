/**
 * The ground without Cesium's globe: one graded cap of the ellipsoid with land, water and boundaries as flat meshes on
 * it. Shanghai lies 4 m above the sea; without a GPU this is several times cheaper than terrain tiles.
 */
import {
  ArcType, BoundingSphere, Cartesian3, Color, ColorGeometryInstanceAttribute, ComponentDatatype, Geometry, GeometryAttribute, GeometryAttributes,
  GeometryInstance, PerInstanceColorAppearance, PolygonGeometry, PolygonHierarchy, PolylineColorAppearance, PolylineGeometry, Primitive,
  PrimitiveType,
} from '@cesium/engine';
import { earthOf, lonLatOf, type EnuFrame } from '#layers/enu.ts';
import { updateAsGround, type FrameState } from './cesiumInternals.ts';
import type { Area } from './cityFolder.ts';
import { THEME } from './theme.ts';

/** From the bottom up: all lie at height 0, so it is the order that decides, never depth. Water covers boundaries in rivers. */
const ORDER = ['cap', 'land', 'town', 'district', 'water', 'selected'] as const;
export type GroundPart = (typeof ORDER)[number];

const PAINTED_OVER = { depthTest: { enabled: true, func: 0x0207 /* ALWAYS */ }, depthMask: true };

/** A primitive for `scene.primitives` that draws its parts in their order, before any building. */
export class GroundStack {
  private readonly parts = new Map<GroundPart, Primitive[]>();
  /** True where every part that is shown can be drawn. */
  get ready(): boolean {
    return [...this.parts.values()].flat().every((primitive) => !primitive.show || primitive.ready);
  }
  add(part: GroundPart, primitive: Primitive): void {
    this.parts.set(part, [...(this.parts.get(part) ?? []), primitive]);
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
export function groundCap(frame: EnuFrame): Primitive {
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
  return flatPrimitive([coloured(geometry, THEME.outside)], false);
}

/** Filled outlines, made by Cesium's workers; null where there are none. */
export function filled(areas: readonly Area[], kind: 'land' | 'water'): Primitive | null {
  const instances = areas.flatMap((area) => hierarchies(area).map((polygonHierarchy) => coloured(new PolygonGeometry({
    polygonHierarchy, height: 0, granularity: 0.0006, vertexFormat: PerInstanceColorAppearance.FLAT_VERTEX_FORMAT, arcType: ArcType.GEODESIC,
  }), THEME[kind])));
  return instances.length > 0 ? flatPrimitive(instances, true) : null;
}

/** Boundaries as lines of constant width in pixels; null where there are none. */
export function boundaries(areas: readonly Area[], kind: 'district' | 'town' | 'selected'): Primitive | null {
  const look = { district: [1.4, THEME.district], town: [1, THEME.town], selected: [2.4, THEME.accent] } as const;
  const [width, colour] = look[kind];
  const instances = areas.flatMap(({ rings }) => rings.map((ring) => coloured(new PolylineGeometry({
    positions: Cartesian3.fromDegreesArrayHeights(lifted(ring, 0)), width, arcType: ArcType.NONE,
    vertexFormat: PolylineColorAppearance.VERTEX_FORMAT,
  }), colour)));
  if (instances.length === 0) return null;
  // Called translucent so that it writes no depth: a line has the depth of its middle at its edges too, the ground's own is right.
  return new Primitive({
    geometryInstances: instances, appearance: new PolylineColorAppearance({ translucent: true, renderState: PAINTED_OVER }), allowPicking: false, asynchronous: kind !== 'selected',
  });
}

function flatPrimitive(geometryInstances: GeometryInstance[], asynchronous: boolean): Primitive {
  return new Primitive({
    geometryInstances, asynchronous, allowPicking: false,
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false, closed: true, renderState: { ...PAINTED_OVER, cull: { enabled: true } } }),
  });
}

function coloured(geometry: Geometry | PolygonGeometry | PolylineGeometry, colour: string): GeometryInstance {
  return new GeometryInstance({ geometry: geometry as Geometry, attributes: { color: ColorGeometryInstanceAttribute.fromColor(Color.fromCssColorString(colour)) } });
}

function hierarchies({ rings, outers }: Area): PolygonHierarchy[] {
  return outers.map((outer, i) => new PolygonHierarchy(
    corners(rings[outer]!), rings.slice(outer + 1, outers[i + 1] ?? rings.length).map((hole) => new PolygonHierarchy(corners(hole))),
  ));
}

function corners(ring: Float64Array): Cartesian3[] {
  return Cartesian3.fromDegreesArray(Array.from(ring));
}

function lifted(ring: Float64Array, height: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < ring.length; i += 2) out.push(ring[i]!, ring[i + 1]!, height);
  return out;
}
