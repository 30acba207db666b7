import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf } from '../../commands/registry.ts';
import { formatTime } from '../../format/time.ts';
import { TIME_FIELD_ID } from '../../ids.ts';
import { useScreen } from '../../state/store.ts';
import { goTyped, typedInstant } from '../../timelineIntents.ts';

/** Where a person types when to look: what it will be is said while it is typed. */
export function TimeField() {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const meant = text === '' ? null : typedInstant(text);

  const leave = (field: HTMLElement): void => {
    setText('');
    setWrong(false);
    field.blur();
  };
  const submitted = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (text === '') return;
    if (goTyped(text)) leave(event.currentTarget.querySelector('input')!);
    else setWrong(true);
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') leave(event.currentTarget);
  };
  return (
    <form className="time-field" onSubmit={submitted}>
      <input
        id={TIME_FIELD_ID}
        type="text"
        value={text}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('timeline.typePlaceholder')}
        aria-label={t('timeline.type')}
        aria-invalid={isWrong}
        aria-describedby="time-field-said"
        title={`${t('timeline.typeHint')} (${keyOf('typeTime')})`}
        data-command="typeTime"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setWrong(false);
        }}
        onBlur={(event) => leave(event.currentTarget)}
        onKeyDown={pressed}
      />
      <output id="time-field-said" className={isWrong ? 'time-field-said time-field-wrong' : 'time-field-said'} hidden={meant === null && !isWrong}>
        {meant !== null ? `→ ${formatTime(meant, 'date', language)} ${formatTime(meant, 'clock', language)}` : isWrong ? t('timeline.typeHint') : ''}
      </output>
    </form>
  );
}
