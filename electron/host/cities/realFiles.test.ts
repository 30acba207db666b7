/** Real files, where they are beside the project: they come to stand where they stand in the world. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { checkedTiles, tileOf } from '#fixtures/testing/checkedTiles.ts';
import { itAgainst, surveyPath, surveyedOutlines } from '#fixtures/testing/survey.ts';
import { isInside } from './geometry.ts';
import type { ImportOptions } from './importCity.ts';
import { createWorkplace } from './testing/brought.ts';

const place = createWorkplace();
afterAll(place.remove);

const root = path.join(place.folder, 'out');
/** Degrees and metres of all of it, after every tile was found valid. */
async function region(): Promise<number[]> {
  const [first] = await checkedTiles(root, 'brought');
  return first.boundingVolume.region.map((value, k) => (k < 4 ? (value * 180) / Math.PI : value));
}
const bring = (survey: Parameters<typeof surveyPath>[0], options: Partial<ImportOptions>) => place.bring([surveyPath(survey)], options);

/** Of a ring's box. */
const middle = (ring: number[][]): number[] => [0, 1].map((k) => (Math.min(...ring.map((at) => at[k])) + Math.max(...ring.map((at) => at[k]))) / 2);

/** Rijksdriehoek to degrees, good to a metre: the published series about Amersfoort. */
function degreesOfRd(x: number, y: number): [number, number] {
  const [dx, dy] = [(x - 155_000) * 1e-5, (y - 463_000) * 1e-5];
  const sum = (terms: [number, number, number][]): number => terms.reduce((total, [p, q, factor]) => total + factor * dx ** p * dy ** q, 0) / 3600;
  return [
    5.387_206_21 + sum([[1, 0, 5260.529_16], [1, 1, 105.946_84], [1, 2, 2.456_56], [3, 0, -0.818_85], [1, 3, 0.055_94], [3, 1, -0.056_07], [0, 1, 0.011_99]]),
    52.155_174_4 + sum([[0, 1, 3235.653_89], [2, 0, -32.582_97], [0, 2, -0.2475], [2, 1, -0.849_78], [0, 3, -0.0655], [2, 2, -0.017_09], [1, 0, -0.007_38]]),
  ];
}

describe('real files', () => {
  itAgainst('buildings', 'the Bund and Lujiazui: all but one crumb, Shanghai Tower as high as its storeys', async () => {
    const { bodies, findings } = await bring('buildings', { crs: 'EPSG:4326' });
    expect(bodies).toBe(10_612);
    expect(findings.filter(({ outcome }) => outcome === 'leftOut').map(({ count }) => count)).toEqual([1]);
    const [west, south, east, north, , top] = await region();
    expect([west, south, east, north].map((degrees) => Math.round(degrees * 1000) / 1000)).toEqual([121.469, 31.221, 121.521, 31.263]);
    expect(top).toBe(118 * 3 + 1);
  }, 60_000);

  itAgainst('delft', 'Delft of its own EPSG:7415: buildings and bridges as solids, where the published series for RD has them', async () => {
    const { bodies, said, folder } = await bring('delft', { crs: null });
    expect(bodies).toBe(163);
    expect(said.join('\n')).toContain('143 Road not taken');
    const [west, south, east, north, low, top] = await region();
    // Its corners in metres, 84814.9 … 85056.5 east and 447442.5 … 447624.1 north, by the published series for RD (Schreutelkamp and Strang van Hees).
    for (const [k, degrees] of [west, south, east, north].entries()) expect(degrees).toBeCloseTo([...degreesOfRd(84_814.9, 447_442.5), ...degreesOfRd(85_056.5, 447_624.1)][k], 4);
    expect(low).toBe(-1);
    expect(top).toBeCloseTo(8.29 + 1, 3);
    const { camera } = JSON.parse(readFileSync(path.join(folder, 'city.json'), 'utf8')) as { camera: { lon: number } };
    expect(camera.lon).toBeLessThan(4.367);
  });

  itAgainst('severalLods', 'of several levels of detail the finest, or the one asked for', async () => {
    expect((await bring('severalLods', { crs: 'EPSG:7415' })).bodies).toBe(10);
    await region();
    const fine = (await tileOf(root, 'brought', 'tiles/0.glb')).length;
    await bring('severalLods', { crs: 'EPSG:7415', lod: '1.2' });
    expect((await tileOf(root, 'brought', 'tiles/0.glb')).length).toBeLessThan(fine);
    await expect(bring('severalLods', { crs: null })).rejects.toThrow(/does not say/);
  });

  itAgainst('withParts', 'parts belong to their building', async () => {
    expect((await bring('withParts', { crs: 'EPSG:7415' })).bodies).toBe(4);
    await region();
  });

  itAgainst('cube', 'a model without a place is refused', async () => {
    await expect(bring('cube', { crs: null })).rejects.toThrow(/does not say/);
    await expect(bring('cube', { crs: 'EPSG:4326' })).rejects.toThrow(/stands at 0° N 0° E/);
  });

  itAgainst('districtsGcj02', 'districts of a web map lie where an alert service has them, as WGS84', async () => {
    const { folder } = await place.bring([], { crs: 'GCJ-02', areas: { districts: [surveyPath('districtsGcj02')] } });
    const { features } = JSON.parse(readFileSync(path.join(folder, 'districts.json'), 'utf8')) as { features: { properties: { code: number; zh: string }; geometry: { coordinates: [number, number][][][] } }[] };
    expect(features).toHaveLength(16);
    expect(features[0].properties).toMatchObject({ code: 310_101, zh: '黄浦区' });
    const theirs = surveyedOutlines('districts').find(({ properties }) => String(properties?.cpeas_code).startsWith('310109'))!;
    const ours = features.find(({ properties }) => properties.code === 310_109)!;
    const [lon, lat] = middle(ours.geometry.coordinates[0][0]);
    const [theirLon, theirLat] = middle(theirs.geometry.type === 'Polygon' ? theirs.geometry.coordinates[0] : theirs.geometry.coordinates[0][0]);
    // Unmoved they would be 430 m apart.
    expect(Math.hypot((lon - theirLon) * 95_200, (lat - theirLat) * 110_900)).toBeLessThan(200);
    // People's Square lies in Huangpu.
    expect(isInside(features[0].geometry.coordinates[0][0], 121.4737, 31.2304)).toBe(true);
  });
});
