// The globe brings its style sheet; tests are compiled without the bundler's modules.
/// <reference types="vite/client" />
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Globe, GlobeHandlers, GlobeOptions, GlobeView } from './types.ts';
import { createLastingGlobe } from './lastingGlobe.ts';

interface Built { options: GlobeOptions; said: string[]; globe: Globe }
const built: Built[] = vi.hoisted(() => []);
vi.mock('./globe.ts', () => ({
  createGlobe(_container: HTMLElement, options: GlobeOptions) {
    const said: string[] = [];
    const hear = (word: string) => (about?: unknown) => void said.push(about === undefined ? word : `${word} ${JSON.stringify(about)}`);
    const globe: Globe = { show: hear('show'), setLayer: hear('layer'), setFrame: hear('frame'), flyTo: hear('fly'), home: hear('home'), seen: () => [], between: () => Promise.resolve(null), destroy: hear('destroy') };
    built.push({ options, said, globe });
    return Promise.resolve(globe);
  },
}));

const VIEW: GlobeView = { language: 'zh', look: 'dark', unlit: false, trait: null, context: [], selected: null, drawn: [], pen: null, division: null };
const CAMERA = { lon: 121.5, lat: 31.2, height: 900, heading: 0, pitch: -30 };

async function stand() {
  const said: string[] = [];
  const handlers = {
    moved: () => undefined, drawn: () => void said.push('drawn'), lost: () => void said.push('lost'), rebuilt: () => void said.push('rebuilt'),
  } as unknown as GlobeHandlers & { rebuilt(): void };
  const globe = await createLastingGlobe(null as unknown as HTMLElement, { cityUrl: 'city/x', view: VIEW, handlers });
  return { globe, said };
}

beforeEach(() => {
  built.length = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('a lost globe is built again where it stood, with what was asked of it meanwhile', async () => {
  const { globe, said } = await stand();
  globe.show({ language: 'en' });
  built[0]!.options.handlers.moved(CAMERA, 1);
  built[0]!.options.handlers.lost();
  globe.show({ selected: { building: 'b7' } });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said).toEqual(['lost', 'rebuilt']);
  expect(built[0]!.said.at(-1)).toBe('destroy');
  const wanted = { ...VIEW, language: 'en', selected: { building: 'b7' } };
  expect(built[1]!.options).toMatchObject({ view: wanted, camera: CAMERA });
  expect(built[1]!.said).toEqual([`show ${JSON.stringify(wanted)}`]);
});

test('a frame that no globe can draw is not told as drawn', async () => {
  const { globe, said } = await stand();
  built[0]!.options.handlers.lost();
  globe.setFrame('a', {} as Parameters<Globe['setFrame']>[1], 7);
  expect(said).toEqual(['lost']);
  expect(built[0]!.said).toEqual([]);
});

test('a context that is lost again and again is asked for ever more rarely', async () => {
  await stand();
  const waits: number[] = [];
  for (let k = 0; k < 9; k++) {
    built.at(-1)!.options.handlers.lost();
    const before = [built.length, performance.now()] as const;
    while (built.length === before[0]) await vi.advanceTimersByTimeAsync(250);
    waits.push(performance.now() - before[1]);
  }
  expect(waits[0]).toBeLessThanOrEqual(500);
  expect(waits.at(-1)).toBe(30_000);
});
