/** Writes the folder of a city that was brought: docs/architecture.md, "A city's folder". */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CITY_PACK } from '../packs/pack.ts';
import { createPack } from '../packs/writePack.ts';
import type { AreaFeature, AreaKind } from './areas.ts';
import { cornersOf, type Body } from './body.ts';
import type { LonLat } from './crs.ts';
import { ImportProblem, type Finding } from './findings.ts';
import { localFrame } from './geometry.ts';
import type { ImportOptions } from './importCity.ts';
import { meshOfBodies, regionOfBodies } from './tiles/bodyMesh.ts';
import { attributesOf, tableOf } from './tiles/bodyTable.ts';
import { encodeGlb } from './tiles/glb.ts';
import { treeOf } from './tiles/tree.ts';

export interface Imported {
  bodies: Body[];
  areas: Partial<Record<AreaKind, AreaFeature[]>>;
  /** Files of which something was taken. */
  sources: string[];
  /** How heights came about. */
  heights: { file: string; zh: string; en: string }[];
}

/** What was said while it was made: kept beside the city. */
interface Told { said: string[]; findings: Finding[]; refused: string[] }

const REPORT = 'import.json';
/** About the city, so that nothing stands at the edge of the world. Degrees. */
const MARGIN = 0.02;

/** Whole or not at all. Throws `ImportProblem` where another city lies there that was not brought this way. */
export function writeCity({ out, name, title, provenance }: ImportOptions, imported: Imported, told: Told): { folder: string; tiles: number; bytes: number } {
  const folder = path.join(out, name);
  if (existsSync(folder) && !existsSync(path.join(folder, REPORT))) throw new ImportProblem(folder, 'a city lies there that was not imported: choose another --name');
  const unfinished = `${folder}.importing-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    const { tiles, bytes } = imported.bodies.length === 0 ? { tiles: 0, bytes: 0 } : writeTiles(imported.bodies, unfinished);
    for (const [kind, features] of Object.entries(imported.areas)) {
      if (features.length > 0) writeJson(unfinished, `${kind}.json`, { type: 'FeatureCollection', features });
    }
    writeJson(unfinished, 'city.json', cityFile(title || name, provenance, imported));
    writeJson(unfinished, REPORT, { title: title || name, ...told });
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return { folder, tiles, bytes };
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

const writeJson = (folder: string, file: string, content: unknown): void => writeFileSync(path.join(folder, file), JSON.stringify(content));

function writeTiles(bodies: Body[], folder: string): { tiles: number; bytes: number } {
  const order = bodies.toSorted((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
  const attributes = attributesOf(bodies);
  const pack = createPack(path.join(folder, CITY_PACK));
  let tiles = 0;
  const root = treeOf(order, {
    at: ({ anchor }, axis) => anchor[axis],
    cost: cornersOf,
    frameOf: (items) => localFrame(...middleOf(items)),
    regionOf: regionOfBodies,
    write(items, frame) {
      const uri = `tiles/${tiles++}.glb`;
      pack.add(uri, encodeGlb(meshOfBodies(items, frame), tableOf(items, attributes), { doubleSided: items.some(({ faces }) => faces.length > 0) }));
      return uri;
    },
  });
  pack.add('tileset.json', new TextEncoder().encode(JSON.stringify({ asset: { version: '1.1' }, geometricError: 2000, root })));
  return { tiles, bytes: pack.finish() };
}

/** A building's weight in the distant picture: its silhouette. */
const weight = ({ height, area }: Body): number => height * Math.sqrt(area) + height * height;

function middleOf(bodies: readonly Body[]): LonLat {
  const [west, south, east, north] = boundsOf(bodies.map(({ anchor }) => anchor));
  return [(west + east) / 2, (south + north) / 2];
}

function boundsOf(positions: Iterable<LonLat>): [west: number, south: number, east: number, north: number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  }
  return bounds;
}

function* placesOf({ bodies, areas }: Imported): Generator<LonLat> {
  for (const { anchor } of bodies) yield anchor;
  for (const features of Object.values(areas)) for (const { geometry } of features) for (const [outer] of geometry.coordinates) yield* outer;
}

function cityFile(title: string, provenance: ImportOptions['provenance'], imported: Imported): object {
  const { bodies, areas, sources, heights } = imported;
  const [west, south, east, north] = boundsOf(placesOf(imported));
  const source = sources.map((file) => path.basename(file)).join(', ');
  const fileOf = (kind: AreaKind): string | null => ((areas[kind]?.length ?? 0) > 0 ? `${kind}.json` : null);
  const how = [...new Map(heights.map((one) => [one.en, one])).values()];
  const about = (layer: string, zh: string, en: string): object => ({ layer, provenance, source, note: { zh, en } });
  return {
    title: { zh: title, en: title },
    provenance: [
      ...(bodies.length === 0 ? [] : [about('buildings', `由文件导入的建筑 ${bodies.length} 栋；高度：${how.map(({ zh }) => zh).join('；')}。`, `${bodies.length} buildings brought from files; heights: ${how.map(({ en }) => en).join('; ')}.`)]),
      ...Object.entries(areas).filter(([, features]) => features.length > 0).map(([kind, features]) => about(kind, `由文件导入：${features.length} 个。`, `${features.length} brought from files.`)),
    ],
    camera: cameraOver(bodies.length > 0 ? bodies.map(({ anchor }) => anchor) : [[west, south], [east, north]]),
    bounds: [west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN],
    tileset: bodies.length === 0 ? null : 'tileset.json',
    districts: fileOf('districts'), towns: fileOf('towns'), water: fileOf('water'), green: fileOf('green'),
  };
}

/** From the south-south-west, far enough to see most of it. */
function cameraOver(places: LonLat[]): object {
  const share = (k: 0 | 1, part: number): number => places.map((place) => place[k]).toSorted((a, b) => a - b)[Math.floor(part * (places.length - 1))];
  const [lon, lat] = [share(0, 0.5), share(1, 0.5)];
  const [perLon, perLat] = [111_320 * Math.cos((lat * Math.PI) / 180), 110_600];
  const reach = Math.max((share(0, 0.95) - share(0, 0.05)) * perLon, (share(1, 0.95) - share(1, 0.05)) * perLat, 300);
  const [heading, pitch, height] = [20, -35, reach * 0.72];
  const back = height / Math.tan((-pitch * Math.PI) / 180);
  const turn = (heading * Math.PI) / 180;
  return { lon: lon - (back * Math.sin(turn)) / perLon, lat: lat - (back * Math.cos(turn)) / perLat, height, heading, pitch };
}
