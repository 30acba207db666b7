import { indicatorAt } from '#contract/catalogue.ts';
import { instantBeside } from '#contract/when.ts';
import { useEffect, useEffectEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatValue } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { currentInstant, edgeNow } from '../../intents.ts';
import { heldInMemory, listenToFrames } from '../../picture.ts';
import { badgeOf } from '../../state/feedPicture.ts';
import { whenOf } from '../../state/comparison.ts';
import { useScreen } from '../../state/store.ts';
import { turned, windowOf } from '../../state/view.ts';
import { useNow } from '../../widgets/ticks.ts';
import { useInstant } from '../../widgets/useInstant.ts';
import type { Axis } from './axis.ts';
import { coarseOf } from './coarse.ts';
import { drawTimeline } from './draw.ts';
import { coarseText, hoverText, recordText } from './hoverText.ts';
import { useCoverage, useMoments, useStretches, useValues } from './record.ts';
import { useHand } from './useHand.ts';

/** Room for the values' numbers, and beyond the newest instant, so that the hand can be taken there. */
const MARGIN = { left: 56, right: 40 };
/** The window slides in steps of about a pixel: no more pictures than that. */
const SLIDE = { share: 1 / 2880, mostS: 30 };
/** After a frame has come, what is in memory is drawn again so late, ms. */
const MEMORY_MS = 300;
const LIVE_KINDS: readonly string[] = ['live', 'partly'];

/** The stretch of time that is looked at, as a strip to drag through. */
export function Track() {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const axis = useRef<Axis | null>(null);
  const language = useScreen((screen) => screen.language);
  const hasRun = useScreen((screen) => screen.run !== null);
  const recordFrom = useScreen((screen) => screen.run?.from ?? null);
  const clock = useScreen((screen) => screen.clock);
  const view = useScreen((screen) => screen.view);
  const marks = useScreen((screen) => screen.marks);
  const when = useScreen((screen) => whenOf(screen, 'a'));
  const shown = useScreen((screen) => screen.slots.a?.indicator ?? null);
  const indicator = useMemo(() => shown && indicatorAt(shown, 'city'), [shown]);
  const isFilling = useScreen(({ history }) => history.done < history.total);
  const isLive = useScreen((screen) => LIVE_KINDS.includes(badgeOf(screen).kind));
  const slide = Math.min(SLIDE.mostS, Math.max(1, Math.floor((view.span * SLIDE.share) / 1000)));
  useNow(slide);
  const instant = useInstant(clock?.mode === 'live' ? slide * 1000 : 1_000);
  const edge = edgeNow();
  const window = { ...windowOf(view, edge), edge };
  const code = indicator?.code ?? null;
  const coverage = useCoverage(code, window);
  const values = useValues(code, window);
  const moments = useMoments(code, window);
  const stretches = useStretches(code, window);
  const coarse = useMemo(() => coarseOf(stretches ?? [], coverage), [stretches, coverage]);
  const hand = useHand(canvas, axis, moments ?? []);
  const before = useRef<number | null>(null);

  // A hand that plays out of the window takes it along.
  useEffect(() => {
    const at = instant;
    const last = before.current;
    before.current = at;
    if (at === null || last === null || clock?.mode !== 'replay' || useScreen.getState().hand !== null) return;
    useScreen.setState(({ view: now }) => ({ view: turned(now, edgeNow(), last, at) }));
  }, [instant, clock]);

  const draw = useEffectEvent(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    const at = currentInstant();
    if (!element || !context) return;
    if (at === null) return context.clearRect(0, 0, element.width, element.height);
    const { clientWidth: width, clientHeight: height } = element;
    const ratio = devicePixelRatio;
    if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const newest = edgeNow();
    axis.current = { ...windowOf(view, newest), left: MARGIN.left, right: width - MARGIN.right };
    drawTimeline(context, {
      axis: axis.current, width, height, language, coverage, coarse, values, moments: moments ?? [], indicator, at, other: when && instantBeside(when, at, newest), edge: newest, recordFrom: recordFrom ?? newest, isLive, marks,
      isLooping: clock?.loop != null,
      memory: heldInMemory('a'),
      hover: hand.hover === null ? null : { time: hand.hover, text: hoverText(hand.hover, axis.current, { moments: moments ?? [], coarse, language, t }) },
      gapWord: t(isFilling ? 'timeline.pending' : 'timeline.gap'),
      stepWord: (stretch) => coarseText(stretch, language, t),
      valueText: (value) => formatValue(value, language, indicator?.value_type),
    });
  });
  useEffect(() => draw());
  useEffect(() => {
    const sized = new ResizeObserver(() => draw());
    sized.observe(canvas.current!);
    void document.fonts.ready.then(() => draw());
    return () => sized.disconnect();
  }, []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = listenToFrames(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        draw();
      }, MEMORY_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);

  return (
    <>
      {hasRun && edge === 0 && <p className="track-empty">{t('timeline.empty')}</p>}
      <canvas
        ref={canvas}
        className={hand.isOverScale ? 'track track-scale' : 'track'}
        role="slider"
        tabIndex={0}
        aria-label={t('timeline.hand')}
        aria-orientation="horizontal"
        aria-valuemin={Math.round(window.from / 1000)}
        aria-valuemax={Math.round(window.to / 1000)}
        aria-valuenow={Math.round((instant ?? edge) / 1000)}
        aria-valuetext={instant === null ? '' : [formatTime(instant, 'stamp', language), recordText(instant, window, { moments: moments ?? [], coarse, language, t })].filter((said) => said !== '').join(', ')}
        aria-describedby="timeline-coarse"
        data-testid="timeline"
        data-from={new Date(Math.max(0, window.from)).toISOString()}
        data-to={new Date(Math.max(0, window.to)).toISOString()}
        data-moments={moments?.length}
        data-steps={coarse.map(({ step, isThinned }) => `${isThinned ? 'thinned ' : ''}${step}`).join(', ')}
        {...hand.handlers}
      />
      <ul id="timeline-coarse" hidden>
        {coarse.filter(({ from, until }) => until > window.from && from < window.to).map((stretch) => (
          <li key={stretch.from}>{formatTime(stretch.from, 'dayMinute', language)}–{formatTime(stretch.until, 'dayMinute', language)} {coarseText(stretch, language, t)}</li>
        ))}
      </ul>
    </>
  );
}
