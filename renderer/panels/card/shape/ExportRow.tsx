import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inside } from '../../../inside.ts';
import { asCsv, asGeoJson, type NearRow, type Told } from '../../../shapes/export.ts';
import type { Shape } from '../../../shapes/shape.ts';
import { feedIn, ownerIn } from '../../../i18n/terms.ts';
import { useScreen } from '../../../state/store.ts';
import { badgeOf } from '../../../state/feedPicture.ts';
import { useShapeName } from '../../tools/useShapeName.ts';

/** Files of what the card says; values of people stay here, and it is said why. */
export function ExportRow({ shape, inside, near }: { shape: Shape; inside: readonly Inside[]; near?: readonly NearRow[] }) {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const nameOf = useShapeName();
  const [copied, setCopied] = useState(false);
  const refused = inside.filter(({ indicator }) => indicator.privacy === 'P3');
  const told = (): Told => {
    const screen = useScreen.getState();
    const { run, feedNames, clock } = screen;
    return {
      shape, name: nameOf(shape), language, near: near ?? [], badge: badgeOf(screen).kind, asKnown: clock?.mode === 'replay' && clock.asKnown, made: Date.now(),
      run: run && { id: run.id, title: run.title[language], provenance: run.provenance },
      sight: screen.sights[shape.id] ?? null,
      readings: inside.filter(({ indicator }) => indicator.privacy !== 'P3').map((one) => ({ ...one, feed: feedIn(one.indicator.feed, feedNames, language), owner: ownerIn(one.indicator.owner_zh, language) })),
      withheld: refused.map(({ indicator }) => ({ code: indicator.code, why: t('export.refused') })),
    };
  };
  const copy = (): void => {
    void navigator.clipboard.writeText(asCsv(told())).then(() => setCopied(true), () => setCopied(false));
  };
  return (
    <section className="card-block export">
      <p className="export-row" role="group" aria-label={t('export.label')}>
        <button type="button" className="text-button" onClick={() => save(`${fileName(nameOf(shape))}.csv`, 'text/csv', asCsv(told()))}>{t('export.csv')}</button>
        <button type="button" className="text-button" onClick={() => save(`${fileName(nameOf(shape))}.geojson`, 'application/geo+json', asGeoJson(told()))}>{t('export.geojson')}</button>
        <button type="button" className="text-button" onClick={copy}>{t(copied ? 'export.copied' : 'export.copy')}</button>
      </p>
      {refused.length > 0 && <p className="notice notice-failed" data-testid="export-refused">{t('export.without', { names: refused.map(({ indicator }) => indicator[language]).join('、') })} {t('export.refused')}</p>}
    </section>
  );
}

const fileName = (name: string): string => name.replaceAll(/[\\/:*?"<>|\s]+/g, '-').slice(0, 60) || 'shape';

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Read by the browser before the click returns.
  URL.revokeObjectURL(url);
}
