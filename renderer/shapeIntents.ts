/** What a person does with shapes: draws, changes, keeps and measures them. They are remembered for each city. */
import { areaOutlines } from './areaOutlines.ts';
import { toggleContext } from './contextLayers.ts';
import type { Globe, Pick } from './globe/types.ts';
import type { PenEvent } from './globe/drawnTypes.ts';
import { lookingAt } from './globe/lookingAt.ts';
import { keep, kept } from './kept.ts';
import { begun, isFull, mayEnd, withoutLast, withPoint } from './shapes/draft.ts';
import { draftDrawn, drawnOf } from './shapes/drawn.ts';
import { groundDistance, type Position } from './shapes/geodesy.ts';
import { boxOf, BUFFER_M, EYE_M, groundOf, readShapes, type Shape, type ShapeKind } from './shapes/shape.ts';
import { groundBetween } from './shapes/sight.ts';
import { polygonsOf } from './shapes/share.ts';
import { layersToSearch } from './state/context.ts';
import type { HeightFound, SightFound } from './state/shapes.ts';
import { useScreen } from './state/store.ts';

/** From so far away, metres, a place is looked at. */
const NEAR_LOOK_M = 700;
const put = useScreen.setState;
const screen = useScreen.getState;
let globe: Globe | null = null;
/** Of which city's shapes are on the screen. */
let city: string | undefined;
const drawn = new Map<string, { of: string; from: Shape; made: ReturnType<typeof drawnOf> }>();

/** Picking happens where panels are told of it. */
let pick: (picked: Pick | null) => void = () => undefined;

/** From now on the screen has the shapes of whichever city is shown. */
export function followShapes(choose: (picked: Pick | null) => void): void {
  pick = choose;
  const follow = (): void => {
    const { run, shapes, draft, picked, language, sights } = screen();
    if (run?.city !== city) {
      city = run?.city;
      put({ shapes: city === undefined ? [] : readShapes(kept(`shapes:${city}`)), draft: null, sights: {}, heights: {} });
      return;
    }
    const now = [shapes, draft, picked, language, sights] as const;
    if (now.some((one, at) => one !== last[at])) draw();
    last = now;
  };
  let last: readonly unknown[] = [];
  follow();
  useScreen.subscribe(follow);
}

/** A globe has come, or the old one has gone (null). */
export function attachShapes(given: Globe | null): void {
  globe = given;
  if (globe) draw();
}

const chosenId = (): string | null => {
  const { picked } = screen();
  return picked?.kind === 'shape' ? picked.id : null;
};

function draw(): void {
  const { shapes, draft, language, sights } = screen();
  const chosen = chosenId();
  const mine = shapes.filter(({ hidden }) => !hidden).map((shape) => {
    const of = `${language} ${shape.id === chosen} ${JSON.stringify(sights[shape.id] ?? null)}`;
    const before = drawn.get(shape.id);
    if (before?.from === shape && before.of === of) return before.made;
    const made = drawnOf(shape, shape.id === chosen, language, sights[shape.id]);
    drawn.set(shape.id, { of, from: shape, made });
    return made;
  });
  const doing = draft && draftDrawn(draft, language);
  globe?.show({ drawn: doing ? [...mine, doing] : mine, pen: draft && { form: draft.kind === 'lasso' ? 'stroke' : 'points', on: ['distance', 'height', 'sight'].includes(draft.kind) ? 'surface' : 'ground' } });
}

function store(shapes: readonly Shape[]): void {
  put({ shapes });
  if (city !== undefined) keep(`shapes:${city}`, JSON.stringify(shapes));
}

const change = (id: string, more: Partial<Shape>): void => store(screen().shapes.map((shape) => (shape.id === id ? { ...shape, ...more } : shape)));
const shapeOf = (id: string): Shape | undefined => screen().shapes.find((shape) => shape.id === id);

// ---- drawing

/** Takes a tool in hand; the same again lays it down. A buffer is drawn about what is selected, where something is. */
export function takeTool(kind: ShapeKind): void {
  const { draft, picked } = screen();
  put({ hovered: null });
  if (draft?.kind === kind) return void put({ draft: null });
  if (kind === 'buffer' && picked?.kind === 'area' && city !== undefined) return void bufferArea(picked, city);
  const about = kind === 'buffer' || kind === 'nearest' ? aboutPicked(picked) : null;
  if (about) finish(kind, about.points, about.more);
  else put({ draft: begun(kind) });
}

/** About an area's outline; about the spot that was clicked where it has none. */
async function bufferArea({ unit, code, zh, en, lon, lat }: Extract<Pick, { kind: 'area' }>, of: string): Promise<void> {
  const areas = await areaOutlines(of, unit).catch(() => []);
  const area = areas.find((one) => one.code === code);
  if (of === city) finish('buffer', [{ lon, lat, height: 0 }], { about: { zh, en, ...(area && { polygons: polygonsOf(area) }) } });
}

function aboutPicked(picked: Pick | null): { points: Position[]; more: Partial<Shape> } | null {
  if (!picked || !('lon' in picked)) return null;
  const points = [{ lon: picked.lon, lat: picked.lat, height: 0 }];
  const named = picked.kind === 'area' || picked.kind === 'context' ? { about: { zh: picked.zh, en: picked.en } } : {};
  return { points, more: named };
}

export const layToolDown = (): void => put({ draft: null });
export const undoPoint = (): void => put(({ draft }) => (draft ? { draft: withoutLast(draft) } : {}));

export function endShape(): void {
  const { draft } = screen();
  if (!draft) return;
  if (mayEnd(draft)) finish(draft.kind, draft.points, {});
  else if (draft.kind === 'lasso') put({ draft: begun('lasso') });
}

export function penned(event: PenEvent): void {
  const { draft } = screen();
  if (event.kind === 'corner') return moveCorner(event);
  if (!draft) return;
  if (event.kind === 'end') return endShape();
  if (event.kind === 'cursor') return void put({ draft: { ...draft, cursor: event.at } });
  if (event.kind === 'stroke') return void put({ draft: { ...draft, points: event.at } });
  const next = withPoint(draft, event.at);
  if (isFull(next)) finish(next.kind, next.points, event.building ? { building: event.building } : {});
  else put({ draft: { ...next, cursor: null } });
}

function finish(kind: ShapeKind, drawnPoints: readonly Position[], more: Partial<Shape>): void {
  const { shapes } = screen();
  const isCircle = kind === 'circle';
  const shape: Shape = {
    id: crypto.randomUUID(), kind, name: '', hidden: false,
    number: 1 + shapes.reduce((most, other) => (other.kind === kind ? Math.max(most, other.number) : most), 0),
    points: isCircle ? [drawnPoints[0]] : [...drawnPoints],
    ...(isCircle && { metres: Math.max(1, groundDistance(drawnPoints[0], drawnPoints[1])) }),
    ...(kind === 'buffer' && { metres: BUFFER_M }),
    ...(kind === 'sight' && { eye: EYE_M, target: EYE_M }),
    ...more,
  };
  if (kind !== 'height') delete shape.building;
  store([...shapes, shape]);
  put({ draft: null });
  pick({ kind: 'shape', id: shape.id });
}

function moveCorner({ id, index, at }: Extract<PenEvent, { kind: 'corner' }>): void {
  const shape = shapeOf(id);
  if (shape) change(id, { points: shape.points.map((point, k) => (k === index ? at : point)) });
}

// ---- what is kept

export const renameShape = (id: string, name: string): void => change(id, { name: name.slice(0, 80) });
export const setMetres = (id: string, metres: number): void => {
  if (Number.isFinite(metres) && metres > 0) change(id, { metres: Math.min(200_000, metres) });
};
export const setSightHeights = (id: string, heights: { eye?: number; target?: number }): void => {
  if (Object.values(heights).every((metres) => Number.isFinite(metres) && metres >= 0 && metres <= 2000)) change(id, heights);
};

export function hideShape(id: string, hidden: boolean): void {
  change(id, { hidden });
  if (hidden && chosenId() === id) pick(null);
}

export function deleteShape(id: string): void {
  if (chosenId() === id) pick(null);
  store(screen().shapes.filter((shape) => shape.id !== id));
  drawn.delete(id);
}

/** Chooses a shape and brings it into the picture. */
export function goToShape(id: string): void {
  const shape = shapeOf(id);
  const { camera } = screen();
  if (!shape) return;
  if (shape.hidden) hideShape(id, false);
  pick({ kind: 'shape', id });
  const ground = groundOf(shape);
  const line: [number, number][][] = [shape.points.map(({ lon, lat }) => [lon, lat])];
  const [west, south, east, north] = boxOf(ground.length > 0 ? ground : [line]);
  const size = groundDistance({ lon: west, lat: south }, { lon: east, lat: north });
  if (camera) globe?.flyTo(lookingAt(camera.view, (west + east) / 2, (south + north) / 2, Math.max(600, size * 1.3)), 1);
}

// ---- what is near

/** Another set of layers to look for nearest places in. */
export function toggleNearIn(layer: string): void {
  const { context, contextChoice, nearIn } = screen();
  const now = layersToSearch((context?.layers ?? []).filter(({ form, privacy }) => form === 'point' && privacy !== 'P3'), contextChoice, nearIn);
  put({ nearIn: now.includes(layer) ? now.filter((id) => id !== layer) : [...now, layer] });
}

/** To a place of a context layer, which is switched on for it. */
export function flyToPlace(layer: string, lon: number, lat: number): void {
  const { camera, contextChoice } = screen();
  if (!contextChoice.on.includes(layer)) {
    // What is switched on now is no other answer to where to look.
    put(({ context, nearIn }) => ({ nearIn: nearIn ?? layersToSearch((context?.layers ?? []).filter(({ form, privacy }) => form === 'point' && privacy !== 'P3'), contextChoice, null) }));
    toggleContext(layer);
  }
  if (camera) globe?.flyTo(lookingAt(camera.view, lon, lat, NEAR_LOOK_M), 0.9);
}

// ---- what stands between and above: asked of the buildings themselves

export async function lookBetween(shape: Shape): Promise<void> {
  const { id, points: [eye, target] } = shape;
  const [from, to] = [{ ...eye, height: eye.height + (shape.eye ?? 0) }, { ...target, height: target.height + (shape.target ?? 0) }];
  const say = (found: SightFound): void => put(({ sights }) => ({ sights: { ...sights, [id]: found } }));
  const isAsked = (): boolean => shapeOf(id) === shape;
  if (!globe) return;
  say({ state: 'looking' });
  try {
    const met = await globe.between(from, to);
    const at = met ? null : groundBetween(from, to);
    if (isAsked()) say(met ? { state: 'blocked', met } : at ? { state: 'ground', at } : { state: 'free' });
  } catch {
    if (isAsked()) say({ state: 'failed' });
  }
}

/** Higher than anything in a city, metres. */
const ABOVE_ALL_M = 1_200;

export async function lookFromAbove({ id, points: [{ lon, lat }] }: Shape): Promise<void> {
  const say = (found: HeightFound): void => put(({ heights }) => ({ heights: { ...heights, [id]: found } }));
  if (!globe) return;
  say({ state: 'looking' });
  try {
    say({ state: 'there', met: await globe.between({ lon, lat, height: ABOVE_ALL_M }, { lon, lat, height: 0 }) });
  } catch {
    say({ state: 'failed' });
  }
}
