/** Keys run commands, except where a person is typing or a control has the key for itself. */
import { ownsKey } from './ownsKey.ts';
import { COMMANDS } from './registry.ts';

export function listenToKeys(page: Window): () => void {
  const all = COMMANDS.flatMap(({ keys }) => keys);
  const twice = all.filter((key, at) => all.indexOf(key) !== at);
  if (twice.length > 0) throw new Error(`These keys mean two things: ${twice.join(' ')}`);
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = page.document.activeElement as HTMLInputElement | null;
    const about = focused && { tagName: focused.tagName, isContentEditable: focused.isContentEditable, type: focused.type, role: focused.getAttribute('role') };
    if (ownsKey(about, event.key)) return;
    // With Shift the key's place counts, not what it types: that differs from keyboard to keyboard.
    const withShift = event.shiftKey ? COMMANDS.find(({ keys }) => keys.includes(`Shift+${event.code}`)) : undefined;
    const command = withShift ?? COMMANDS.find(({ keys }) => keys.includes(event.key));
    if (!command) return;
    event.preventDefault();
    command.run();
  };
  page.addEventListener('keydown', pressed);
  return () => page.removeEventListener('keydown', pressed);
}
