/** Bodies of a city that was brought, as one triangle mesh in a tile's frame. */
import earcut from 'earcut';
import type { Body, Extrusion, Face } from '../body.ts';
import { relativeFrame, type LocalFrame, type Vector } from '../geometry.ts';
import { normalOf } from '../read/cityjsonFaces.ts';
import { MeshWriter, type Mesh } from './meshWriter.ts';
import { paint, type Colour, type Use } from './paint.ts';

const MOST_BODIES = 65_536;
/** Metres. */
const LOW = 0.5;
const GOLDEN = 0.618_034;

/** The feature id of a body is its place in the list. Throws RangeError beyond 65,536. */
export function meshOfBodies(bodies: Body[], frame: LocalFrame): Mesh {
  if (bodies.length > MOST_BODIES) throw new RangeError('a tile holds at most 65,536 bodies');
  const writer = new MeshWriter();
  bodies.forEach((body, feature) => {
    writer.feature = feature;
    const place = standing(body.frame, frame);
    const tone = toneOf(body.id);
    for (const extrusion of body.extrusions) addExtrusion(writer, extrusion, place, tone);
    for (const face of body.faces) addFace(writer, face, place, tone, body);
  });
  return writer.finish();
}

type Place = (east: number, north: number, up: number) => Vector;

/** A body's own metres in the tile's: exact where it stands. */
function standing(own: LocalFrame, tile: LocalFrame): Place {
  const { origin, east, north, up } = relativeFrame(tile, own);
  return (e, n, u) => [0, 1, 2].map((k) => origin[k] + east[k] * e + north[k] * n + up[k] * u) as Vector;
}

/** The same for the same id, whatever else is in the city. */
function toneOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)!) % 1_000_003;
  return (sum * GOLDEN) % 1;
}

const UNKNOWN: Use = 'unknown';

function addExtrusion(writer: MeshWriter, { rings, from, to }: Extrusion, place: Place, tone: number): void {
  const kind = { use: UNKNOWN, tone };
  const [low, high, roof] = [paint(kind, undefined, 'wall', from), paint(kind, undefined, 'wall', to), paint(kind, undefined, 'roof', to)];
  for (const ring of rings) {
    const feet = ring.map(([x, y]) => writer.vertex(place(x, y, from), low));
    const heads = ring.map(([x, y]) => writer.vertex(place(x, y, to), high));
    ring.forEach((_, i) => {
      const j = (i + 1) % ring.length;
      writer.triangle(feet[i], feet[j], heads[j]);
      writer.triangle(feet[i], heads[j], heads[i]);
    });
  }
  const corners = rings.flat();
  const first = corners.map(([x, y]) => writer.vertex(place(x, y, to), roof))[0];
  const flat = corners.flat();
  const triangles = earcut(flat, holesOf(rings));
  for (let k = 0; k < triangles.length; k += 3) addTurned(writer, first, triangles, k, flat, 1);
}

/** Where each hole begins among the corners of all rings. */
function holesOf(rings: readonly unknown[][]): number[] {
  let at = 0;
  return rings.slice(0, -1).map((ring) => (at += ring.length));
}

/** A triangle of a flat list of corners, counter-clockwise as `sense` has it. */
function addTurned(writer: MeshWriter, first: number, triangles: number[], k: number, flat: number[], sense: number): void {
  const [p, q, r] = [triangles[k], triangles[k + 1], triangles[k + 2]];
  const turn = (flat[2 * q] - flat[2 * p]) * (flat[2 * r + 1] - flat[2 * p + 1]) - (flat[2 * q + 1] - flat[2 * p + 1]) * (flat[2 * r] - flat[2 * p]);
  if (turn * sense > 0) writer.triangle(first + p, first + q, first + r);
  else writer.triangle(first + p, first + r, first + q);
}

function addFace(writer: MeshWriter, { kind, rings }: Face, place: Place, tone: number, { height }: Body): void {
  // Nobody sees the ground under a house; a bridge is seen from below.
  if (kind === 'ground' && rings[0].every(([, , up]) => up < LOW)) return;
  const normal = normalOf(rings[0]);
  const corners = rings.flat();
  const colourAt = (up: number): Colour => colourOf(kind, tone, Math.min(up, height));
  const first = corners.map(([e, n, u]) => writer.vertex(place(e, n, u), colourAt(u)))[0];
  if (rings.length === 1 && rings[0].length === 3) return writer.triangle(first, first + 1, first + 2);
  // Flattened along the axis that the face looks along most, so that its corners keep their order as seen from outside.
  const [x, y, z] = normal.map(Math.abs);
  const [a, b, sense] = z >= x && z >= y ? [0, 1, normal[2]] : x >= y ? [1, 2, normal[0]] : [2, 0, normal[1]];
  const flat = corners.flatMap((corner) => [corner[a], corner[b]]);
  const triangles = earcut(flat, holesOf(rings));
  for (let k = 0; k < triangles.length; k += 3) addTurned(writer, first, triangles, k, flat, sense);
}

function colourOf(kind: Face['kind'], tone: number, up: number): Colour {
  const kindOf = { use: UNKNOWN, tone };
  if (kind === 'window') return paint(kindOf, 'glass', 'wall', up);
  return paint(kindOf, undefined, kind === 'roof' ? 'roof' : 'wall', up);
}

/** West, south, east, north in radians, and heights: of everything that the bodies' meshes reach. */
export function regionOfBodies(bodies: readonly Body[]): number[] {
  let [west, south, east, north, top] = [Infinity, Infinity, -Infinity, -Infinity, 0];
  for (const body of bodies) {
    const [lon, lat] = body.anchor;
    const [perLon, perLat] = degreesPerMetre(lat);
    for (const { rings } of body.extrusions) for (const [x, y] of rings[0]) reach(lon + x * perLon, lat + y * perLat);
    for (const { rings } of body.faces) for (const [x, y] of rings[0]) reach(lon + x * perLon, lat + y * perLat);
    top = Math.max(top, body.height);
  }
  return [...[west, south, east, north].map((degrees) => (degrees * Math.PI) / 180), -1, top + 1];

  function reach(lon: number, lat: number): void {
    [west, south, east, north] = [Math.min(west, lon), Math.min(south, lat), Math.max(east, lon), Math.max(north, lat)];
  }
}

/** Good to centimetres over a building, and the heights' metre of margin is not needed for more. */
export function degreesPerMetre(lat: number): [lon: number, lat: number] {
  const radians = (lat * Math.PI) / 180;
  const w = Math.sqrt(1 - 6.69437999014e-3 * Math.sin(radians) ** 2);
  const meridian = (6_378_137 * (1 - 6.69437999014e-3)) / w ** 3;
  return [180 / (Math.PI * (6_378_137 / w) * Math.cos(radians)), 180 / (Math.PI * meridian)];
}
