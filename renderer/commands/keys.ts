/** Keys run commands, except where a person is typing or a control has the key for itself. */
import { COMMANDS } from './registry.ts';

/** True where `key` belongs to the element that has the focus. */
export function ownsKey(element: { tagName: string; isContentEditable?: boolean; type?: string; role?: string | null } | null, key: string): boolean {
  if (!element) return false;
  const { tagName } = element;
  const types = tagName === 'INPUT' && element.type !== 'checkbox';
  if (types || tagName === 'TEXTAREA' || tagName === 'SELECT' || element.isContentEditable) return true;
  const isButton = tagName === 'BUTTON' || tagName === 'A' || tagName === 'INPUT' || element.role === 'menuitem' || element.role === 'option';
  return isButton && (key === ' ' || key === 'Enter');
}

export function listenToKeys(page: Window): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = page.document.activeElement as HTMLInputElement | null;
    const about = focused && { tagName: focused.tagName, isContentEditable: focused.isContentEditable, type: focused.type, role: focused.getAttribute('role') };
    if (ownsKey(about, event.key)) return;
    const command = COMMANDS.find(({ keys }) => keys.includes(event.key));
    if (!command) return;
    event.preventDefault();
    command.run();
  };
  page.addEventListener('keydown', pressed);
  return () => page.removeEventListener('keydown', pressed);
}
