/** Clocks about the product's code, put on before any of it runs: what animation frames and the heat worker cost the page's thread. */
import type { FieldGrid } from '#layers/heat/kernel.ts';
import type { HeatRequest } from '../../../renderer/globe/heat.worker.ts';
import type { CameraView } from '../../../renderer/globe/types.ts';
import type { Moved } from './subject.ts';

/** Milliseconds since the page began. */
export const spent = { script: 0 };
/** Of the heat worker: from the newest question to its answer, and what the page's thread did with the answer, ms; how large its newest field is. */
export const worker = { trip: 0, taken: 0, texels: [0, 0] as [number, number] };

const nextFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (run) =>
  nextFrame((now) => {
    const began = performance.now();
    run(now);
    spent.script += performance.now() - began;
  });

let asked = 0;
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]): void {
  const [{ kind, grid }] = args as [Partial<HeatRequest> & { grid?: FieldGrid }];
  if (kind === 'sites' && grid) worker.texels = [grid.width, grid.height];
  asked = performance.now();
  (post as (...all: unknown[]) => void).apply(this, args);
};
const listen = Worker.prototype.addEventListener;
Worker.prototype.addEventListener = function (this: Worker, type: string, listener: (event: Event) => void): void {
  listen.call(this, type, (event: Event) => {
    const began = performance.now();
    worker.trip = began - asked;
    listener(event);
    worker.taken = performance.now() - began;
  });
};

/** Until every canvas on the page is drawn to its last pixel; after whatever this animation frame did. */
async function painted(): Promise<void> {
  await new Promise((resolve) => nextFrame(resolve));
  for (const canvas of document.querySelectorAll('canvas')) {
    const gl = canvas.getContext('webgl2');
    gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }
}

/** Longer than whatever waits for a hand to rest: deck.gl's heat is made anew half a second after the last movement. */
const QUIET_MS = 700;
/** What the drawing process needs to do nothing, ms of its processors. */
const NOTHING_MS = 30;

/** Until nothing has been drawn for a while, and what was drawn last is there. */
export async function rest(): Promise<void> {
  for (let used = Infinity; used > NOTHING_MS;) {
    const before = await window.drawingMs();
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    used = (await window.drawingMs()) - before;
  }
  await painted();
}

/** A camera that goes on, turns and comes nearer, as by a hand: the view of picture `k`. */
export function viewAt(k: number): CameraView {
  return { lon: 121.485 + 0.0006 * k, lat: 31.22 + 0.0004 * k, height: 3200 * 0.985 ** k, heading: 10 + 1.5 * k, pitch: -38 };
}

/** Pictures before any counts: from the third on the product draws them as of a camera that moves. */
const LEAD = 3;

/** Pictures one after the other, each waited for, then rest. `times`: from a picture's beginning to its last pixel. */
export async function moveAlong(look: (view: CameraView) => void, pictures: number): Promise<Moved> {
  const times: number[] = [];
  const draw = async (k: number): Promise<void> => {
    const began = performance.now();
    look(viewAt(k));
    await painted();
    times.push(performance.now() - began);
  };
  for (let k = 0; k < LEAD; k++) await draw(k);
  const before = await window.drawingMs();
  const script = await window.scriptMs();
  times.length = 0;
  for (let k = LEAD; k < LEAD + pictures; k++) await draw(k);
  const scriptMs = ((await window.scriptMs()) - script) / pictures;
  const moved = await window.drawingMs();
  await rest();
  return { times, scriptMs, drawingMs: (moved - before) / pictures, restMs: (await window.drawingMs()) - moved };
}
