import 'uplot/dist/uPlot.min.css';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import uPlot from 'uplot';
import type { Indicator } from '#contract/catalogue.ts';
import type { Exceedance } from '#contract/exceedance.ts';
import { formatValue } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { unitIn } from '../../i18n/terms.ts';
import { CHART_RANGES, useScreen } from '../../state/store.ts';
import { showRange } from '../../timelineIntents.ts';
import { bandOf, joined, nearest, type Baseline, type Points } from './chartLines.ts';
import { CHART_HEIGHT, chartOptions, LINES, type ChartModel } from './chartPlot.ts';
import { chartScale } from './chartScale.ts';
import { LevelTimes } from './LevelTimes.tsx';

export interface ChartLine { name: string; points: Points }

interface Props {
  indicator: Indicator;
  /** The place itself first; null while it is being asked for. */
  lines: readonly ChartLine[] | null;
  baseline: Baseline | null;
  /** How long each level lasted; null while that is not known. */
  exceedance: Exceedance | null;
  /** Epoch ms. */
  from: number;
  to: number;
  /** An instant within it that is marked, epoch ms. */
  at: number | null;
}

/** A place over time, with what it lies in and what is usual: thresholds as lines, gaps as gaps. A range drawn on it is the timeline's. */
export function Chart({ indicator, lines, baseline, exceedance, from, to, at }: Props) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const range = useScreen((screen) => screen.chartRange);
  const isAsKnown = useScreen((screen) => screen.clock?.mode === 'replay' && screen.clock.asKnown);
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<uPlot | null>(null);
  const time = useRef<HTMLOutputElement>(null);
  const readings = useRef<(HTMLElement | null)[]>([]);
  const hasBaseline = baseline !== null && baseline.weeks > 1;
  const band = useMemo(() => lines?.[0] ? bandOf(lines[0].points) : null, [lines]);
  const hasBand = band !== null;
  const bandReading = useRef<HTMLElement>(null);
  const data = useMemo(() => lines && joined(lines.map(({ points }) => points), hasBaseline ? baseline : null, band), [lines, baseline, hasBaseline, band]);
  const scale = useMemo(() => lines && chartScale([...lines.flatMap(({ points }) => Array.from(points.values)), ...(hasBaseline ? [...baseline.low, ...baseline.high] : []), ...(band ? [...Array.from(band.low), ...Array.from(band.high)] : [])], indicator), [lines, baseline, hasBaseline, band, indicator]);
  const model: ChartModel | null = scale ? { ...scale, from, to, at } : null;
  const shown = useRef<{ model: ChartModel; data: uPlot.AlignedData } | null>(null);
  const isDrawn = model !== null;
  const count = lines?.length ?? 0;

  // Made once for an indicator and its lines; new values go into the same plot, which is drawn once for them.
  useEffect(() => {
    if (!isDrawn || !box.current) return;
    const valueText = (value: number | null | undefined): string => formatValue(value ?? null, language, indicator.value_type);
    const pointed = (plot: uPlot): void => {
      const index = plot.cursor.idx;
      time.current!.textContent = index == null ? '' : formatTime(plot.data[0][index]! * 1000, 'dayMinute', language);
      for (const [at_, reading] of readings.current.entries()) {
        const column = plot.data[at_ + 1];
        const found = index == null || !column ? null : nearest(column, index);
        if (reading) reading.textContent = found === null ? '' : valueText(column![found]);
      }
      if (bandReading.current) bandReading.current.textContent = index == null ? '' : rangeText(plot, index, valueText);
    };
    const plot = new uPlot(
      chartOptions(box.current.clientWidth, { model: () => shown.current!.model, language, count, hasBaseline, hasBand, pointed, brushed: showRange }),
      shown.current!.data,
      box.current,
    );
    drawn.current = plot;
    const sized = new ResizeObserver(([entry]) => {
      const width = Math.round(entry!.contentRect.width);
      if (width !== plot.width) plot.setSize({ width, height: CHART_HEIGHT });
    });
    sized.observe(box.current);
    return () => {
      sized.disconnect();
      plot.destroy();
      drawn.current = null;
    };
  }, [isDrawn, indicator, language, count, hasBaseline, hasBand]);

  // Before the plot is made, so that it is made of this.
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = model && data ? { model, data } : null;
    if (!drawn.current || !shown.current || (before?.data === data && sameModel(before!.model, model!))) return;
    const isSameData = before?.data === data && before?.model.from === from && before.model.to === to;
    // A plot of another number of lines is about to be made anew.
    if (isSameData) drawn.current.redraw(false);
    else if (drawn.current.series.length === shown.current.data.length) drawn.current.setData(shown.current.data);
  });

  return (
    <section className="card-section chart">
      <div className="chart-head">
        <h3>{t('chart.title')}</h3>
        <div className="segments segments-small" role="group" aria-label={t('chart.range')}>
          {CHART_RANGES.map((each) => (
            <button key={each} type="button" aria-pressed={range === each} onClick={() => useScreen.setState({ chartRange: each })}>{t(`chart.ranges.${each}`)}</button>
          ))}
        </div>
      </div>
      {model ? (
        <div ref={box} className="chart-box" role="img" title={t('chart.brush')} aria-label={t('chart.label', { low: formatValue(model.low, language), high: formatValue(model.high, language) })} />
      ) : (
        <p className="chart-box chart-empty" aria-busy={lines === null}>{t(lines === null ? 'chart.loading' : 'chart.empty')}</p>
      )}
      <p className="chart-legend">
        {lines !== null && (lines.length > 1 || hasBaseline || hasBand) && lines.map(({ name }, i) => (
          <span key={name}><LineSample line={LINES[i]!} />{name} <b ref={(element) => void (readings.current[i] = element)} /></span>
        ))}
        {lines !== null && lines.length === 1 && !hasBaseline && !hasBand && <span><b ref={(element) => void (readings.current[0] = element)} /> {unitIn(indicator.unit, language)}</span>}
        {hasBaseline && <span title={t('chart.usualHint')}><i className="chart-band" />{t('chart.usual', { weeks: baseline.weeks })} <b ref={(element) => void (readings.current[count] = element)} /></span>}
        {hasBand && <span title={t('chart.bandHint')}><i className="chart-band chart-band-own" />{t('chart.band')} <b ref={bandReading} /></span>}
        <output ref={time} className="chart-time" />
      </p>
      {exceedance && <LevelTimes indicator={indicator} exceedance={exceedance} span={to - from} />}
      {isAsKnown && <p className="quiet small">{t('chart.knownNow')}</p>}
    </section>
  );
}

/** Between what the words lay that the entry nearest to the pointer stands for: the last two columns. */
function rangeText({ data }: uPlot, index: number, text: (value: number | null | undefined) => string): string {
  const [low, high] = data.slice(-2);
  const found = nearest(low!, index);
  return found === null || low![found] === high![found] ? '' : `${text(low![found])}–${text(high![found])}`;
}

function LineSample({ line: { stroke, width, dash } }: { line: (typeof LINES)[number] }) {
  return (
    <svg className="chart-sample" width="18" height="8" aria-hidden="true">
      <path d="M0 4h18" stroke={stroke} strokeWidth={width} strokeDasharray={dash.join(' ')} />
    </svg>
  );
}

function sameModel(one: ChartModel, other: ChartModel): boolean {
  return one.from === other.from && one.to === other.to && one.at === other.at && one.low === other.low && one.high === other.high && one.lines === other.lines;
}
