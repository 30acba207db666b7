/** Inks, letters and rows of the timeline's picture. */
export const INK = {
  text: '#9aa4ae', strong: '#e6eaee', line: '#2a3037', faint: '#20262c', strip: '#c4ccd3', band: '#232930', covered: '#6d7984', accent: '#62d5df', hatch: '#4a535c', ground: '#14181c',
} as const;
export const FONT = "11px 'Inter Variable', 'Noto Sans SC Variable', sans-serif";
export const STRONG_FONT = "600 12px 'Inter Variable', 'Noto Sans SC Variable', sans-serif";
/** Rows from the top, px: the scale, the lane of moments; from the bottom: coverage and under it what is in memory. */
export const ROWS = { scale: 18, lane: { top: 20, height: 14 }, strip: { top: 38, bottom: 22 }, coverage: { height: 8, bottom: 8 }, memory: { height: 2, bottom: 3 } } as const;

let hatch: CanvasPattern | null = null;

export function hatchOf(context: CanvasRenderingContext2D): CanvasPattern {
  if (hatch) return hatch;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const ink = tile.getContext('2d')!;
  ink.strokeStyle = INK.hatch;
  ink.lineWidth = 1.5;
  ink.beginPath();
  for (const shift of [-8, 0, 8]) {
    ink.moveTo(shift, 8);
    ink.lineTo(shift + 8, 0);
  }
  ink.stroke();
  return (hatch = context.createPattern(tile, 'repeat')!);
}

/** A word on the ground's own colour, so that it is read over anything; not drawn where it would not fit into `room` px. */
export function writeOn(context: CanvasRenderingContext2D, text: string, middle: number, y: number, room: number): void {
  context.font = FONT;
  const wide = context.measureText(text).width + 10;
  if (wide + 6 > room) return;
  context.fillStyle = INK.ground;
  context.fillRect(middle - wide / 2, y - 8, wide, 16);
  context.fillStyle = INK.text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, middle, y + 0.5);
}
