import 'uplot/dist/uPlot.min.css';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import type { Indicator } from '#contract/catalogue.ts';
import { formatExact, formatValue } from '../../format/numbers.ts';
import { formatTime, isMidnightInZone, roundUpInZone } from '../../format/time.ts';
import { LEVEL_COLOURS, LEVEL_NUMERALS } from '../../format/levels.ts';
import { unitIn } from '../../i18n/terms.ts';
import { useScreen } from '../../state/store.ts';
import type { Language } from '../../globe/types.ts';
import { chartData, chartScale, type ThresholdLine } from './chartScale.ts';

interface Props {
  indicator: Indicator;
  /** Null while it is being asked for. */
  series: { times: Float64Array; values: Float64Array } | null;
  /** Epoch ms; undefined while the series is. */
  from: number | undefined;
  to: number | undefined;
  /** An instant within it that is marked, epoch ms. */
  at?: number | null;
}

const HEIGHT = 160;
const SIX_HOURS = 6 * 3_600_000;
const FONT = "11px 'Inter Variable', 'Noto Sans SC Variable', sans-serif";
const INK = { axis: '#9aa4ae', grid: '#2a3037', line: '#dfe5ea', hand: '#62d5df' };

/** The last 24 hours: thresholds as lines, gaps as gaps, and where a replay stands in them. */
export function Chart({ indicator, series, from, to, at = null }: Props) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot | null>(null);
  const reading = useRef<HTMLOutputElement>(null);
  const scale = useMemo(() => series && chartScale(series.values, indicator), [series, indicator]);
  const model: Model | null = series && scale && from !== undefined && to !== undefined ? { ...scale, from, to, at, series } : null;
  const shown = useRef<Model | null>(null);
  const isDrawn = model !== null;

  // Made once for an indicator; new values go into the same plot, which is drawn once for them.
  useEffect(() => {
    if (!isDrawn || !box.current) return;
    const say = (plot: uPlot): void => {
      const index = plot.cursor.idx;
      const value = index == null ? null : plot.data[1]![index];
      reading.current!.textContent =
        index == null ? '' : `${formatTime(plot.data[0][index]! * 1000, 'minute', language)}  ${formatValue(value ?? null, language, indicator.value_type)} ${unitIn(indicator.unit, language)}`;
    };
    const plot = new uPlot(options(box.current.clientWidth, () => shown.current!, language, say), chartData(shown.current!.series), box.current);
    drawn.current = plot;
    const sized = new ResizeObserver(([entry]) => {
      const width = Math.round(entry!.contentRect.width);
      if (width !== plot.width) plot.setSize({ width, height: HEIGHT });
    });
    sized.observe(box.current);
    return () => {
      sized.disconnect();
      plot.destroy();
      drawn.current = null;
    };
  }, [isDrawn, indicator, language]);

  // Before the plot is made, so that it is made of this.
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = model;
    if (!drawn.current || !model || (before && sameModel(before, model))) return;
    if (before?.series === model.series && before.from === model.from && before.to === model.to) drawn.current.redraw(false);
    else drawn.current.setData(chartData(model.series));
  });

  return (
    <section className="card-section chart">
      <h3>{t('chart.title')}<output ref={reading} className="chart-reading" /></h3>
      {model ? (
        <div ref={box} className="chart-box" role="img" aria-label={t('chart.label', { low: formatValue(model.low, language), high: formatValue(model.high, language) })} />
      ) : (
        <p className="chart-box chart-empty" aria-busy={series === null}>{t(series === null ? 'chart.loading' : 'chart.empty')}</p>
      )}
    </section>
  );
}

interface Model {
  low: number;
  high: number;
  lines: ThresholdLine[];
  from: number;
  to: number;
  at: number | null;
  series: NonNullable<Props['series']>;
}

function sameModel(one: Model, other: Model): boolean {
  return one.series === other.series && one.from === other.from && one.to === other.to && one.at === other.at && one.lines === other.lines;
}

function options(width: number, model: () => Model, language: Language, say: (plot: uPlot) => void): uPlot.Options {
  const axis = { stroke: INK.axis, font: FONT, grid: { stroke: INK.grid, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { setScale: false } },
    scales: { x: { time: true, range: () => [model().from / 1000, model().to / 1000] }, y: { range: () => [model().low, model().high] } },
    axes: [
      {
        ...axis,
        size: 24,
        splits: () => sixHours(model().from, model().to),
        values: (_plot, splits) => splits.map((at) => formatTime(at * 1000, isMidnightInZone(at * 1000) ? 'short' : 'minute', language)),
      },
      { ...axis, size: 48, values: (_plot, splits) => splits.map((value) => formatExact(value, language)) },
    ],
    series: [{}, { stroke: INK.line, width: 1.5, spanGaps: false, points: { show: false } }],
    hooks: { draw: [(plot) => drawLines(plot, model().lines), (plot) => drawMark(plot, model().at)], setCursor: [say] },
  };
}

function sixHours(from: number, to: number): number[] {
  const splits: number[] = [];
  for (let at = roundUpInZone(from, SIX_HOURS); at <= to; at += SIX_HOURS) splits.push(at / 1000);
  return splits;
}

/** The instant that the screen stands for. */
function drawMark({ ctx, bbox, valToPos }: uPlot, at: number | null): void {
  if (at === null) return;
  const x = Math.round(valToPos(at / 1000, 'x', true)) + 0.5;
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.fillStyle = INK.hand;
  ctx.fillRect(x, bbox.top, devicePixelRatio, bbox.height);
}

function drawLines(plot: uPlot, lines: ThresholdLine[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.font = `${10 * ratio}px 'Inter Variable', sans-serif`;
  ctx.textAlign = 'right';
  for (const { level, value } of lines) {
    const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5;
    ctx.strokeStyle = LEVEL_COLOURS[level];
    ctx.fillStyle = LEVEL_COLOURS[level];
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(LEVEL_NUMERALS[level], bbox.left + bbox.width - 3 * ratio, y - 3 * ratio);
  }
  ctx.restore();
}
