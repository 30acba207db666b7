import { commandOf, keyOf, type CommandId } from '../../commands/registry.ts';
import { Icon, type IconName } from '../../widgets/icons.tsx';

interface Props {
  id: CommandId;
  icon: IconName;
  title: string;
  /** Of what is on or off. */
  pressed?: boolean;
  wide?: boolean;
}

/** A command as a small button; its key stands in its hint. */
export function CommandButton({ id, icon, title, pressed, wide }: Props) {
  return (
    <button
      type="button"
      className={wide ? 'tool-button tool-wide' : 'tool-button'}
      data-command={id}
      aria-label={title}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
      title={`${title} (${keyOf(id)})`}
      onClick={commandOf(id).run}
    >
      <Icon name={icon} />
    </button>
  );
}
