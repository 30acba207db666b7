import { useTranslation } from 'react-i18next';
import { commandOf, keyOf, RATES, type CommandId } from '../../commands/registry.ts';
import { useScreen } from '../../state/store.ts';
import { useBadge } from '../bar/Badge.tsx';
import { Icon, type IconName } from '../../widgets/icons.tsx';

/** Play, step, speed, and back to the newest. */
export function Transport() {
  const { t } = useTranslation();
  const badge = useBadge();
  const isMoving = useScreen((screen) => screen.clock !== null && (screen.clock.mode === 'live' || screen.clock.rate > 0));
  const isOwn = useScreen((screen) => screen.run?.clock === 'data');
  const rate = useScreen((screen) => screen.chosenRate);
  return (
    <div className="transport" role="toolbar" aria-label={t('transport.label')}>
      <div className="transport-row">
        <CommandButton id="stepBack" icon="stepBack" title={t('command.stepBack')} />
        <CommandButton id="playOrPause" icon={isMoving ? 'pause' : 'play'} title={t(isMoving ? 'command.pause' : 'command.play')} wide />
        <CommandButton id="stepForward" icon="stepForward" title={t('command.stepForward')} />
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

function CommandButton({ id, icon, title, wide }: { id: CommandId; icon: IconName; title: string; wide?: boolean }) {
  return (
    <button type="button" className={wide ? 'tool-button tool-wide' : 'tool-button'} data-command={id} aria-label={title} title={`${title} (${keyOf(id)})`} onClick={commandOf(id).run}>
      <Icon name={icon} />
    </button>
  );
}
