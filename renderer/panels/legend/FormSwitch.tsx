import { useTranslation } from 'react-i18next';
import type { Slot } from '../../globe/types.ts';
import { setForm } from '../../intents.ts';
import { formChoices, sameChoice } from '../../state/forms.ts';
import { useScreen, type Chosen } from '../../state/store.ts';

/** The forms in which the indicator can lie on the twin; areas name their unit. */
export function FormSwitch({ slot, chosen }: { slot: Slot; chosen: Chosen }) {
  const { t } = useTranslation();
  const isComparing = useScreen((screen) => screen.comparison !== null);
  const choices = formChoices(chosen.indicator).filter(({ form }) => !isComparing || form !== 'buildings');
  if (choices.length === 0) return <p className="legend-note">{t('legend.cityOnly')}</p>;
  return (
    <div className="segments segments-small" role="group" aria-label={t('legend.form')}>
      {choices.map((choice) => (
        <button
          key={`${choice.form} ${choice.places}`}
          type="button"
          data-form={choice.form}
          data-places={choice.places}
          aria-pressed={chosen.choice !== null && sameChoice(choice, chosen.choice)}
          onClick={() => setForm(slot, choice)}
        >
          {choice.form === 'choropleth' ? t(`unit.${choice.unit}`) : t(`form.${choice.form}`)}
        </button>
      ))}
    </div>
  );
}
