import { useTranslation } from 'react-i18next';
import { commandOf, keyOf } from '../../commands/registry.ts';
import { RATES } from '../../commands/timeCommands.ts';
import { formatAge } from '../../format/age.ts';
import { useScreen } from '../../state/store.ts';
import { periodShown } from '../../timelineIntents.ts';
import { Icon } from '../../widgets/icons.tsx';
import { useBadge } from '../bar/Badge.tsx';
import { CommandButton } from './CommandButton.tsx';

/** Play, step, speed, and back to the newest. */
export function Transport() {
  const { t } = useTranslation();
  const badge = useBadge();
  const language = useScreen((screen) => screen.language);
  const isMoving = useScreen((screen) => screen.clock !== null && (screen.clock.mode === 'live' || screen.clock.rate > 0));
  const isOwn = useScreen((screen) => screen.run?.clock === 'data');
  const rate = useScreen((screen) => screen.chosenRate);
  // Drawn again when another indicator is shown: its period is another.
  useScreen((screen) => screen.slots.a?.indicator.update_period_s);
  const period = formatAge(periodShown() / 1000, language);
  return (
    <div className="transport" role="toolbar" aria-label={t('transport.label')}>
      <div className="transport-row">
        <CommandButton id="periodBack" icon="periodBack" title={t('command.periodBack', { period })} />
        <CommandButton id="frameBack" icon="stepBack" title={t('command.frameBack')} />
        <CommandButton id="playOrPause" icon={isMoving ? 'pause' : 'play'} title={t(isMoving ? 'command.pause' : 'command.play')} wide />
        <CommandButton id="frameOn" icon="stepForward" title={t('command.frameOn')} />
        <CommandButton id="periodOn" icon="periodOn" title={t('command.periodOn', { period })} />
        <button
          type="button"
          className="transport-live"
          aria-pressed={badge.kind === 'live' || badge.kind === 'partly' || badge.kind === 'own'}
          data-command="live"
          title={`${t(isOwn ? 'command.newest' : 'command.live')} (${keyOf('live')})`}
          onClick={commandOf('live').run}
        >
          <Icon name="live" size={14} />
          {t(isOwn ? 'transport.newest' : 'transport.live')}
        </button>
      </div>
      <div className="segments segments-small transport-rates" role="group" aria-label={t('transport.speed')}>
        {RATES.map((each) => (
          <button key={each} type="button" aria-pressed={rate === each} data-command={`rate${each}`} title={`${t('command.rate', { rate: each })} (${keyOf(`rate${each}`)})`} onClick={commandOf(`rate${each}`).run}>
            {each}×
          </button>
        ))}
      </div>
    </div>
  );
}
