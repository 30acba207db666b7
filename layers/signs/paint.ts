/** Draws signs and lines onto a canvas: light on dark with a dark rim, so that they read on a dark city and on a light one. */
import { glyphOf } from './glyphs.ts';
import { SIGN_SIZE, type Sign } from './arrange.ts';

const INK = { chip: '#161b20', glyph: '#eef2f5', rim: '#aeb8c1', halo: 'rgb(8 11 14 / 70%)', chosen: '#62d5df', foot: '#eef2f5' };
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
export function paintSign(pen: CanvasRenderingContext2D, { x, y, footX, footY, width, count }: Sign, { glyph, restricted, chosen }: SignLook): void {
  const [left, top] = [Math.round(x - width / 2), Math.round(y - SIGN_SIZE / 2)];
  if (Math.hypot(x - footX, y - footY) > 2) paintFoot(pen, x, y, footX, footY);
  chip(pen, left, top, width, SIGN_SIZE, restricted ? 7 : 0);
  pen.lineWidth = chosen ? 6 : 3.5;
  pen.strokeStyle = INK.halo;
  pen.stroke();
  pen.fillStyle = INK.chip;
  pen.fill();
  pen.lineWidth = chosen ? 2.5 : 1;
  pen.strokeStyle = chosen ? INK.chosen : INK.rim;
  pen.stroke();
  if (restricted) {
    pen.beginPath();
    pen.moveTo(left + width - 5.5, top + 1.5);
    pen.lineTo(left + width - 1.5, top + 5.5);
    pen.lineWidth = 2;
    pen.strokeStyle = INK.glyph;
    pen.stroke();
  }
  pen.save();
  pen.translate(left + 3, top + 3);
  pen.strokeStyle = INK.glyph;
  pen.lineWidth = 1.4;
  pen.lineJoin = 'round';
  pen.lineCap = 'round';
  pen.stroke(pathOf(glyph));
  pen.restore();
  if (count > 1) {
    pen.font = FONT;
    pen.textBaseline = 'middle';
    pen.textAlign = 'right';
    pen.fillStyle = INK.glyph;
    pen.fillText(String(count), left + width - 5, top + SIGN_SIZE / 2 + 0.5);
  }
}

/** From a sign that made room to the spot that it means. */
function paintFoot(pen: CanvasRenderingContext2D, x: number, y: number, footX: number, footY: number): void {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(footX, footY);
  pen.lineWidth = 3;
  pen.strokeStyle = INK.halo;
  pen.stroke();
  pen.lineWidth = 1;
  pen.strokeStyle = INK.rim;
  pen.stroke();
  pen.beginPath();
  pen.arc(footX, footY, 2, 0, 2 * Math.PI);
  pen.fillStyle = INK.foot;
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

export interface LineLook { colour: string; dash: readonly number[]; chosen: boolean }

/** Muted strokes, told apart by their dashes as much as by their tint. */
export const LINE_LOOKS: readonly Omit<LineLook, 'chosen'>[] = [
  { colour: '#a9c3d3', dash: [] }, { colour: '#d3c6a4', dash: [9, 3] }, { colour: '#a8b59a', dash: [3, 3] }, { colour: '#c9abc0', dash: [10, 3, 2, 3] }, { colour: '#c3c7cc', dash: [5, 5] },
];

/** Strokes all courses of one look at once. Each: x and y alternating, CSS pixels. */
export function paintLines(pen: CanvasRenderingContext2D, courses: readonly number[][], { colour, dash, chosen }: LineLook): void {
  pen.beginPath();
  for (const course of courses) {
    pen.moveTo(course[0]!, course[1]!);
    for (let i = 2; i < course.length; i += 2) pen.lineTo(course[i]!, course[i + 1]!);
  }
  pen.lineJoin = 'round';
  pen.lineCap = 'butt';
  pen.lineWidth = chosen ? 7 : 3.5;
  pen.strokeStyle = INK.halo;
  pen.stroke();
  pen.setLineDash([...dash]);
  pen.lineWidth = chosen ? 3.5 : 1.5;
  pen.strokeStyle = chosen ? INK.chosen : colour;
  pen.stroke();
  pen.setLineDash([]);
}
