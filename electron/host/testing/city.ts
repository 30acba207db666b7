/** A city for tests: two districts side by side, each of 2° by 2°, with two towns of 1° by 1°; the rest lies in no town. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const square = (west: number, south: number, size: number): object => ({
  type: 'Polygon', coordinates: [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]],
});
const collection = (features: [properties: object, geometry: object][]): string =>
  JSON.stringify({ type: 'FeatureCollection', features: features.map(([properties, geometry]) => ({ type: 'Feature', properties, geometry })) });

/** Districts 310101 (towns …001, …002) and 310104 (towns …001, …002). */
export function writeTestCity(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const city = { title: 'Two districts', provenance: [], camera: {}, bounds: [0, 0, 4, 2], tileset: null, districts: 'districts.json', towns: 'towns.json', water: null };
  writeFileSync(path.join(folder, 'city.json'), JSON.stringify(city));
  writeFileSync(path.join(folder, 'districts.json'), collection([
    [{ code: 310101, zh: '一', en: 'One', label: [0.9, 1] }, square(0, 0, 2)],
    [{ code: 310104, zh: '二', en: 'Two', label: [3, 1] }, square(2, 0, 2)],
  ]));
  writeFileSync(path.join(folder, 'towns.json'), collection([
    [{ code: 310101001, zh: '甲', en: 'A', district: 310101 }, square(0, 0, 1)],
    [{ code: 310101002, zh: '乙', en: 'B', district: 310101 }, square(1, 0, 1)],
    [{ code: 310104001, zh: '丙', en: 'C', district: 310104 }, square(2, 0, 1)],
    [{ code: 310104002, zh: '丁', en: 'D', district: 310104 }, square(2, 1, 1)],
  ]));
}
