/** A shape or a draft as the globe draws it: strokes, lengths, corners. Pure. */
import type { Drawn, Stroke } from '../globe/drawnTypes.ts';
import type { Language } from '../globe/types.ts';
import { formatArea, formatLength } from '../format/lengths.ts';
import type { SightFound } from '../state/shapes.ts';
import type { Draft } from './draft.ts';
import { seen } from './draft.ts';
import { course, groundDistance, measureRings, pieces, type LonLat, type Position } from './geodesy.ts';
import { groundOf, isRegion, ringThrough, type Shape } from './shape.ts';

const onGround = (way: readonly LonLat[]): Float64Array => Float64Array.from(way.flatMap(([lon, lat]) => [lon, lat, 0]));
const throughAir = (points: readonly Position[]): Float64Array => Float64Array.from(points.flatMap(({ lon, lat, height }) => [lon, lat, height]));
const raised = (at: Position, metres: number): Position => ({ ...at, height: at.height + metres });

export function drawnOf(shape: Shape, isChosen: boolean, language: Language, sight: SightFound | undefined): Drawn {
  const { id, kind, points, about } = shape;
  const base = { id, chosen: isChosen, labels: [], handles: [], marks: [] } as const;
  if (isRegion(shape)) {
    const strokes: Stroke[] = groundOf(shape).flat().map((ring) => ({ points: onGround(ring), look: 'solid' }));
    const isAround = kind === 'circle' || (kind === 'buffer' && !about?.polygons);
    const corners = kind === 'lasso' || about?.polygons ? [] : kind === 'circle' ? points.slice(0, 1) : points;
    const labels = isChosen && kind === 'polygon' ? lengths([...points, points[0]], language, false) : [];
    return { ...base, filled: true, strokes, labels, handles: isChosen ? corners : [], marks: isAround && !isChosen && points.length === 1 ? points : [] };
  }
  if (kind === 'distance') {
    return { ...base, filled: false, strokes: line(points, 'solid'), labels: lengths(points, language, true), handles: isChosen ? points : [], marks: points.slice(0, 1) };
  }
  if (kind === 'sight') return { ...base, filled: false, ...sightDrawn(shape, sight, language) };
  return { ...base, filled: false, strokes: [], marks: points, handles: [] };
}

/** What has been set down, and to where the hand is. */
export function draftDrawn(draft: Draft, language: Language): Drawn | null {
  const { kind, points, cursor } = draft;
  const all = seen(draft);
  if (all.length === 0) return null;
  const base = { id: 'draft', chosen: true, filled: false, handles: [], marks: points } as const;
  if (kind === 'circle' && all.length > 1) {
    const [centre, edge] = all;
    const metres = groundDistance(centre, edge);
    const rings = metres > 0 ? groundOf({ id: 'draft', kind, name: '', number: 1, hidden: false, points: [centre], metres }).flat() : [];
    return { ...base, filled: true, strokes: [...rings.map((ring): Stroke => ({ points: onGround(ring), look: 'rubber' })), ...line(all, 'rubber')], labels: [{ at: edge, text: formatLength(metres, language) }] };
  }
  if (kind === 'lasso') return { ...base, filled: points.length > 2, strokes: line([...points, points[0]], 'rubber'), labels: [], marks: [] };
  const isArea = kind === 'polygon';
  const strokes = isArea && all.length > 2 ? [{ points: onGround(ringThrough(all)), look: 'rubber' } as const] : line(all, 'rubber');
  const area = isArea && all.length > 2 ? measureRings([[ringThrough(all)]]).area : 0;
  const labels = kind === 'height' || kind === 'nearest' ? [] : lengths(all, language, kind === 'distance');
  return { ...base, filled: isArea && all.length > 2, strokes, labels: area > 0 && cursor ? [...labels, { at: cursor, text: formatArea(area, language) }] : labels };
}

/** Through the air where ends lie high, along the ground where both lie on it. */
function line(points: readonly Position[], look: Stroke['look']): Stroke[] {
  return points.slice(1).map((to, at): Stroke => {
    const from = points[at];
    const isHigh = from.height !== 0 || to.height !== 0;
    return isHigh ? { points: throughAir([from, to]), look: look === 'solid' ? 'free' : look } : { points: onGround([...pieces(from, to), [to.lon, to.lat]]), look };
  });
}

/** The length of each segment in its middle; of several, the whole at the end. */
function lengths(points: readonly Position[], language: Language, hasSum: boolean): Drawn['labels'] {
  const each = points.slice(1).map((to, at) => ({ from: points[at], to, metres: groundDistance(points[at], to) }));
  const labels = each.filter(({ metres }) => metres > 0).map(({ from, to, metres }) => ({ at: middle(from, to), text: formatLength(metres, language) }));
  const sum = each.reduce((total, { metres }) => total + metres, 0);
  return hasSum && each.length > 1 ? [...labels, { at: points.at(-1)!, text: `Σ ${formatLength(sum, language)}` }] : labels;
}

function middle(from: Position, to: Position): Position {
  const way = course([from, to]);
  const [lon, lat] = way.length > 2 ? way[way.length >> 1] : [(from.lon + to.lon) / 2, (from.lat + to.lat) / 2];
  return { lon, lat, height: (from.height + to.height) / 2 };
}

function sightDrawn(shape: Shape, sight: SightFound | undefined, language: Language): Pick<Drawn, 'strokes' | 'labels' | 'marks' | 'handles'> {
  const { points: [eye, target] } = shape;
  const [from, to] = [raised(eye, shape.eye ?? 0), raised(target, shape.target ?? 0)];
  const stop = sight?.state === 'blocked' ? sight.met.at : sight?.state === 'ground' ? sight.at : null;
  const strokes: Stroke[] = stop
    ? [{ points: throughAir([from, stop]), look: 'free' }, { points: throughAir([stop, to]), look: 'blocked' }]
    : [{ points: throughAir([from, to]), look: sight?.state === 'free' ? 'free' : 'blocked' }];
  return { strokes, labels: stop ? [{ at: stop, text: `✕ ${formatLength(groundDistance(from, stop), language)}` }] : [], marks: stop ? [from, to, stop] : [from, to], handles: [] };
}
