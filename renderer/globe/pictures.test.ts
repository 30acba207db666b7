import type { CesiumWidget } from '@cesium/engine';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EnuFrame } from '#layers/enu.ts';
import { createPictures, type Part } from './pictures.ts';

const now = vi.hoisted(() => ({ pose: 'here', canRepaint: true }));
vi.mock('./camera.ts', () => ({ keepAboveGround: () => undefined, metresPerPixel: () => 5, poseOf: () => now.pose }));
vi.mock('./projection.ts', () => ({ projectionOf: () => ({}) }));
vi.mock('./cesiumInternals.ts', () => ({ repaint: () => now.canRepaint }));

/** A widget that draws when it was asked for a picture, as Cesium's does, and animation frames that come when the test says so. */
function bench(software = false) {
  const said: string[] = [];
  let [isAsked, drew] = [false, (): void => undefined];
  const scene = {
    requestRender: () => void (isAsked = true),
    postRender: { addEventListener: (listener: () => void) => void (drew = listener) },
  };
  const widget = {
    scene, resolutionScale: 1, resize: () => undefined,
    render() {
      if (!isAsked) return;
      isAsked = false;
      said.push('picture');
      drew();
    },
  };
  const frames: ((at: number) => void)[] = [];
  vi.stubGlobal('requestAnimationFrame', (step: (at: number) => void) => frames.push(step));
  vi.stubGlobal('cancelAnimationFrame', () => void (frames.length = 0));
  const pictures = createPictures({
    widget: widget as unknown as CesiumWidget, enu: {} as EnuFrame,
    capability: { software, msaaSamples: 1, minDataInterval: 0, movingResolution: 0.6 },
    fit: () => undefined,
    moved: () => void said.push('moved'),
  });
  const part = (name: string, more: Part = {}): void => pictures.add({ before: () => void said.push(`${name}…`), draw: () => void said.push(name), ...more });
  /** Runs the loop until it sleeps, at most so many ticks; resolves with how many there were. */
  const run = (most: number): number => {
    let ticks = 0;
    for (; ticks < most && frames.length > 0; ticks++) {
      vi.advanceTimersByTime(16);
      frames.shift()!(performance.now());
    }
    return ticks;
  };
  const clear = (): void => void (said.length = 0);
  return { pictures, part, said, run, clear, widget };
}

beforeEach(() => {
  Object.assign(now, { pose: 'here', canRepaint: true });
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('parts take their turns around one picture, in the order in which they came', async () => {
  const { pictures, part, said, run } = bench();
  part('a');
  part('b');
  pictures.request();
  run(1);
  expect(said).toEqual(['a…', 'b…', 'picture', 'a', 'b', 'moved']);
  await pictures.begun;
});

test('what lies over the picture is placed again without another picture, and a repaint draws nothing over it', () => {
  const { pictures, part, said, run, clear } = bench();
  part('a');
  pictures.request();
  run(100);
  clear();
  pictures.requestOverlay();
  run(1);
  expect(said).toEqual(['a…', 'a']);
  clear();
  pictures.requestRepaint();
  run(1);
  expect(said).toEqual(['a…']);
});

test('what cannot be repainted is drawn as a picture', () => {
  const { pictures, part, said, run, clear } = bench();
  part('a');
  pictures.request();
  run(100);
  clear();
  now.canRepaint = false;
  pictures.requestRepaint();
  run(2);
  expect(said).toEqual(['a…', 'a…', 'picture', 'a']);
});

test('the loop sleeps when nothing is to come, and not before', () => {
  const { pictures, part, run } = bench();
  const way = { isLong: true };
  part('tiles', { pending: () => way.isLong });
  pictures.request();
  expect(run(200)).toBe(200);
  way.isLong = false;
  expect(run(200)).toBeLessThan(40);
  expect(run(200)).toBe(0);
});

test('without a GPU a moving picture is coarse, and sharp again when it rests', () => {
  const { pictures, part, said, run, widget } = bench(true);
  part('city', { setCoarse: (coarse) => void said.push(coarse ? 'coarse' : 'sharp') });
  pictures.request();
  for (const pose of ['there', 'further', 'still further']) {
    now.pose = pose;
    run(1);
  }
  expect(widget.resolutionScale).toBe(0.6);
  run(200);
  expect(widget.resolutionScale).toBe(1);
  expect(said.filter((word) => word === 'coarse' || word === 'sharp')).toEqual(['coarse', 'sharp']);
});

test('after its end nothing draws, and who waits for the first picture hears why', async () => {
  const { pictures, part, said, run } = bench();
  part('a');
  pictures.request();
  pictures.stop(new Error('The graphics context was lost.'));
  pictures.request();
  pictures.wake(1_000);
  expect(run(10)).toBe(0);
  expect(said).toEqual([]);
  await expect(pictures.begun).rejects.toThrow('lost');
});
