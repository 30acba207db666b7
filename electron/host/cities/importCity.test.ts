import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { afterAll, describe, expect, it } from 'vitest';
import { checkedTiles, tileOf, type TileNode } from '#fixtures/testing/checkedTiles.ts';
import type { ImportReport } from './importCity.ts';
import { collection, createWorkplace, feature, square } from './testing/brought.ts';

const place = createWorkplace();
const { file, bring } = place;
afterAll(place.remove);

const reasons = ({ findings }: ImportReport): Record<string, number> => Object.fromEntries(findings.map(({ reason, count, outcome }) => [`${outcome}: ${reason}`, count]));

const root = path.join(place.folder, 'out');
const checked = (): Promise<TileNode[]> => checkedTiles(root, 'brought');
const asset = (uri: string): Promise<Uint8Array<ArrayBuffer>> => tileOf(root, 'brought', uri);

interface Gltf {
  accessors: { count: number }[];
  extensions: { EXT_structural_metadata: { schema: { classes: { building: { properties: Record<string, { name?: string; type: string }> } } } } };
}
function gltfOf(bytes: Uint8Array): Gltf {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + view.getUint32(12, true)))) as Gltf;
}

describe('footprints that were brought', () => {
  it('become valid tiles with what the file says of them', async () => {
    const report = await bring([file('plain.geojson', collection([feature([square(121.49, 31.23)], { height: '24 m', name: '和平饭店', 年代: 1929, 产权: '公' }), feature([square(121.491, 31.231)], { height: 9 })]))]);
    expect(report.bodies).toBe(2);
    const [first] = await checked();
    expect(first.boundingVolume.region[5]).toBe(25);
    const properties = gltfOf(await asset(first.content.uri)).extensions.EXT_structural_metadata.schema.classes.building.properties;
    expect(Object.values(properties).map(({ name, type }) => [name, type])).toContainEqual(['年代', 'SCALAR']);
    const city = JSON.parse(readFileSync(path.join(report.folder, 'city.json'), 'utf8')) as { bounds: number[]; camera: { lat: number } };
    expect(city.bounds[0]).toBeCloseTo(121.49 - 0.02, 6);
    expect(city.camera.lat).toBeLessThan(31.23);
  });

  it('stand over their holes and in several parts as one building', async () => {
    const report = await bring([file('court.geojson', collection([
      feature([square(121.49, 31.23, 0.002), square(121.4905, 31.2305, 0.001).toReversed()]),
      feature([[square(121.5, 31.24)], [square(121.5, 31.245)]], { height: 5 }, 'MultiPolygon'),
    ]))]);
    expect(report.bodies).toBe(2);
    const [first] = await checked();
    const { accessors } = gltfOf(await asset(first.content.uri));
    // Walls of 8 + 8 edges, a roof ring of 8 triangles; two boxes of 8 + 2.
    expect(accessors[3].count / 3).toBe(16 + 8 + 2 * 10);
  });

  it('come in quadtrees where there are many', async () => {
    const many = Array.from({ length: 9000 }, (_, i) => feature([square(121.4 + (i % 100) * 0.001, 31.2 + Math.floor(i / 100) * 0.001)], { height: 5 + (i % 40) }));
    await bring([file('many.geojson', collection(many))]);
    const nodes = await checked();
    expect(nodes.length).toBeGreaterThan(4);
    let buildings = 0;
    for (const { content } of nodes) buildings += gltfOf(await asset(content.uri)).accessors[3].count / 30;
    expect(buildings).toBe(9000);
  });
});

describe('where things lie', () => {
  const box = [feature([square(121.49, 31.23)])];
  it('is refused where neither the file nor the person says it', async () => {
    await expect(bring([file('unmarked.geojson', collection(box))], { crs: null })).rejects.toThrow(/unmarked\.geojson: it does not say in which coordinate system it is.*--crs/);
    await expect(bring([file('null.geojson', collection(box, { crs: null }))], { crs: null })).rejects.toThrow(/unknown \(crs: null\)/);
    await expect(bring([file('local.geojson', collection(box))], { crs: 'Shanghai local' })).rejects.toThrow(/no coordinate system that can be read/);
    await expect(bring([file('xian.geojson', collection(box))], { crs: 'EPSG:4610' })).rejects.toThrow(/Xian 1980.* not tied to WGS84/);
  });

  it('is as the file states it, in the old member crs', async () => {
    const { said } = await bring([file('marked.geojson', collection(box, { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } } }))], { crs: null });
    expect(said.join(' ')).toContain('EPSG:4326 (WGS 84), as the file says');
  });

  it('is what the person says, and that the file says otherwise is told', async () => {
    const { said } = await bring([file('contested.geojson', collection(box, { crs: { type: 'name', properties: { name: 'EPSG:4326' } } }))], { crs: 'GCJ-02' });
    expect(said.join(' ')).toMatch(/GCJ-02, as --crs says; the file says EPSG:4326, which is not followed/);
    const { boundingVolume: { region } } = (await checked())[0];
    expect((region[0] * 180) / Math.PI).toBeCloseTo(121.49 - 0.0046, 3);
  });

  it('is refused where coordinates are swapped or of another zone', async () => {
    await expect(bring([file('swapped.geojson', collection([feature([square(121.49, 31.23).map(([x, y]) => [y, x])])]))])).rejects.toThrow(/seem to be swapped/);
    const metres = [[[641_000, 3_456_000], [641_040, 3_456_000], [641_040, 3_456_040], [641_000, 3_456_040], [641_000, 3_456_000]]];
    expect((await bring([file('metres.geojson', collection([feature(metres)]))], { crs: 'EPSG:4549' })).bodies).toBe(1);
    await expect(bring([file('metres.geojson', collection([feature(metres)]))], { crs: 'EPSG:4528' })).rejects.toThrow(/lies outside of where EPSG:4528|not defined/);
    await expect(bring([file('turned.geojson', collection([feature(metres.map((ring) => ring.map(([x, y]) => [y, x])))]))], { crs: 'EPSG:4549' })).rejects.toThrow(/seem to be swapped/);
  });
});

describe('what is wrong', () => {
  it('is told with feature and reason, and the rest goes on', async () => {
    const report = await bring([file('broken.geojson', collection([
      feature([square(121.49, 31.23)]),
      null,
      feature([[[121.5, 31.23], [121.5004, 31.2304], [121.5004, 31.23], [121.5, 31.2304], [121.5, 31.23]]]),
      feature([[[179.99, 31], [-179.99, 31], [-179.99, 31.1], [179.99, 31]]]),
      feature([]), feature([[]]), feature(null), feature([square(121.51, 31.23).slice(0, 4)]), feature([square(121.52, 31.23).toReversed()]),
      feature([square(121.53, 31.23), square(121.6, 31.3)]),
      feature([square(0, 0)]), feature([square(121.54, 31.23)], { height: -3 }), feature([square(121.54, 31.23)], { height: 'tall' }), feature([square(121.54, 31.23)], { height: 5000 }), feature([square(121.54, 31.23)], { floors: 4 }),
      feature([[[121.5, null], [121.6, 31], [121.6, 31.2], [121.5, null]]]), feature([square(2.35, 48.85)]), feature([121.5, 31.2], { height: 3 }, 'Point'), feature([square(121.5, 31.2, 6e-6)]),
    ]).replace('"height":5000', '"height":1e999'))]);
    expect(reasons(report)).toEqual({
      'leftOut: it has no geometry': 1, 'mended: it crosses itself: untied into its parts': 1, 'leftOut: it crosses the antimeridian: cut it there': 1,
      'leftOut: its geometry is empty': 2, 'leftOut: it has no ring of positions': 1, 'mended: a ring is not closed: closed': 1, 'mended: wound clockwise: turned': 1,
      'mended: a hole lies outside of its polygon: left out': 1, 'leftOut: it stands at 0° N 0° E': 1, 'leftOut: height is not above 0': 1, 'leftOut: height is no finite number': 2,
      'leftOut: a coordinate is no finite number': 1, 'leftOut: it lies more than 200 km from most of the others': 1, 'leftOut: its geometry is Point, not an area': 1, 'leftOut: smaller than 1 m²': 1,
    });
    expect(report.bodies).toBe(6);
    expect(report.said.join('\n')).toContain('broken.geojson: 1 left out: it crosses the antimeridian: cut it there (feature 3)');
    await checked();
  });

  it('NaN and Infinity in JSON that has none are a reason, not an end', async () => {
    const text = collection([feature([square(121.49, 31.23)], { height: 7, note: 'Infinity is no number' }), feature([square(121.49, 31.23)], { height: 8 }), feature([square(121.49, 31.23)], { height: 9 })]);
    const report = await bring([file('nan.geojson', text.replace('"height":8', '"height":NaN').replace('"height":9', '"height":-Infinity'))]);
    expect(report.bodies).toBe(1);
    expect(reasons(report)).toEqual({ 'leftOut: height is no finite number': 2 });
  });

  it('one file that is cut off does not take the other with it', async () => {
    const cut = file('cut.geojson', collection([feature([square(121.49, 31.23)])]).slice(0, -40));
    const report = await bring([cut, file('whole.geojson', collection([feature([square(121.5, 31.23)])]))]);
    expect(report.bodies).toBe(1);
    expect(report.said.join('\n')).toMatch(/Refused: .*cut\.geojson: it ends in the middle/);
    await expect(bring([cut])).rejects.toThrow(/cut\.geojson: it ends in the middle/);
    await expect(bring([file('empty.geojson', '')])).rejects.toThrow(/is empty/);
    await expect(bring([path.join(place.folder, 'nowhere.geojson')])).rejects.toThrow(/no such file/);
    await expect(bring([file('list.json', '{"a":1}')])).rejects.toThrow(/neither GeoJSON nor CityJSON/);
  });

  it('a file larger than JSON is read to is refused before it is read', async () => {
    const large = file('large.geojson', '{');
    truncateSync(large, 2_000_000_000);
    const began = performance.now();
    await expect(bring([large])).rejects.toThrow(/2000 MB; JSON is read up to 537 MB/);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('never takes the place of a city that was not imported', async () => {
    const report = await bring([file('own.geojson', collection([feature([square(121.49, 31.23)])]))], { name: 'kept' });
    writeFileSync(path.join(report.folder, 'key'), 'built');
    expect((await bring([path.join(place.folder, 'own.geojson')], { name: 'kept' })).bodies).toBe(1);
    expect(existsSync(path.join(report.folder, 'key'))).toBe(false);
    writeFileSync(path.join(place.folder, 'out', 'shanghai'), '');
    await expect(bring([path.join(place.folder, 'own.geojson')], { name: 'shanghai' })).rejects.toThrow(/not imported: choose another --name/);
  });
});

describe('forms of files', () => {
  const both = { type: 'FeatureCollection' as const, features: [feature([square(121.49, 31.23)], { 高度: 24 }), feature([square(121.5, 31.23)], { 高度: 12 })] as never[] };

  it('GBK is read as what it is', async () => {
    // 高度 in GBK.
    const bytes = Buffer.concat([Buffer.from('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"'), Buffer.from([0xb8, 0xdf, 0xb6, 0xc8]), Buffer.from(`":24},"geometry":{"type":"Polygon","coordinates":${JSON.stringify([square(121.49, 31.23)])}}}]}`)]);
    const { said, bodies } = await bring([file('gbk.geojson', bytes)]);
    expect(bodies).toBe(1);
    expect(said.join(' ')).toMatch(/GB 18030 \(GBK\).*heights are metres of the field 高度/);
  });

  it('FlatGeobuf is read with its own coordinate system', async () => {
    const { bodies, said } = await bring([file('two.fgb', serialize(both, 4490))], { crs: null });
    expect(bodies).toBe(2);
    expect(said.join(' ')).toContain('EPSG:4490');
    await expect(bring([file('unmarked.fgb', serialize(both))], { crs: null })).rejects.toThrow(/does not say/);
    await expect(bring([file('cut.fgb', serialize(both, 4490).subarray(0, -30))], { crs: null })).rejects.toThrow(/breaks off at feature 1/);
  });

  it('GeoPackage is read table by table, whatever else is in it', async () => {
    const gpkg = path.join(place.folder, 'two.gpkg');
    writeGeopackage(gpkg, 4490);
    const report = await bring([gpkg], { crs: null });
    expect(report.bodies).toBe(1);
    expect(reasons(report)).toEqual({ 'leftOut: its geometry is LineString, not an area': 1, 'leftOut: its geometry is broken: it ends in the middle, not an area': 1, 'leftOut: it has no geometry': 1, 'leftOut: its geometry is CurvePolygon, not an area': 1 });
    writeGeopackage(gpkg, 0);
    await expect(bring([gpkg], { crs: null })).rejects.toThrow(/does not say/);
    truncateSync(gpkg, 9000);
    await expect(bring([gpkg])).rejects.toThrow(/no whole GeoPackage/);
  });
});

const u32 = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);

/** A table with a polygon, a line, a broken geometry, none, and a curve. */
function writeGeopackage(gpkg: string, srs: number): void {
  writeFileSync(gpkg, '');
  const database = new Database(gpkg);
  database.exec(`CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
    CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);
    INSERT INTO gpkg_spatial_ref_sys VALUES ('CGCS2000', 4490, 'EPSG', 4490, '', ''), ('undefined', 0, 'NONE', 0, '', '');
    INSERT INTO gpkg_contents VALUES ('houses', 'features', 'houses', ${srs}), ('pictures', 'tiles', 'pictures', ${srs});
    INSERT INTO gpkg_geometry_columns VALUES ('houses', 'geom', 'GEOMETRY', ${srs}, 0, 0);
    CREATE TABLE houses (fid INTEGER PRIMARY KEY, geom BLOB, height REAL)`);
  const insert = database.prepare('INSERT INTO houses (geom, height) VALUES (?, 20)');
  const head = Buffer.from([0x47, 0x50, 0, 1, 0, 0, 0, 0]);
  const ring = square(121.49, 31.23).flat();
  const doubles = Buffer.alloc(8 * ring.length);
  ring.forEach((value, i) => doubles.writeDoubleLE(value, 8 * i));
  const polygon = Buffer.concat([head, Buffer.from([1]), u32(3, 1, 5), doubles]);
  for (const blob of [polygon, Buffer.concat([head, Buffer.from([1]), u32(2, 5), doubles]), polygon.subarray(0, 15), null, Buffer.concat([head, Buffer.from([1]), u32(10, 0)])]) insert.run(blob);
  database.close();
}
