import { useTranslation } from 'react-i18next';
import { indicatorAt } from '#contract/catalogue.ts';
import { commandOf, keyOf } from '../../commands/registry.ts';
import { PRESET_NAMES } from '../../commands/timeCommands.ts';
import { unitAlone } from '../../i18n/terms.ts';
import { useScreen } from '../../state/store.ts';
import { PRESETS } from '../../state/view.ts';
import { CommandButton } from './CommandButton.tsx';
import { TimeField } from './TimeField.tsx';

/** Above the strip: to a time, to a moment, a loop on the left; how much of it is seen on the right. */
export function TimelineHead() {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const shown = useScreen((screen) => screen.slots.a?.indicator ?? null);
  const indicator = shown && indicatorAt(shown, 'city');
  const span = useScreen((screen) => screen.view.span);
  const isLooping = useScreen((screen) => screen.clock?.loop != null);
  const isAsKnown = useScreen((screen) => screen.clock?.mode === 'replay' && screen.clock.asKnown);
  const jump = useScreen((screen) => screen.jump);
  const marks = useScreen((screen) => screen.marks);
  return (
    <div className="timeline-head" role="toolbar" aria-label={t('timeline.tools')}>
      <TimeField />
      <div className="timeline-group">
        <CommandButton id="momentBack" icon="momentBack" title={t('command.momentBack')} />
        <CommandButton id="momentOn" icon="momentOn" title={t('command.momentOn')} />
        {jump !== null && <span className="timeline-said" role="status">{t(jump === 'looking' ? 'timeline.looking' : jump === 'back' ? 'timeline.noneBack' : 'timeline.noneOn')}</span>}
      </div>
      <div className="timeline-group">
        <CommandButton id="markIn" icon="markIn" title={t('command.markIn')} pressed={marks.from !== null} />
        <CommandButton id="loop" icon="loop" title={t(isLooping ? 'command.loopOff' : 'command.loop')} pressed={isLooping} />
        <CommandButton id="markOut" icon="markOut" title={t('command.markOut')} pressed={marks.to !== null} />
      </div>
      <p className="timeline-about">{indicator && `${indicator[language]} · ${unitAlone(indicator.unit, language)}`}{isAsKnown && <span title={t('timeline.knownNowHint')}> · {t('known.now')}</span>}</p>
      <div className="segments segments-small timeline-spans" role="group" aria-label={t('timeline.span')}>
        {PRESET_NAMES.map((name) => (
          <button key={name} type="button" aria-pressed={span === PRESETS[name]} data-command={`span${name}`} title={`${t('command.span', { span: t(`timeline.spans.${name}`) })} (${keyOf(`span${name}`)})`} onClick={commandOf(`span${name}`).run}>
            {t(`timeline.spans.${name}`)}
          </button>
        ))}
      </div>
      <div className="timeline-group">
        <CommandButton id="zoomOut" icon="minus" title={t('command.zoomOut')} />
        <CommandButton id="zoomIn" icon="plus" title={t('command.zoomIn')} />
      </div>
    </div>
  );
}
