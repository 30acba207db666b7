import { useEffect, useEffectEvent, useRef, useState, type PointerEvent, type RefObject } from 'react';
import type { TimelineMoment } from '#contract/contract.ts';
import { drag, release, seekTo } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import { mark, panBy, zoomBy } from '../../timelineIntents.ts';
import { timeAt, xOf, type Axis } from './axis.ts';
import { ROWS } from './ink.ts';

/** A mark is met within so many pixels. */
const NEAR = 7;
/** A wheel's notch is about 100 px: that is a third more or less. */
const ZOOM_A_PIXEL = 0.003;
const LINE_PX = 16;

/** The pointer on the timeline: the strip moves the hand, the scale moves the window, an end of the loop is moved by itself, the wheel zooms around it, a mark takes the hand to its moment. */
export function useHand(canvas: RefObject<HTMLCanvasElement | null>, axis: RefObject<Axis | null>, moments: readonly TimelineMoment[]) {
  const [hover, setHover] = useState<number | null>(null);
  const [isOverScale, setOverScale] = useState(false);
  const held = useRef<{ what: 'hand' } | { what: 'window'; x: number } | { what: 'mark'; end: 'from' | 'to' } | null>(null);

  const momentAt = (x: number, y: number): TimelineMoment | undefined => {
    const { current } = axis;
    if (!current || y < ROWS.lane.top || y > ROWS.lane.top + ROWS.lane.height) return undefined;
    const near = moments.filter(({ time, kind }) => kind === 'level' && Math.abs(xOf(current, time) - x) <= NEAR);
    return near.toSorted((a, b) => Math.abs(xOf(current, a.time) - x) - Math.abs(xOf(current, b.time) - x))[0];
  };
  const markAt = (x: number, y: number): 'from' | 'to' | undefined => {
    const { current } = axis;
    const { marks } = useScreen.getState();
    if (!current || y >= ROWS.lane.top + ROWS.lane.height) return undefined;
    return (['from', 'to'] as const).find((end) => marks[end] !== null && Math.abs(xOf(current, marks[end]) - x) <= NEAR);
  };
  const moved = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent): void => {
    const { current } = axis;
    if (!current) return;
    if (held.current?.what === 'window') {
      panBy((held.current.x - offsetX) / (current.right - current.left));
      held.current.x = offsetX;
    } else if (held.current?.what === 'mark') {
      mark(held.current.end, timeAt(current, offsetX));
    } else if (held.current) {
      setHover(null);
      drag(timeAt(current, offsetX));
    } else {
      setOverScale(offsetY < ROWS.scale);
      setHover(timeAt(current, offsetX));
    }
  };
  const end = (): void => {
    if (held.current?.what === 'hand') release();
    held.current = null;
  };

  const turnWheel = useEffectEvent((event: WheelEvent) => {
    const { current } = axis;
    if (!current) return;
    event.preventDefault();
    const pixels = (delta: number): number => (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? delta * LINE_PX : delta);
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : 0;
    if (sideways !== 0) panBy(pixels(sideways) / (current.right - current.left));
    else zoomBy(Math.exp(pixels(event.deltaY) * ZOOM_A_PIXEL), timeAt(current, event.offsetX));
  });
  useEffect(() => {
    const element = canvas.current!;
    const turned = (event: WheelEvent): void => turnWheel(event);
    // Not passive: the page must not take the wheel.
    element.addEventListener('wheel', turned, { passive: false });
    return () => element.removeEventListener('wheel', turned);
  }, [canvas]);

  return {
    hover,
    isOverScale,
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0) return;
        const { offsetX, offsetY } = event.nativeEvent;
        const moment = momentAt(offsetX, offsetY);
        if (moment) return seekTo(moment.time);
        event.currentTarget.setPointerCapture(event.pointerId);
        const loopEnd = markAt(offsetX, offsetY);
        held.current = loopEnd ? { what: 'mark', end: loopEnd } : offsetY < ROWS.scale ? { what: 'window', x: offsetX } : { what: 'hand' };
        if (held.current.what === 'hand') moved(event);
      },
      onPointerMove: moved,
      onPointerUp: end,
      onPointerCancel: end,
      onPointerLeave: () => setHover(null),
    },
  };
}
