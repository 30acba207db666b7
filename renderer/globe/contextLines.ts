/** Courses of pipes and links on the picture: projected, painted by their part, and found under the pointer. */
import { paintLines, type Ink } from '#layers/signs/paint.ts';
import { offSegment, project, type Projection } from './projection.ts';

/** Of each course that is on the picture: its place, and pieces of x and y alternating, CSS pixels. */
export type Courses = { place: number; pieces: number[][] }[];

/** So near, in pixels, the pointer means a line. */
const REACH = 6;

/** `courses`: x, y, z ENU metres of the corners. A piece ends where a course passes behind the eye. */
export function coursesOn(courses: readonly Float32Array[], places: readonly number[], view: Projection): Courses {
  const found: Courses = [];
  for (const place of places) {
    const course = courses[place]!;
    const pieces: number[][] = [];
    let piece: number[] = [];
    for (let i = 0; i < course.length; i += 3) {
      const at = project(view, course[i]!, course[i + 1]!, course[i + 2]!);
      if (at) piece.push(at[0], at[1]);
      if ((!at || i + 3 >= course.length) && piece.length > 0) {
        if (piece.length > 2 && touches(piece, view)) pieces.push(piece);
        piece = [];
      }
    }
    if (pieces.length > 0) found.push({ place, pieces });
  }
  return found;
}

function touches(piece: readonly number[], { width, height }: Projection): boolean {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < piece.length; i += 2) {
    [left, right] = [Math.min(left, piece[i]!), Math.max(right, piece[i]!)];
    [top, bottom] = [Math.min(top, piece[i + 1]!), Math.max(bottom, piece[i + 1]!)];
  }
  return right >= 0 && bottom >= 0 && left <= width && top <= height;
}

/** One stroke for all courses of a part; the chosen one over them. */
export function paintCourses(pen: CanvasRenderingContext2D, courses: Courses, part: Uint8Array, chosen: number, ink: Ink): void {
  const byPart = new Map<number, number[][]>();
  for (const { place, pieces } of courses) {
    const mine = part[place]!;
    const kept = byPart.get(mine);
    if (kept) kept.push(...pieces);
    else byPart.set(mine, [...pieces]);
  }
  for (const [mine, pieces] of byPart) paintLines(pen, pieces, mine, false, ink);
  const marked = courses.find(({ place }) => place === chosen);
  if (marked) paintLines(pen, marked.pieces, part[marked.place]!, true, ink);
}

/** Place of the course nearest to a point of the picture; null where none is near. */
export function courseAt(courses: Courses, x: number, y: number): number | null {
  let [best, least]: [number | null, number] = [null, REACH];
  for (const { place, pieces } of courses) {
    for (const piece of pieces) {
      for (let i = 2; i < piece.length; i += 2) {
        const off = offSegment(x, y, piece[i - 2]!, piece[i - 1]!, piece[i]!, piece[i + 1]!);
        if (off < least) [best, least] = [place, off];
      }
    }
  }
  return best;
}
