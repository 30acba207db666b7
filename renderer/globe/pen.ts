/** The hand that draws: takes hold of corners, pulls strokes, and says where it is. What it does not take moves the camera. */
import type { Position } from '../shapes/geodesy.ts';
import type { Pen, PenEvent } from './drawnTypes.ts';

export interface PenOptions {
  root: HTMLElement;
  /** Null while nothing is being drawn. */
  pen(): Pen | null;
  handleAt(x: number, y: number): { id: string; index: number } | null;
  /** On the ground under a point of the picture. */
  ground(x: number, y: number): Position | null;
  told(event: PenEvent): void;
}

/** Corners of a stroke lie so far apart, pixels. */
const STROKE_PIXELS = 5;

/** Listens before the camera does; returns the function that ends it. Single points are told by whoever tells clicks. */
export function attachPen({ root, pen, handleAt, ground, told }: PenOptions): () => void {
  const gone = new AbortController();
  const options = { signal: gone.signal, capture: true } as const;
  let held: { id: string; index: number; at: Position | null } | null = null;
  let stroke: { at: Position[]; x: number; y: number } | null = null;
  let [asked, x, y] = [0, 0, 0];

  const take = (event: PointerEvent): void => {
    event.stopPropagation();
    root.setPointerCapture(event.pointerId);
  };
  const follow = (): void => {
    asked = 0;
    const at = ground(x, y);
    if (held) {
      if (at) told({ kind: 'corner', id: held.id, index: held.index, at: (held.at = at), done: false });
    } else if (pen()) told({ kind: 'cursor', at });
  };
  /** Once a picture is often enough. */
  const ask = (event: PointerEvent): void => {
    [x, y] = [event.offsetX, event.offsetY];
    asked ||= requestAnimationFrame(follow);
  };

  root.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const handle = pen() ? null : handleAt(event.offsetX, event.offsetY);
    if (handle) held = { ...handle, at: null };
    else if (pen()?.form === 'stroke') stroke = { at: [], x: -Infinity, y: -Infinity };
    else return;
    take(event);
  }, options);
  root.addEventListener('pointermove', (event) => {
    if (stroke) {
      event.stopPropagation();
      if (Math.hypot(event.offsetX - stroke.x, event.offsetY - stroke.y) < STROKE_PIXELS) return;
      const at = ground(event.offsetX, event.offsetY);
      if (!at) return;
      Object.assign(stroke, { x: event.offsetX, y: event.offsetY });
      stroke.at.push(at);
      told({ kind: 'stroke', at: [...stroke.at] });
      return;
    }
    if (held) event.stopPropagation();
    if (held || (pen() && event.buttons === 0)) ask(event);
    if (!pen()) root.classList.toggle('globe-over-handle', held !== null || handleAt(event.offsetX, event.offsetY) !== null);
  }, options);
  root.addEventListener('pointerup', (event) => {
    if (!held && !stroke) return;
    event.stopPropagation();
    if (held?.at) told({ kind: 'corner', id: held.id, index: held.index, at: held.at, done: true });
    if (stroke) told({ kind: 'end' });
    [held, stroke] = [null, null];
  }, options);
  root.addEventListener('pointercancel', () => { [held, stroke] = [null, null]; }, options);
  root.addEventListener('dblclick', () => {
    if (pen()?.form === 'points') told({ kind: 'end' });
  }, options);
  root.addEventListener('contextmenu', (event) => event.preventDefault(), options);
  root.addEventListener('pointerleave', () => {
    if (pen() && !stroke) told({ kind: 'cursor', at: null });
  }, { signal: gone.signal });
  return () => {
    cancelAnimationFrame(asked);
    gone.abort();
  };
}
