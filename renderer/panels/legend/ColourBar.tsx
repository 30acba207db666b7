import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scale, ScaleStop } from '#layers/scale.ts';
import { LEVEL_COLOURS, LEVEL_SHAPES } from '../../format/levels.ts';
import { lookOf } from '../../globe/looks/registry.ts';
import { formatExact } from '../../format/numbers.ts';
import { useScreen } from '../../state/store.ts';
import { placeLabels } from './placeLabels.ts';

const WIDTH = 268;

/** The very colours that are drawn, on the ground that they lie on, with their values under them; thresholds carry their level's mark. */
export function ColourBar({ scale }: { scale: Scale }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const look = useScreen((screen) => screen.look);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    const image = context.createImageData(256, 1);
    image.data.set(scale.lut);
    context.putImageData(image, 0, 0);
  }, [scale]);
  const last = scale.stops.length - 1;
  // Beyond ends that the data may pass, their colours stand for all that lies beyond.
  const beyond = (at: number): string => (scale.ends === 'thresholds' ? '' : at === 0 ? '≤ ' : at === last ? '≥ ' : '');
  const text = (stop: ScaleStop): string => beyond(scale.stops.indexOf(stop)) + formatExact(stop.level ? stop.value : Number(stop.value.toPrecision(5)), language);
  const labels = placeLabels(scale.stops, text, WIDTH);
  const spoken = scale.stops.map((stop) => text(stop)).join(', ');
  return (
    <div className="colour-bar" role="img" aria-label={t('legend.scale', { values: spoken })}>
      <canvas ref={canvas} width={256} height={1} style={{ background: lookOf(look).ground.land }} />
      <div className="colour-labels">
        {scale.stops.filter(({ level }) => level).map(({ value, position, level }) => (
          <svg key={value} className="colour-level" style={{ left: position * WIDTH }} viewBox="0 0 16 16" aria-hidden="true">
            <path d={LEVEL_SHAPES[level!]} fill={LEVEL_COLOURS[level!]} />
          </svg>
        ))}
        {labels.map(({ text: label, x }) => <span key={label} style={{ left: x }}>{label}</span>)}
      </div>
    </div>
  );
}
