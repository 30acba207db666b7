import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cityUrl } from '../../cityFacts.ts';
import { useScreen } from '../../state/store.ts';
import { CompareBar } from '../compare/CompareBar.tsx';
import { Divider } from '../compare/Divider.tsx';
import { Sides } from '../compare/Sides.tsx';
import { Context } from '../context/Context.tsx';
import { Legend } from '../legend/Legend.tsx';
import { Missed } from '../timeline/Missed.tsx';
import { Tools } from '../tools/Tools.tsx';
import { HoverTag } from './HoverTag.tsx';
import { MapNotices } from './MapNotice.tsx';
import { openTwin } from './openTwin.ts';
import { Readout } from './Readout.tsx';

/** The city, and what is written on it. */
export function Twin() {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const city = useScreen((screen) => screen.run?.city);
  const isComparing = useScreen((screen) => screen.comparison !== null);
  const [failure, setFailure] = useState<{ city: string; reason: string } | null>(null);
  useEffect(() => {
    if (city === undefined) return;
    return openTwin(box.current!, cityUrl(city), (reason) => setFailure({ city, reason }));
  }, [city]);
  return (
    <main className={isComparing ? 'twin twin-comparing' : 'twin'} aria-label={t('map.label')}>
      <div ref={box} className="twin-globe" data-testid="globe" />
      {failure !== null && failure.city === city && (
        <div className="twin-failed" role="alert">
          <h2>{t('map.failed')}</h2>
          <p>{t('map.failedHint')}</p>
          <code>{failure.reason}</code>
        </div>
      )}
      <Divider />
      <CompareBar />
      <Sides />
      <MapNotices />
      <Legend />
      <Readout />
      <Missed />
      <Tools />
      <Context />
      <HoverTag />
    </main>
  );
}
