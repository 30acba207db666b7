/** The look that this screen was last switched to; the wall's own where it never was. */
import { FIRST_LOOK, isLookId, type LookId } from './globe/looks/registry.ts';

const KEPT = 'chengmai:look';

export function keptLook(): LookId {
  try {
    const value = localStorage.getItem(KEPT);
    return isLookId(value) ? value : FIRST_LOOK;
  } catch {
    // Storage may be forbidden.
    return FIRST_LOOK;
  }
}

export function keepLook(look: LookId): void {
  try {
    localStorage.setItem(KEPT, look);
  } catch {
    // Not kept, then: the switch works all the same.
  }
}
