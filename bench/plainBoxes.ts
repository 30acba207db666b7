/** The same number of buildings in the same places as plain boxes: what the city's picture is compared with. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { prism, rectangle, type Building } from '#fixtures/city/buildings/building.ts';
import { generateBuildings } from '#fixtures/city/buildings/generateBuildings.ts';
import { axesAt } from '#fixtures/city/plane/convex.ts';
import { readCityFile } from '#fixtures/city/cityFolder.ts';
import { surveyCity } from '#fixtures/city/demonstrationCity.ts';
import { writeTileset } from '#fixtures/city/tiles/tileset.ts';

/** A landmark's clearing is far larger than it is. Metres. */
const WIDEST = 60;

const silent = (): void => undefined;

/** Writes `city.json` and the tiles of the demonstration city in `city`, boxed, into `folder`; returns how many boxes there are. */
export function writePlainBoxes(city: string, seed: number, folder: string): number {
  const boxes = generateBuildings(seed, 1, surveyCity(seed, silent).areas.ground, silent).map(boxed);
  mkdirSync(folder, { recursive: true });
  writeTileset(boxes, folder, silent);
  const { camera, tileset } = readCityFile(city);
  writeFileSync(path.join(folder, 'city.json'), JSON.stringify({ camera, tileset }));
  return boxes.length;
}

/** As long and as wide as its first body, as high as the building. */
function boxed(building: Building): Building {
  const { bottom } = building.prisms[0] ?? { bottom: [] };
  if (building.use === 'landmark' || bottom.length < 3) return standing(building, Math.min(WIDEST, Math.sqrt(building.area)), Math.min(WIDEST, Math.sqrt(building.area)), 0);
  const angle = Math.atan2(bottom[1][1] - bottom[0][1], bottom[1][0] - bottom[0][0]);
  const { toAxes } = axesAt(building.centre, angle);
  const local = bottom.map(toAxes);
  const span = (k: 0 | 1): number => Math.max(...local.map((point) => point[k])) - Math.min(...local.map((point) => point[k]));
  return standing(building, span(0), span(1), angle);
}

const standing = (building: Building, width: number, depth: number, angle: number): Building =>
  ({ ...building, solids: [], details: [], prisms: [prism(rectangle(building.centre, width, depth, angle), 0, building.height)] });
