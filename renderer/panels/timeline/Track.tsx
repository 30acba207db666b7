import { indicatorAt } from '#contract/catalogue.ts';
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatValue } from '../../format/numbers.ts';
import { formatTime } from '../../format/time.ts';
import { unitIn } from '../../i18n/terms.ts';
import { currentInstant, drag, release } from '../../intents.ts';
import { liveEdge, windowOf } from '../../state/clock.ts';
import { badgeOf } from '../../state/feedPicture.ts';
import { useScreen } from '../../state/store.ts';
import { listenToStrip, stripOf, wantStrip } from '../../strips.ts';
import { useNow } from '../../widgets/ticks.ts';
import { useInstant } from '../../widgets/useInstant.ts';
import { timeAt, type Axis } from './axis.ts';
import { useCoverage } from './coverage.ts';
import { drawTimeline } from './draw.ts';

/** Room beyond the newest instant, so that the hand can be taken there. */
const MARGIN = { left: 12, right: 40 };
/** The window slides in whole steps while live: two pictures a minute, not sixty. */
const SLIDE_S = 30;
const LIVE_KINDS: readonly string[] = ['live', 'partly'];

/** The last `span` ms as a strip to drag through. */
export function Track({ span }: { span: number }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const axis = useRef<Axis | null>(null);
  const [hover, setHover] = useState<number | null>(null);
  const language = useScreen((screen) => screen.language);
  const hasRun = useScreen((screen) => screen.run !== null);
  const clock = useScreen((screen) => screen.clock);
  const skew = useScreen((screen) => screen.skew);
  const indicator = useScreen((screen) => (screen.slots.a ? indicatorAt(screen.slots.a.indicator, 'city') : null));
  const isFilling = useScreen(({ history }) => history.done < history.total);
  const coverage = useCoverage(span);
  const now = useNow(SLIDE_S);
  const instant = useInstant(clock?.mode === 'live' ? SLIDE_S * 1000 : 1_000);
  const isLive = useScreen((screen) => LIVE_KINDS.includes(badgeOf(screen).kind));
  // What the host says about the run every few seconds moves the edge of a run with its own clock only.
  const edge = useScreen((screen) => liveEdge(screen.run, clock, now + skew));
  const code = indicator?.code ?? null;
  useEffect(() => (code === null ? undefined : wantStrip(code, true)), [code]);
  const strip = useSyncExternalStore(
    (listener) => (code === null ? () => {} : listenToStrip(code, listener)),
    () => (code === null ? null : stripOf(code)),
  );

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
    const newest = liveEdge(useScreen.getState().run, clock, Date.now() + skew);
    axis.current = { ...windowOf(newest, span), left: MARGIN.left, right: width - MARGIN.right };
    drawTimeline(context, {
      axis: axis.current, width, height, language, coverage, strip, indicator, at, edge: newest,
      isLive, hover, gapWord: t(isFilling ? 'timeline.pending' : 'timeline.gap'),
      caption: (low, high) => indicator ? `${indicator[language]}  ${formatValue(low, language, indicator.value_type)} – ${formatValue(high, language, indicator.value_type)} ${unitIn(indicator.unit, language)}` : '',
    });
  });
  useEffect(() => draw());
  useEffect(() => {
    const sized = new ResizeObserver(() => draw());
    sized.observe(canvas.current!);
    void document.fonts.ready.then(() => draw());
    return () => sized.disconnect();
  }, []);

  const moved = (event: PointerEvent): void => {
    if (!axis.current) return;
    const time = timeAt(axis.current, event.nativeEvent.offsetX);
    if (event.currentTarget.hasPointerCapture(event.pointerId)) {
      setHover(null);
      drag(time);
    } else setHover(time);
  };
  return (
    <>
      {hasRun && edge === 0 && <p className="track-empty">{t('timeline.empty')}</p>}
      <canvas
        ref={canvas}
        className="track"
        role="slider"
        tabIndex={0}
        aria-label={t('timeline.hand')}
        aria-orientation="horizontal"
        aria-valuemin={Math.round((edge - span) / 1000)}
        aria-valuemax={Math.round(edge / 1000)}
        aria-valuenow={Math.round((instant ?? edge) / 1000)}
        aria-valuetext={instant === null ? '' : formatTime(instant, 'stamp', language)}
        data-testid="timeline"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          moved(event);
        }}
        onPointerMove={moved}
        onPointerUp={release}
        onPointerCancel={release}
        onPointerLeave={() => setHover(null)}
      />
    </>
  );
}
