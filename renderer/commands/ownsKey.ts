/** True where `key` belongs to the element that has the focus. */
export function ownsKey(element: { tagName: string; isContentEditable?: boolean; type?: string; role?: string | null } | null, key: string): boolean {
  if (!element) return false;
  const { tagName } = element;
  const types = tagName === 'INPUT' && element.type !== 'checkbox';
  if (types || tagName === 'TEXTAREA' || tagName === 'SELECT' || element.isContentEditable) return true;
  const isButton = tagName === 'BUTTON' || tagName === 'A' || tagName === 'INPUT' || element.role === 'menuitem' || element.role === 'option';
  return isButton && (key === ' ' || key === 'Enter');
}
