import { afterEach, expect, test, vi } from 'vitest';
import { retryContextLayers } from './contextLayers.ts';
import type { ContextLayer } from './state/context.ts';
import { EMPTY_SCREEN, useScreen } from './state/store.ts';

const layer: ContextLayer = {
  id: 'hospitals', zh: '医疗机构', en: 'Hospitals', group: 'health', form: 'point', privacy: 'P0', provenance: 'generated', owner: { zh: '市卫健委', en: 'Health Commission' }, source: 'seed 1',
  note: { zh: '生成', en: 'Generated' }, icon: 'hospital', file: 'context/hospitals.json', count: 1, fields: [],
};
const places = { features: [{ properties: { id: 'h1', zh: '第一医院', en: 'First', district: 0, town: 0 }, geometry: { type: 'Point', coordinates: [121.5, 31.2] } }] };

afterEach(() => {
  vi.unstubAllGlobals();
  useScreen.setState(EMPTY_SCREEN);
});

test('a layer that could not be read is asked for again, and an open card stays open', async () => {
  vi.stubGlobal('document', { baseURI: 'http://127.0.0.1/' });
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(JSON.stringify(places)));
  });
  const picked = { kind: 'context', layer: 'hospitals', index: 0, zh: '第一医院', en: 'First', lon: 121.5, lat: 31.2 } as const;
  useScreen.setState({ picked, context: { state: 'there', city: 'x', layers: [layer] }, contextChoice: { on: ['hospitals'], without: [] }, contextRead: { hospitals: 'failed' } });
  retryContextLayers();
  await vi.waitFor(() => expect(useScreen.getState().contextRead).toEqual({ hospitals: 'there' }));
  expect(asked).toEqual(['http://127.0.0.1/city/x/context/hospitals.json']);
  expect(useScreen.getState().picked).toBe(picked);
});
