import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { When } from '#contract/contract.ts';
import { sameWhen } from '#contract/when.ts';
import { commandOf, keyOf } from '../../commands/registry.ts';
import { compareBy, compareWith, typedWhen } from '../../compareIntents.ts';
import { barred, COMPARE_WAYS, HOUR_AGO, WEEK_AGO, YESTERDAY, type Comparison } from '../../state/comparison.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';

const MOMENTS = [['hour', HOUR_AGO], ['day', YESTERDAY], ['week', WEEK_AGO]] as const satisfies [string, When][];

/** What is compared with what, and how the two share the map. */
export function CompareBar() {
  const comparison = useScreen((screen) => screen.comparison);
  return comparison && <Bar {...comparison} />;
}

function Bar({ way, when }: Comparison) {
  const { t } = useTranslation();
  const slots = useScreen((screen) => screen.slots);
  const bar = useRef<HTMLDivElement>(null);
  // Whatever stands at the top of the map goes below it, however many lines it takes.
  useEffect(() => {
    const element = bar.current!;
    const map = element.parentElement!;
    const sized = new ResizeObserver(() => map.style.setProperty('--bar', `${element.offsetHeight}px`));
    sized.observe(element);
    return () => {
      sized.disconnect();
      map.style.removeProperty('--bar');
    };
  }, []);
  return (
    <div ref={bar} className="compare-bar" role="toolbar" aria-label={t('compare.label')} data-testid="compare-bar">
      <div className="segments segments-small" role="group" aria-label={t('compare.way')}>
        {COMPARE_WAYS.map((one) => {
          const obstacle = barred({ slots }, one);
          return (
            <button key={one} type="button" data-way={one} aria-pressed={way === one} disabled={obstacle !== null} title={obstacle !== null ? t(`compare.obstacle.${obstacle}`) : `${t(`compare.hint.${one}`)} (${keyOf('compareWay')})`} onClick={() => compareBy(one)}>
              {t(`compare.ways.${one}`)}
            </button>
          );
        })}
      </div>
      <div className="segments segments-small" role="group" aria-label={t('compare.with')}>
        {MOMENTS.map(([name, moment]) => (
          <button key={name} type="button" data-moment={name} aria-pressed={sameWhen(when, moment)} onClick={() => compareWith(moment)}>{t(`compare.moments.${name}`)}</button>
        ))}
        <button type="button" data-moment="indicators" aria-pressed={when === null} title={t('compare.indicatorsHint')} onClick={() => compareWith(null)}>{t('compare.moments.indicators')}</button>
      </div>
      <MomentField />
      <button type="button" className="icon-button" data-command="compare" aria-label={t('compare.end')} title={`${t('compare.end')} (Esc)`} onClick={commandOf('compare').run}>
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}

/** Any other moment, typed as in the timeline; with a sign before it, it travels with the clock. */
function MomentField() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const submitted = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const when = typedWhen(text);
    setWrong(when === null);
    if (when === null) return;
    compareWith(when);
    setText('');
    event.currentTarget.querySelector('input')!.blur();
  };
  return (
    <form className="compare-field" onSubmit={submitted}>
      <input
        type="text" value={text} autoComplete="off" spellCheck={false} placeholder={t('compare.typePlaceholder')} aria-label={t('compare.type')} aria-invalid={isWrong} title={t('timeline.typeHint')}
        data-testid="compare-moment"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
    </form>
  );
}
