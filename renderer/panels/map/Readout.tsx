import { useTranslation } from 'react-i18next';
import { commandOf, keyOf } from '../../commands/registry.ts';
import { formatPosition } from '../../format/position.ts';
import { formatLength, scaleBar } from '../../format/lengths.ts';
import { lookOf } from '../../globe/looks/registry.ts';
import { useScreen } from '../../state/store.ts';
import { Icon, PathIcon } from '../../widgets/icons.tsx';

/** Where the camera is: north, scale, position, height. */
export function Readout() {
  const { t } = useTranslation();
  const camera = useScreen((screen) => screen.camera);
  const language = useScreen((screen) => screen.language);
  const look = useScreen((screen) => screen.look);
  const isComparing = useScreen((screen) => screen.comparison !== null);
  const unlit = useScreen((screen) => screen.unlit);
  if (!camera) return null;
  const bar = scaleBar(camera.metresPerPixel, 120);
  return (
    <div className="readout" role="group" aria-label={t('map.camera')}>
      <span className="readout-camera">
        {formatPosition(camera.view.lon, camera.view.lat, language)} · {t('map.height', { height: formatLength(camera.view.height, language) })}
      </span>
      <span className="scale-bar" style={{ width: bar.pixels }}>{formatLength(bar.metres, language)}</span>
      <button type="button" className="tool-button" data-command="compare" aria-pressed={isComparing} aria-label={t('command.compare')} title={`${t('command.compare')} (${keyOf('compare')})`} onClick={commandOf('compare').run}>
        <Icon name="compare" />
      </button>
      <button type="button" className="tool-button" data-command="unlit" aria-pressed={unlit} aria-label={t('command.unlit')} title={`${t('command.unlit')} (${keyOf('unlit')})`} onClick={commandOf('unlit').run}>
        <Icon name="unlit" />
      </button>
      <button type="button" className="tool-button" data-command="look" aria-label={t('command.look', { look: t(`look.${look}`) })} title={`${t('command.look', { look: t(`look.${look}`) })} (${keyOf('look')})`} onClick={commandOf('look').run}>
        <PathIcon path={lookOf(look).icon} />
      </button>
      <button type="button" className="tool-button" data-command="home" aria-label={t('command.home')} title={`${t('command.home')} (${keyOf('home')})`} onClick={commandOf('home').run}>
        <Icon name="home" />
      </button>
      <button type="button" className="tool-button" data-command="north" aria-label={t('command.north')} title={`${t('command.north')} (${keyOf('north')})`} onClick={commandOf('north').run}>
        <span style={{ transform: `rotate(${-camera.view.heading}deg)` }} className="north"><Icon name="north" /></span>
      </button>
    </div>
  );
}
