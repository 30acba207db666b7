import { Menu, MenuItem, PopoverNext } from '@blueprintjs/core';
import { useTranslation } from 'react-i18next';
import type { RunInfo } from '#contract/contract.ts';
import { selectRun } from '../../intents.ts';
import { useScreen } from '../../state/store.ts';
import { Icon } from '../../widgets/icons.tsx';

/** Real, generated or mixed: said wherever the run is named, never left to be guessed. */
function Provenance({ run }: { run: RunInfo }) {
  const { t } = useTranslation();
  return <span className={`provenance provenance-${run.provenance}`}>{t(`provenance.${run.provenance}`)}</span>;
}

/** Which run is shown and where its data come from; a menu where there is more than one. */
export function RunChooser() {
  const { t } = useTranslation();
  const language = useScreen((screen) => screen.language);
  const runs = useScreen((screen) => screen.runs);
  const run = useScreen((screen) => screen.run);
  if (!run) return <div className="run" />;
  const label = (
    <>
      <span className="run-title">{run.title[language]}</span>
      <Provenance run={run} />
    </>
  );
  if (runs.length < 2) return <div className="run" title={run.note[language]} data-testid="run">{label}</div>;
  const menu = (
    <Menu>
      {runs.map((other) => (
        <MenuItem
          key={other.id}
          roleStructure="listoption"
          selected={other.id === run.id}
          text={other.title[language]}
          labelElement={<Provenance run={other} />}
          onClick={() => void selectRun(other.id)}
        />
      ))}
    </Menu>
  );
  return (
    <PopoverNext content={menu} placement="bottom-start" arrow={false} animation="minimal" transitionDuration={0} middleware={{ offset: { mainAxis: 8 } }}>
      <button type="button" className="run run-button" aria-label={t('bar.run')} title={run.note[language]} data-testid="run">
        {label}
        <span className="run-chevron"><Icon name="chevron" size={12} /></span>
      </button>
    </PopoverNext>
  );
}
