import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { divideAt } from '../../compareIntents.ts';
import { useScreen } from '../../state/store.ts';

/** Shares of the map's width that a key moves the line by. */
const STEP = 0.02;
const LEAP = 0.1;

/** The line between the sides: drawn to and fro by pointer, finger or arrow keys; in halves it stands. */
export function Divider() {
  const { t } = useTranslation();
  const way = useScreen((screen) => screen.comparison?.way ?? null);
  const at = useScreen((screen) => screen.comparison?.divider ?? 0.5);
  const line = useRef<HTMLDivElement>(null);
  const offset = useRef(0);
  if (way === null || way === 'difference') return null;
  if (way === 'sides') return <div className="divider divider-fixed" style={{ left: '50%' }} aria-hidden="true" />;

  const shareAt = (x: number): number => {
    const map = line.current!.parentElement!.getBoundingClientRect();
    return (x - offset.current - map.left) / map.width;
  };
  const pressed = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    offset.current = event.clientX - (box.left + box.width / 2);
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const moved = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) divideAt(shareAt(event.clientX));
  };
  const keyed = (event: KeyboardEvent<HTMLDivElement>): void => {
    const by = event.shiftKey ? LEAP : STEP;
    const next = { ArrowLeft: at - by, ArrowRight: at + by, Home: 0, End: 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    divideAt(next);
  };
  return (
    <div
      ref={line} className="divider" style={{ left: `${at * 100}%` }} role="slider" tabIndex={0} data-testid="divider"
      aria-label={t('compare.divider')} aria-orientation="horizontal" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(at * 100)} aria-valuetext={t('compare.dividerAt', { percent: Math.round(at * 100) })}
      onPointerDown={pressed} onPointerMove={moved} onKeyDown={keyed}
    >
      <span className="divider-grip" aria-hidden="true"><b>A</b><i /><b>B</b></span>
    </div>
  );
}
