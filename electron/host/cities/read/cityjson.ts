/** CityJSON 1.0 to 2.0: buildings and bridges with their own walls and roofs, in the most detailed form that each has. */
import type { Body, Face } from '../body.ts';
import type { Crs, LonLat } from '../crs.ts';
import { ImportProblem, type Findings } from '../findings.ts';
import { intoFrame, localFrame, type LocalFrame, type Vector } from '../geometry.ts';
import { numberIn, recognised } from '../heights.ts';
import { isRecord } from './layer.ts';
import { facesOf, type Shape } from './cityjsonFaces.ts';

export interface CityJson {
  file: string;
  /** As the file states it; null where it states none. */
  crs: string | null;
  objects: Record<string, unknown>;
  /** In the file's own system: east, north, height. */
  vertexAt(index: unknown): Vector | null;
  /** What is in the file and not taken: type → how many. */
  passedOver: Map<string, number>;
}

export const isCityJson = (json: unknown): json is Record<string, unknown> => isRecord(json) && json.type === 'CityJSON';

/** Objects that stand on the ground and are drawn; their parts belong to them. */
const STANDING = ['Building', 'Bridge', 'OtherConstruction', 'Tunnel', 'CityFurniture'];
const PART = /^(Building|Bridge|Tunnel)(Part|Installation|ConstructiveElement|ConstructionElement|Storey|Unit)$/;
/** No building is higher, no file deeper. Metres. */
const TALLEST = 1000;
const FARTHEST = 20_000;

/** Throws `ImportProblem` where it is of no known version or has no objects. */
export function readCityJson(file: string, json: Record<string, unknown>): CityJson {
  const version = String(json.version ?? '');
  if (!/^[12]\.\d/.test(version)) throw new ImportProblem(file, `it is CityJSON of version "${version.slice(0, 20)}"; 1.0 to 2.0 are read`);
  if (!isRecord(json.CityObjects)) throw new ImportProblem(file, 'it is CityJSON without CityObjects');
  if (!Array.isArray(json.vertices)) throw new ImportProblem(file, 'it is CityJSON without vertices');
  const vertices = json.vertices as unknown[];
  const { scale, translate } = transformOf(file, json.transform);
  const metadata = isRecord(json.metadata) ? json.metadata : {};
  const stated = metadata.referenceSystem ?? metadata.crs;
  const passedOver = new Map<string, number>();
  for (const object of Object.values(json.CityObjects)) {
    const type = isRecord(object) ? String(object.type) : 'no object';
    if (!STANDING.includes(type) && !PART.test(type)) passedOver.set(type, (passedOver.get(type) ?? 0) + 1);
  }
  return {
    file, objects: json.CityObjects, passedOver,
    crs: typeof stated === 'string' ? stated : isRecord(stated) && typeof stated.epsg === 'number' ? `EPSG:${stated.epsg}` : null,
    vertexAt(index) {
      const vertex = typeof index === 'number' ? vertices[index] : null;
      if (!Array.isArray(vertex)) return null;
      const numbers = [0, 1, 2].map((k) => Number(vertex[k]) * scale[k] + translate[k]) as Vector;
      return numbers.every(Number.isFinite) ? numbers : null;
    },
  };
}

const vector = (value: unknown): Vector | null => (Array.isArray(value) && value.length === 3 && value.every((one) => Number.isFinite(one)) ? (value as Vector) : null);

function transformOf(file: string, given: unknown): { scale: Vector; translate: Vector } {
  if (given === undefined) return { scale: [1, 1, 1], translate: [0, 0, 0] };
  const [scale, translate] = isRecord(given) ? [vector(given.scale), vector(given.translate)] : [null, null];
  if (scale === null || translate === null) throw new ImportProblem(file, 'its transform is not three scales and three translations');
  return { scale, translate };
}

/** One body for each building or bridge, with the parts that belong to it. `lod` takes that level only where an object has it. */
export function* cityJsonBodies(city: CityJson, crs: Crs, lod: string | null, findings: Findings): Generator<Body> {
  for (const [id, object] of Object.entries(city.objects)) {
    if (!isRecord(object) || !STANDING.includes(String(object.type)) || hasParentIn(city, object)) continue;
    const body = bodyOf(city, id, object, crs, lod, findings);
    if (typeof body === 'string') findings.note(city.file, 'leftOut', body, id);
    else yield body;
  }
}

const hasParentIn = ({ objects }: CityJson, { parents }: Record<string, unknown>): boolean => Array.isArray(parents) && parents.some((parent) => typeof parent === 'string' && isRecord(objects[parent]) && STANDING.includes(String(objects[parent].type)));

/** The object and all below it, each once. */
function familyOf({ objects }: CityJson, id: string): Record<string, unknown>[] {
  const seen = new Set([id]);
  for (const one of seen) {
    const children = isRecord(objects[one]) && Array.isArray(objects[one].children) ? (objects[one].children as unknown[]) : [];
    for (const child of children) if (typeof child === 'string' && isRecord(objects[child]) && PART.test(String(objects[child].type))) seen.add(child);
  }
  return [...seen].map((one) => objects[one] as Record<string, unknown>);
}

function bodyOf(city: CityJson, id: string, object: Record<string, unknown>, crs: Crs, lod: string | null, findings: Findings): Body | string {
  const family = familyOf(city, id);
  const shapes: Shape[] = [];
  for (const member of family) {
    const shape = mostDetailed(member.geometry, lod);
    if (shape !== null) shapes.push(...facesOf(city, shape, (reason) => findings.note(city.file, 'mended', reason, id)));
  }
  const corners = shapes.flatMap(({ rings }) => rings[0]);
  if (corners.length === 0) return 'it has no surface that can be drawn';
  const anchor = crs.toWgs84(corners[0][0], corners[0][1]);
  if (!anchor.every(Number.isFinite) || Math.abs(anchor[1]) > 90 || Math.abs(anchor[0]) > 180) return `it lies where ${crs.id} is not defined`;
  if (Math.abs(anchor[0]) < 1e-6 && Math.abs(anchor[1]) < 1e-6) return 'it stands at 0° N 0° E';
  if (!crs.covers(anchor)) return `it lies outside of where ${crs.id} (${crs.name}) is used`;
  const ground = corners.reduce((least, [, , z]) => Math.min(least, z), Infinity);
  const top = corners.reduce((most, [, , z]) => Math.max(most, z), -Infinity);
  if (top - ground > TALLEST) return `it is higher than ${TALLEST} m`;
  const frame = localFrame(...anchor);
  const faces = placedIn(frame, shapes, crs, ground);
  if (faces === null) return `a corner lies where ${crs.id} is not defined, or kilometres from the others`;
  const attributes = Object.assign({}, ...family.toReversed().map((member) => (isRecord(member.attributes) ? member.attributes : {}))) as Record<string, unknown>;
  const fields = recognised(Object.keys(attributes));
  const floors = numberIn(fields.floors === null ? attributes.storeysAboveGround : attributes[fields.floors]);
  const textOf = (field: string | null): string => (field !== null && typeof attributes[field] === 'string' ? (attributes[field] as string) : '');
  return {
    id, anchor, frame, ground, faces, extrusions: [], attributes,
    height: top - ground, floors: floors > 0 && floors <= 250 ? Math.round(floors) : 0,
    name: textOf(fields.name), use: textOf(fields.use) || (object.type === 'Building' ? '' : String(object.type)),
    area: faces.reduce((sum, face) => sum + flatArea(face), 0) / 2,
  };
}

function placedIn(frame: LocalFrame, shapes: Shape[], crs: Crs, ground: number): Face[] | null {
  let isPlaced = true;
  const place = ([x, y, z]: Vector): Vector => {
    const [lon, lat]: LonLat = crs.toWgs84(x, y);
    const [east, north] = intoFrame(frame, lon, lat, 0);
    if (!(Math.hypot(east, north) < FARTHEST)) isPlaced = false;
    return [east, north, z - ground];
  };
  const faces = shapes.map(({ kind, rings }): Face => ({ kind, rings: rings.map((ring) => ring.map(place)) }));
  return isPlaced ? faces : null;
}

/** Of the face as seen from above. */
function flatArea({ rings: [ring] }: Face): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += (ring[j][0] - ring[i][0]) * (ring[i][1] + ring[j][1]);
  return Math.abs(sum / 2);
}

/** Of several forms of one object. */
function mostDetailed(geometry: unknown, lod: string | null): Record<string, unknown> | null {
  const forms = (Array.isArray(geometry) ? geometry : []).filter((form): form is Record<string, unknown> => isRecord(form) && Array.isArray(form.boundaries));
  const wanted = lod === null ? [] : forms.filter((form) => String(form.lod) === lod);
  const [first = null] = (wanted.length > 0 ? wanted : forms).toSorted((a, b) => (Number(b.lod) || 0) - (Number(a.lod) || 0));
  return first;
}
