import { afterEach, describe, expect, it, vi } from 'vitest';
import { areaHolding, readAreas } from './cityFolder.ts';

const square = (x: number, y: number, half: number): number[][] => [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half], [x - half, y - half]];
const collection = {
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', properties: { code: 310101, zh: '黄浦区', en: 'Huangpu', label: [121.5, 31.2] }, geometry: { type: 'Polygon', coordinates: [square(121.5, 31.2, 0.1), square(121.5, 31.2, 0.02)] } },
    { type: 'Feature', properties: { code: 310151, zh: '崇明区', en: 'Chongming' }, geometry: { type: 'MultiPolygon', coordinates: [[square(121.4, 31.6, 0.2)], [square(122, 31.5, 0.05)]] } },
  ],
};

describe('outlines of a city', () => {
  afterEach(() => vi.unstubAllGlobals());
  it('are read with their holes and islands', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(collection))));
    const areas = await readAreas('city/x', 'districts.json');
    expect(areas.map(({ code }) => code)).toEqual([310101, 310151]);
    expect(areaHolding(areas, 121.55, 31.25)).toBe(0);
    expect(areaHolding(areas, 121.5, 31.2)).toBe(-1);
    expect(areaHolding(areas, 122.01, 31.49)).toBe(1);
    expect(areas[1]!.label[0]).toBeCloseTo(121.4);
    expect(areas[1]!.outers).toEqual([0, 1]);
  });
  it('lose the corners that are no positions, and nothing else', async () => {
    const broken = { features: [{ properties: { code: 1 }, geometry: { type: 'Polygon', coordinates: [[[121.4, 31.1], [null, 31.1], [121.6, 31.1], [121.6, 1e99], [121.6, 31.3], [121.4, 31.3], [121.4, 31.1]]] } }] };
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(broken))));
    const [area] = await readAreas('city/y', 'towns.json');
    expect(Array.from(area!.rings[0]!)).toEqual([121.4, 31.1, 121.6, 31.1, 121.6, 31.3, 121.4, 31.3, 121.4, 31.1]);
    expect(area!.label).toEqual([121.5, expect.closeTo(31.2)]);
  });
  it('are none where the city has none, and an error where a named file is missing', async () => {
    expect(await readAreas('city/x', null)).toEqual([]);
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
    await expect(readAreas('city/x', 'towns.json')).rejects.toThrow(/towns\.json/);
  });
});
