/** Draws signs and lines onto a canvas, with ink for a dark city or for a light one. */
import { glyphOf } from './glyphs.ts';
import { SIGN_SIZE, type Sign } from './arrange.ts';

export interface Ink { chip: string; glyph: string; rim: string; halo: string; chosen: string; lines: readonly string[]; plain: string }

/** On a dark city light glyphs on graphite, on a light one dark glyphs on paper. Lines: one tint for each part, muted. */
export const INKS: Record<'dark' | 'light', Ink> = {
  dark: {
    chip: '#161b20', glyph: '#eef2f5', rim: '#aeb8c1', halo: 'rgb(8 11 14 / 70%)', chosen: '#62d5df', lines: ['#a9c3d3', '#d3c6a4', '#a8b59a', '#c9abc0', '#c3c7cc'], plain: '#97a3ae',
  },
  light: {
    chip: '#f7f5f0', glyph: '#20262c', rim: '#6f7880', halo: 'rgb(255 255 255 / 75%)', chosen: '#00798a', lines: ['#33607a', '#7a6220', '#4c6136', '#7a4a6c', '#474e55'], plain: '#4f5861',
  },
};
const FONT = "600 11px 'Inter Variable', sans-serif";
const paths = new Map<string, Path2D>();
const pathOf = (glyph: string): Path2D => {
  let path = paths.get(glyph);
  if (!path) paths.set(glyph, (path = new Path2D(glyphOf(glyph))));
  return path;
};

export interface SignLook {
  glyph: string;
  /** A corner is cut off what not everybody may see. */
  restricted: boolean;
  chosen: boolean;
}

/** One chip with its glyph, and with its number where it stands for several. CSS pixels of `pen`'s own scale. */
export function paintSign(pen: CanvasRenderingContext2D, { x, y, width, count }: Sign, { glyph, restricted, chosen }: SignLook, ink: Ink): void {
  const [left, top] = [Math.round(x - width / 2), Math.round(y - SIGN_SIZE / 2)];
  chip(pen, left, top, width, SIGN_SIZE, restricted ? 7 : 0);
  pen.lineWidth = chosen ? 6 : 3.5;
  pen.strokeStyle = ink.halo;
  pen.stroke();
  pen.fillStyle = ink.chip;
  pen.fill();
  pen.lineWidth = chosen ? 2.5 : 1;
  pen.strokeStyle = chosen ? ink.chosen : ink.rim;
  pen.stroke();
  if (restricted) {
    pen.beginPath();
    pen.moveTo(left + width - 5.5, top + 1.5);
    pen.lineTo(left + width - 1.5, top + 5.5);
    pen.lineWidth = 2;
    pen.strokeStyle = ink.glyph;
    pen.stroke();
  }
  pen.save();
  pen.translate(left + 3, top + 3);
  pen.strokeStyle = ink.glyph;
  pen.lineWidth = 1.4;
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  pen.stroke(pathOf(glyph));
  pen.restore();
  if (count > 1) {
    pen.font = FONT;
    pen.textBaseline = 'middle';
    pen.textAlign = 'right';
    pen.fillStyle = ink.glyph;
    pen.fillText(String(count), left + width - 5, top + SIGN_SIZE / 2 + 0.5);
  }
}

/** From a sign that made room to the spot that it means; to be painted before all signs. */
export function paintFoot(pen: CanvasRenderingContext2D, { x, y, footX, footY }: Sign, ink: Ink): void {
  if (Math.hypot(x - footX, y - footY) < 2) return;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(footX, footY);
  pen.lineWidth = 3;
  pen.strokeStyle = ink.halo;
  pen.stroke();
  pen.lineWidth = 1;
  pen.strokeStyle = ink.rim;
  pen.stroke();
  pen.beginPath();
  pen.arc(footX, footY, 2, 0, 2 * Math.PI);
  pen.fillStyle = ink.glyph;
  pen.fill();
}

function chip(pen: CanvasRenderingContext2D, left: number, top: number, width: number, height: number, cut: number): void {
  const [right, bottom, r] = [left + width, top + height, 5];
  pen.beginPath();
  pen.moveTo(left + r, top);
  if (cut > 0) {
    pen.lineTo(right - cut, top);
    pen.lineTo(right, top + cut);
  } else pen.arcTo(right, top, right, top + r, r);
  pen.lineTo(right, bottom - r);
  pen.arcTo(right, bottom, right - r, bottom, r);
  pen.lineTo(left + r, bottom);
  pen.arcTo(left, bottom, left, bottom - r, r);
  pen.lineTo(left, top + r);
  pen.arcTo(left, top, left + r, top, r);
  pen.closePath();
}

/** Parts are told apart by their dashes as much as by their tints. */
const DASHES: readonly (readonly number[])[] = [[], [9, 3], [3, 3], [10, 3, 2, 3], [5, 5]];

/** Strokes all courses of one part at once; `part` beyond the known ones is a layer without parts. Each: x and y alternating, CSS pixels. */
export function paintLines(pen: CanvasRenderingContext2D, courses: readonly number[][], part: number, chosen: boolean, ink: Ink): void {
  // Lines of a layer without parts are thin: they are many and cross each other.
  const width = part < DASHES.length ? 1.5 : 0.9;
  pen.beginPath();
  for (const course of courses) {
    pen.moveTo(course[0]!, course[1]!);
    for (let i = 2; i < course.length; i += 2) pen.lineTo(course[i]!, course[i + 1]!);
  }
  pen.lineJoin = 'round';
  pen.lineCap = 'butt';
  pen.lineWidth = chosen ? 7 : width + 2;
  pen.strokeStyle = ink.halo;
  pen.stroke();
  pen.setLineDash([...(DASHES[part] ?? [])]);
  pen.lineWidth = chosen ? 3.5 : width;
  pen.strokeStyle = chosen ? ink.chosen : (ink.lines[part] ?? ink.plain);
  pen.stroke();
  pen.setLineDash([]);
}
