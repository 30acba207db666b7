/** What this screen remembers of a person's choices, by browser storage; where storage is forbidden everything works and nothing is remembered. */
const PREFIX = 'chengmai:';

/** Null where nothing was kept. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function keep(name: string, text: string): void {
  try {
    localStorage.setItem(PREFIX + name, text);
  } catch {
    // Not kept, then.
  }
}
