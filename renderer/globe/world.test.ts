import type { Scene } from '@cesium/engine';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enuFrame } from '#layers/enu.ts';
import type { CityInfo } from './cityFolder.ts';
import type { Labels } from './labels/labels.ts';
import { lookOf } from './looks/registry.ts';
import { createWorld } from './world.ts';

const square = [[121.4, 31.1], [121.6, 31.1], [121.6, 31.3], [121.4, 31.3], [121.4, 31.1]];
const district = { features: [{ properties: { code: 310101, zh: '黄浦区', en: 'Huangpu' }, geometry: { type: 'Polygon', coordinates: [square] } }] };
const road = { features: [{ properties: { rank: 'ring', deck: 0, width: 30 }, geometry: { type: 'LineString', coordinates: [[121.4, 31.2], [121.6, 31.2]] } }] };
const FILES: Record<string, unknown> = { 'districts.json': district, 'towns.json': district, 'water.json': district, 'roads.json': road };
const INFO = {
  title: null, camera: {}, bounds: [121, 31, 122, 32], tileset: null, districts: 'districts.json', towns: 'towns.json', water: 'water.json', roads: 'roads.json', names: 'names.json',
} as unknown as CityInfo;

/** Reads a city of `FILES` but for those that are missing; resolves when all has been read or told. */
async function read(missing: readonly string[]) {
  vi.stubGlobal('fetch', (url: string) => {
    const file = url.slice(url.lastIndexOf('/') + 1);
    return Promise.resolve(missing.includes(file) ? new Response('', { status: 404 }) : new Response(JSON.stringify(FILES[file] ?? { features: [] })));
  });
  const failed: string[] = [];
  const named = { areas: [] as string[], names: 0 };
  const world = createWorld({
    scene: { primitives: { add: () => undefined }, isDestroyed: () => false } as unknown as Scene,
    enu: enuFrame(121.5, 31.2), url: 'city/x', info: INFO, look: lookOf('dark'),
    labels: { setAreas: (rank: string) => void named.areas.push(rank), setNames: () => void named.names++ } as unknown as Labels,
    changed: () => undefined,
    failed: (part, error) => void failed.push(`${part} ${(error as Error).message}`),
  });
  await world.outlined;
  await vi.waitFor(() => expect(named.names).toBe(1));
  return { world, failed, named };
}

// Cesium's materials ask what a uniform is; nothing is drawn here.
beforeEach(() => ['HTMLCanvasElement', 'HTMLImageElement', 'ImageBitmap', 'OffscreenCanvas'].forEach((name) => vi.stubGlobal(name, EventTarget)));
afterEach(() => vi.unstubAllGlobals());

test('a city is read with its outlines', async () => {
  const { world, failed } = await read([]);
  expect(failed).toEqual([]);
  expect([world.areas('district').length, world.areas('town').length, world.areas('city').length]).toEqual([1, 1, 1]);
});

test('names and water that cannot be read are told, and outlines stand all the same', async () => {
  const { world, failed } = await read(['names.json', 'water.json']);
  expect(failed.toSorted()).toEqual([expect.stringMatching(/^ground .*names\.json/), expect.stringMatching(/^ground .*water\.json/)]);
  expect(world.areas('district')).toHaveLength(1);
});

test('unreadable towns take no districts with them', async () => {
  const { world, failed } = await read(['towns.json']);
  expect(failed).toEqual([expect.stringMatching(/^outlines .*towns\.json/)]);
  expect([world.areas('district').length, world.areas('town').length]).toEqual([1, 0]);
});
