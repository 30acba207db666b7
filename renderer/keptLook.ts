/** The look that this screen was last switched to; the wall's own where it never was. */
import { FIRST_LOOK, isLookId, type LookId } from './globe/looks/registry.ts';
import { keep, kept } from './kept.ts';

export function keptLook(): LookId {
  const look = kept('look');
  return isLookId(look) ? look : FIRST_LOOK;
}

export const keepLook = (look: LookId): void => keep('look', look);
