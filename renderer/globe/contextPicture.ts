/** Context layers over the picture: signs and lines on a canvas of their own, placed with each of Cesium's pictures. */
import { enuOf, enuPositions, lonLatOf, type EnuFrame } from '#layers/enu.ts';
import { arrange, SIGN_SIZE, signAt, type Sign } from '#layers/signs/arrange.ts';
import { INKS, paintFoot, paintSign, type SignLook } from '#layers/signs/paint.ts';
import { seen, signTree, type SignNode } from '#layers/signs/tree.ts';
import { courseAt, coursesOn, paintCourses, type Courses } from './contextLines.ts';
import type { ContextDrawn, ContextPick, ContextSelected } from './contextTypes.ts';
import type { Look } from './looks/look.ts';
import type { Selected } from './types.ts';
import { project, type Projection } from './projection.ts';

export interface ContextPicture {
  /** Replaces what is drawn; the order is that of being served first with room. */
  set(layers: readonly ContextDrawn[]): void;
  /** Marks a place of a layer; returns what is to be marked besides: the town of what is about a town, or whatever else was selected. */
  mark(selected: Selected | null): Selected | null;
  /** The colours of the next picture. */
  setLook(look: Look): void;
  /** Call with each picture. */
  draw(view: Projection, metresPerPixel: number): void;
  /** Where the signs of the last picture stand: no name is written there. */
  boxes(): readonly { x: number; y: number; width: number; height: number }[];
  /** The sign or line under a point of the picture, CSS pixels. */
  pick(x: number, y: number): ContextPick | null;
  destroy(): void;
}

interface Held { drawn: ContextDrawn; tree: SignNode | null; positions: Float32Array; courses: Float32Array[] | null }

/** Squares seen smaller than this become one sign, CSS pixels; larger where several layers share the picture. */
const TOGETHER_BELOW = 64;
/** Few enough lines to show from any height; more are signs from this scale on, metres per pixel. */
const FEW_LINES = 400;
const LINES_BELOW = 14;
/** Places nearer together than this cannot be told apart by flying nearer, metres. */
const SAME_SPOT = 10;

export interface ContextPictureOptions {
  container: HTMLElement;
  enu: EnuFrame;
  look: Look;
  changed(): void;
  /** Told, after each picture, which single place's sign stands nearest to its middle. */
  shown(sign: string | null): void;
}

export function createContextPicture({ container, enu, look, changed, shown }: ContextPictureOptions): ContextPicture {
  let ink = INKS[look.signs];
  let canvas: HTMLCanvasElement | null = null;
  let held: Held[] = [];
  let signs: Sign[] = [];
  let lines: { layer: number; courses: Courses }[] = [];
  let selected: ContextSelected | null = null;

  const known = new WeakMap<Float64Array, Pick<Held, 'positions' | 'courses'>>();
  const hold = (drawn: ContextDrawn): Held => {
    let at = known.get(drawn.lon);
    if (!at) known.set(drawn.lon, (at = { positions: enuPositions(enu, drawn.lon, drawn.lat, 3), courses: drawn.courses?.map((course) => inMetres(enu, course)) ?? null }));
    return { drawn, ...at, tree: signTree(at.positions, drawn.places) };
  };
  const isLines = ({ drawn }: Held, scale: number): boolean => drawn.courses !== null && (drawn.places.length <= FEW_LINES || scale < LINES_BELOW);
  const chosenIn = ({ drawn }: Held): number => (selected?.context === drawn.id ? selected.index : -1);

  const pen = (view: Projection): CanvasRenderingContext2D | null => {
    if (held.length === 0 && !canvas) return null;
    if (!canvas) {
      canvas = document.createElement('canvas');
      canvas.className = 'globe-context';
      container.append(canvas);
    }
    const ratio = Math.min(2, devicePixelRatio);
    const [width, height] = [Math.round(view.width * view.copies * ratio), Math.round(view.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    const drawing = canvas.getContext('2d')!;
    drawing.setTransform(1, 0, 0, 1, 0, 0);
    drawing.clearRect(0, 0, width, height);
    drawing.setTransform(ratio, 0, 0, ratio, 0, 0);
    return drawing;
  };

  return {
    set(layers) {
      held = layers.map((drawn) => held.find((one) => one.drawn === drawn) ?? hold(drawn));
      // Until the next picture nothing of the last one is to be found: it may be of a layer that is gone.
      [signs, lines] = [[], []];
      shown(null);
      changed();
    },
    setLook(next) {
      ink = INKS[next.signs];
    },
    mark(next) {
      selected = next && 'context' in next ? next : null;
      changed();
      if (selected === null) return next;
      const { context: id, index } = selected;
      const about = held.find(({ drawn }) => drawn.id === id)?.drawn;
      return about?.form === 'area' ? { unit: 'town', code: about.town[index]! } : null;
    },
    draw(view, scale) {
      const drawing = pen(view);
      if (!drawing) return;
      const together = TOGETHER_BELOW * Math.sqrt(Math.min(4, Math.max(1, held.length)));
      const eye = { project: (x: number, y: number, z: number) => project(view, x, y, z), focal: (view.projection[5]! * view.height) / 2, width: view.width, height: view.height };
      lines = held.flatMap((one, layer) => (isLines(one, scale) ? [{ layer, courses: coursesOn(one.courses!, one.drawn.places, view) }] : []));
      for (const { layer, courses } of lines) paintCourses(drawing, courses, held[layer]!.drawn.part, chosenIn(held[layer]!), ink);
      const found = held.map((one) => (isLines(one, scale) ? [] : apart(seen(one.tree, eye, together), one, chosenIn(one), view)));
      const kept = held.findIndex((one) => chosenIn(one) >= 0);
      signs = arrange(found, kept < 0 ? null : { layer: kept, place: chosenIn(held[kept]!) }, view.width, view.height);
      for (const sign of signs) paintFoot(drawing, sign, ink);
      for (const sign of signs) paintSign(drawing, sign, signLookOf(held[sign.layer]!, sign), ink);
      if (view.copies === 2) copyAcross(drawing);
      shown(middlemost(view));
    },
    boxes: () => signs.map(({ x, y, width }) => ({ x, y, width, height: SIGN_SIZE })),
    pick(x, y) {
      const sign = signAt(signs, x, y);
      if (sign) return ofSign(held[sign.layer]!.drawn, sign);
      for (const { layer, courses } of lines.toReversed()) {
        const index = courseAt(courses, x, y);
        if (index !== null) return placeIn(held[layer]!.drawn, index);
      }
      return null;
    },
    destroy: () => canvas?.remove(),
  };

  /** The chosen place stands by itself even where its neighbours are gathered into one sign. */
  function apart(list: ReturnType<typeof seen>, { drawn, positions }: Held, index: number, view: Projection): ReturnType<typeof seen> {
    if (index < 0 || list.some(({ place }) => place === index) || !drawn.places.includes(index)) return list;
    const [x, y, z] = [positions[index * 3]!, positions[index * 3 + 1]!, positions[index * 3 + 2]!];
    const at = project(view, x, y, z);
    return at ? [...list, { x: at[0], y: at[1], place: index, node: { x, y, z, size: 0, count: 1, first: index, children: null, members: [index] } }] : list;
  }

  function signLookOf(one: Held, { count, place, first }: Sign): SignLook {
    const { drawn } = one;
    const part = drawn.part[first]!;
    return { glyph: (count === 1 ? drawn.partIcons[part] : undefined) ?? drawn.icon, restricted: drawn.restricted, chosen: place >= 0 && place === chosenIn(one) };
  }

  function ofSign(drawn: ContextDrawn, { count, place, first, middle, reach }: Sign): ContextPick {
    if (place >= 0 || reach < SAME_SPOT) return placeIn(drawn, place >= 0 ? place : first);
    const [lon, lat] = lonLatOf(enu, ...middle);
    return { kind: 'contextGroup', layer: drawn.id, count, lon, lat, metres: reach };
  }

  function middlemost({ width, height }: Projection): string | null {
    const off = ({ x, y }: Sign): number => Math.hypot(x - width / 2, y - height / 2);
    const alone = signs.filter(({ place, x, y }) => place >= 0 && x > 0 && y > 0 && x < width && y < height);
    const sign = alone.length === 0 ? null : alone.reduce((best, other) => (off(other) < off(best) ? other : best));
    return sign && `${held[sign.layer]!.drawn.id}/${sign.place}@${Math.round(sign.x)},${Math.round(sign.y)}`;
  }
}

function placeIn({ id, zh, en, lon, lat }: ContextDrawn, index: number): ContextPick {
  return { kind: 'context', layer: id, index, zh: zh[index]!, en: en[index]!, lon: lon[index]!, lat: lat[index]! };
}

function inMetres(enu: EnuFrame, course: Float64Array): Float32Array {
  const metres = new Float32Array((course.length / 2) * 3);
  for (let i = 0; i < course.length / 2; i++) metres.set(enuOf(enu, course[i * 2]!, course[i * 2 + 1]!, 2), i * 3);
  return metres;
}

/** The left half of the canvas in its right half, too. */
function copyAcross(drawing: CanvasRenderingContext2D): void {
  const { width, height } = drawing.canvas;
  const half = Math.floor(width / 2);
  drawing.setTransform(1, 0, 0, 1, 0, 0);
  drawing.clearRect(half, 0, width - half, height);
  drawing.drawImage(drawing.canvas, 0, 0, half, height, half, 0, half, height);
}
