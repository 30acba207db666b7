/** How a chart is drawn: axes, lines, the bands of what is usual and of steps, thresholds, the instant shown, the brush. */
import type uPlot from 'uplot';
import { LEVEL_COLOURS, LEVEL_NUMERALS } from '../../format/levels.ts';
import { formatExact } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import type { Language } from '../../globe/types.ts';
import { timeTicks, type TimeTick } from '../timeline/timeTicks.ts';
import type { ThresholdLine } from './chartScale.ts';
import { nearest } from './chartLines.ts';

export const CHART_HEIGHT = 168;
const FONT = "11px 'Inter Variable', 'Noto Sans SC Variable', sans-serif";
const INK = { axis: '#9aa4ae', grid: '#2a3037', hand: '#62d5df', usual: 'rgb(154 164 174 / 20%)', band: 'rgb(230 236 241 / 34%)', mean: 'rgb(154 164 174 / 70%)' };
/** The place itself, then what it lies in: told apart by brightness and by dashes, never by a colour that means something. */
export const LINES: readonly { stroke: string; width: number; dash: number[] }[] = [
  { stroke: '#f2f5f7', width: 1.75, dash: [] }, { stroke: '#aab6c1', width: 1.25, dash: [6, 3] }, { stroke: '#8b98a5', width: 1.25, dash: [2, 3] },
];
/** Between two labels of the time, and from the last to the end, px. */
const APART = 52;
const ROOM = 14;
/** Room of a level's numeral, px. */
const NUMERAL = { width: 16, height: 11 };
/** A brush narrower than this was a click, px. */
const NARROWEST = 6;

export interface ChartModel {
  low: number;
  high: number;
  lines: ThresholdLine[];
  from: number;
  to: number;
  /** The instant that the screen stands for, epoch ms; null where it is not marked. */
  at: number | null;
}

interface Ports {
  model(): ChartModel;
  language: Language;
  /** How many lines there are, and whether a baseline and a band follow them. */
  count: number;
  hasBaseline: boolean;
  hasBand: boolean;
  /** The pointer is at an entry of the data, or nowhere. */
  pointed(plot: uPlot): void;
  /** A range was drawn, epoch ms. */
  brushed(range: { from: number; to: number }): void;
}

export function chartOptions(width: number, { model, language, count, hasBaseline, hasBand, pointed, brushed }: Ports): uPlot.Options {
  const axis = { stroke: INK.axis, font: FONT, grid: { stroke: INK.grid, width: 1 }, ticks: { show: false } };
  const ticks = (plot: uPlot): TimeTick[] => timeTicks(model(), plot.bbox.width / devicePixelRatio, APART).filter(({ style }) => style !== null);
  const quiet = { points: { show: false }, spanGaps: false };
  const bare = { ...quiet, stroke: 'transparent', width: 0 };
  const afterLines = count + 1;
  const bandAt = afterLines + (hasBaseline ? 3 : 0);
  const bands: uPlot.Band[] = [
    ...(hasBaseline ? [{ series: [afterLines + 2, afterLines + 1] as [number, number], fill: INK.usual }] : []),
    ...(hasBand ? [{ series: [bandAt + 1, bandAt] as [number, number], fill: INK.band }] : []),
  ];
  return {
    width,
    height: CHART_HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      y: false, points: { size: 6 }, drag: { x: true, y: false, setScale: false },
      dataIdx: (plot, series, index) => (series === 0 ? index : (nearest(plot.data[series]!, index) ?? index)),
    },
    scales: { x: { time: true, range: () => [model().from / 1000, model().to / 1000] }, y: { range: () => [model().low, model().high] } },
    axes: [
      {
        ...axis,
        size: 24,
        splits: (plot) => ticks(plot).map(({ time }) => time / 1000),
        // What would be cut at the end is not written.
        values: (plot) => ticks(plot).map(({ time, style }) => (plot.valToPos(time / 1000, 'x') > plot.bbox.width / devicePixelRatio - ROOM ? '' : formatTime(time, style!, language))),
      },
      { ...axis, size: 48, values: (_plot, splits) => splits.map((value) => formatExact(value, language)) },
    ],
    series: [{}, ...LINES.slice(0, count).map((line) => ({ ...quiet, ...line })), ...(hasBaseline ? [{ ...quiet, stroke: INK.mean, width: 1, dash: [1, 2] }, bare, bare] : []), ...(hasBand ? [bare, bare] : [])],
    bands,
    hooks: {
      draw: [(plot) => drawThresholds(plot, model().lines), (plot) => drawHand(plot, model().at)],
      setCursor: [pointed],
      setSelect: [(plot) => {
        const { left, width: wide } = plot.select;
        if (wide === 0) return;
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        if (wide >= NARROWEST) brushed({ from: plot.posToVal(left, 'x') * 1000, to: plot.posToVal(left + wide, 'x') * 1000 });
      }],
    },
  };
}

/** The instant that the screen stands for. */
function drawHand({ ctx, bbox, valToPos }: uPlot, at: number | null): void {
  if (at === null) return;
  const x = Math.round(valToPos(at / 1000, 'x', true)) + 0.5;
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.fillStyle = INK.hand;
  ctx.fillRect(x, bbox.top, devicePixelRatio, bbox.height);
}

function drawThresholds(plot: uPlot, lines: ThresholdLine[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.font = `${10 * ratio}px 'Inter Variable', sans-serif`;
  ctx.textAlign = 'right';
  let above = Infinity;
  let beside = 0;
  for (const { level, value } of lines.toSorted((a, b) => a.value - b.value)) {
    const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5;
    ctx.strokeStyle = LEVEL_COLOURS[level];
    ctx.fillStyle = LEVEL_COLOURS[level];
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    // Where lines lie close, numerals stand beside each other.
    beside = above - y < NUMERAL.height * ratio ? beside + 1 : 0;
    above = y;
    ctx.fillText(LEVEL_NUMERALS[level], bbox.left + bbox.width - (3 + beside * NUMERAL.width) * ratio, y - 3 * ratio);
  }
  ctx.restore();
}
