/** A person's shapes over the picture: dashed where buildings hide them, solid where the ground is seen, with lengths and corners to take hold of. */
import { enuOf, type EnuFrame } from '#layers/enu.ts';
import type { Position } from '../shapes/geodesy.ts';
import { clipped, type Point } from './clipping.ts';
import type { Box } from './labels/declutter.ts';
import type { Drawn, Pen, Stroke } from './drawnTypes.ts';
import type { Look } from './looks/look.ts';
import { offSegment, project, type Projection } from './projection.ts';
import type { Line } from './ribbons.ts';

export interface Drawing {
  /** Replaces what is drawn; an object that was there before costs nothing. */
  set(drawn: readonly Drawn[]): void;
  /** What is drawn with from now on; null: clicks pick again. */
  take(pen: Pen | null): void;
  pen(): Pen | null;
  setLook(look: Look): void;
  /** Call with each picture. */
  draw(view: Projection): void;
  /** Where lengths of the last picture stand: no name is written there. */
  boxes(): readonly Box[];
  /** The shape whose line, mark or label lies under a point of the picture, CSS pixels. */
  pick(x: number, y: number): string | null;
  /** The corner of the chosen shape that can be taken hold of there. */
  handleAt(x: number, y: number): { id: string; index: number } | null;
  destroy(): void;
}

export interface DrawingOptions {
  container: HTMLElement;
  enu: EnuFrame;
  look: Look;
  changed(): void;
  /** Lays lines on the ground, where buildings can hide them. */
  lay(lines: readonly Line[]): void;
}

interface Held { drawn: Drawn; strokes: { points: Point[]; look: Stroke['look'] }[]; handles: Point[]; marks: Point[]; labels: Point[] }

/** So near, in pixels, the pointer means a line or a corner. */
const REACH = 6;
const HANDLE = 5;
const GRAB = 11;
const PIXELS = 2.4;
const FONT = "600 12px 'Inter Variable', 'Noto Sans SC Variable', sans-serif";

export function createDrawing({ container, enu, look: first, changed, lay }: DrawingOptions): Drawing {
  let look = first;
  let canvas: HTMLCanvasElement | null = null;
  let held: Held[] = [];
  let view: Projection | null = null;
  let laid = '';
  let boxes: Box[] = [];
  let taken: Pen | null = null;

  const inMetres = ({ lon, lat, height }: Position): Point => enuOf(enu, lon, lat, height);
  const hold = (drawn: Drawn): Held => ({
    drawn,
    strokes: drawn.strokes.map(({ points, look: kind }) => ({
      look: kind,
      points: Array.from({ length: points.length / 3 }, (_, i) => enuOf(enu, points[3 * i], points[3 * i + 1], points[3 * i + 2])),
    })),
    handles: drawn.handles.map(inMetres), marks: drawn.marks.map(inMetres), labels: drawn.labels.map(({ at }) => inMetres(at)),
  });

  const penOn = (at: Projection): CanvasRenderingContext2D | null => {
    if (held.length === 0 && !canvas) return null;
    if (!canvas) {
      canvas = document.createElement('canvas');
      canvas.className = 'globe-drawn';
      container.append(canvas);
    }
    const ratio = Math.min(2, devicePixelRatio);
    const [width, height] = [Math.round(at.width * ratio), Math.round(at.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const pen = canvas.getContext('2d')!;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    return pen;
  };

  return {
    set(drawn) {
      held = drawn.map((one) => held.find((other) => other.drawn === one) ?? hold(one));
      // Only what stands is laid on the ground: what follows the hand would make another mesh with each of its movements.
      const lines = drawn.flatMap(({ strokes }) => strokes.filter(({ look: kind }) => kind === 'solid'));
      const now = lines.map(({ points }) => points.join()).join(';');
      if (now !== laid) lay(lines.map(({ points }): Line => ({ points: points.filter((_, i) => i % 3 !== 2), height: 0, width: 0, leastPixels: PIXELS })));
      laid = now;
      changed();
    },
    take(pen) {
      taken = pen;
      container.classList.toggle('globe-pen', pen !== null);
    },
    pen: () => taken,
    setLook(next) {
      look = next;
      changed();
    },
    draw(next) {
      view = next;
      boxes = [];
      const pen = penOn(next);
      if (!pen) return;
      for (const one of held) paint(pen, one, next, look);
      for (const one of held) paintLabels(pen, one, next, look, boxes);
    },
    boxes: () => boxes,
    pick(x, y) {
      if (!view) return null;
      for (const { drawn, strokes, marks } of held.toReversed()) {
        const near = (point: Point): boolean => {
          const at = project(view!, ...point);
          return at !== null && Math.hypot(at[0] - x, at[1] - y) <= REACH + 2;
        };
        if (marks.some(near) || strokes.some(({ points }) => clipped(points, view!).some((piece) => isOn(piece, x, y)))) return drawn.id;
      }
      return null;
    },
    handleAt(x, y) {
      if (!view) return null;
      for (const { drawn, handles } of held) {
        for (const [index, handle] of handles.entries()) {
          const at = project(view, ...handle);
          if (at && Math.hypot(at[0] - x, at[1] - y) <= GRAB) return { id: drawn.id, index };
        }
      }
      return null;
    },
    destroy: () => canvas?.remove(),
  };
}

function isOn(piece: readonly number[], x: number, y: number): boolean {
  for (let i = 2; i < piece.length; i += 2) {
    if (offSegment(x, y, piece[i - 2], piece[i - 1], piece[i], piece[i + 1]) <= REACH) return true;
  }
  return false;
}

function paint(pen: CanvasRenderingContext2D, { drawn, strokes, handles, marks }: Held, view: Projection, { ground, names }: Look): void {
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  if (drawn.filled) {
    pen.beginPath();
    for (const { points } of strokes) for (const piece of clipped(points, view, true)) trace(pen, piece);
    pen.fillStyle = ground.selected;
    pen.globalAlpha = drawn.chosen ? 0.13 : 0.06;
    pen.fill('evenodd');
    pen.globalAlpha = 1;
  }
  for (const { points, look } of strokes) {
    pen.beginPath();
    for (const piece of clipped(points, view)) trace(pen, piece);
    const dash = look === 'solid' ? [5, 5] : look === 'blocked' ? [3, 5] : [];
    pen.setLineDash(dash);
    pen.strokeStyle = names.halo;
    pen.lineWidth = PIXELS + 2;
    if (look !== 'solid') pen.stroke();
    pen.strokeStyle = ground.selected;
    pen.lineWidth = look === 'blocked' ? PIXELS - 0.6 : PIXELS;
    pen.stroke();
    pen.setLineDash([]);
  }
  for (const [points, radius] of [[marks, 3.5], [handles, HANDLE]] as const) {
    for (const point of points) {
      const at = project(view, ...point);
      if (!at) continue;
      pen.beginPath();
      pen.arc(at[0], at[1], radius, 0, 2 * Math.PI);
      pen.fillStyle = points === handles ? names.halo.replace(/[\d.]+%/, '100%') : ground.selected;
      pen.strokeStyle = ground.selected;
      pen.lineWidth = 2;
      pen.fill();
      pen.stroke();
    }
  }
}

function trace(pen: CanvasRenderingContext2D, piece: readonly number[]): void {
  for (let i = 0; i < piece.length; i += 2) {
    if (i === 0) pen.moveTo(piece[0], piece[1]);
    else pen.lineTo(piece[i], piece[i + 1]);
  }
}

/** `taken`: where lengths stand already; two over each other are none, the first stays. */
function paintLabels(pen: CanvasRenderingContext2D, { drawn, labels }: Held, view: Projection, { names }: Look, taken: Box[]): void {
  pen.font = FONT;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  for (const [index, point] of labels.entries()) {
    const at = project(view, ...point);
    const { text } = drawn.labels[index];
    if (!at) continue;
    const box: Box = { x: at[0], y: at[1] - 11, width: pen.measureText(text).width + 8, height: 16 };
    if (taken.some(({ x, y, width }) => Math.abs(x - box.x) < (width + box.width) / 2 && Math.abs(y - box.y) < box.height)) continue;
    taken.push(box);
    pen.strokeStyle = names.halo;
    pen.lineWidth = 4;
    pen.strokeText(text, at[0], at[1] - 11);
    pen.fillStyle = names.strong;
    pen.fillText(text, at[0], at[1] - 11);
  }
}
