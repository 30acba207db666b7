/** The looks of the twin, in the order in which one switch goes through them. */
import { DARK } from './dark.ts';
import { DAY } from './day.ts';
import { DUSK } from './dusk.ts';
import type { Look } from './look.ts';

export const LOOKS = [DARK, DAY, DUSK] as const;
export type LookId = (typeof LOOKS)[number]['id'];
export const FIRST_LOOK: LookId = 'dark';

export function lookOf(id: LookId): Look {
  return LOOKS.find((look) => look.id === id)!;
}

export function isLookId(text: string | null): text is LookId {
  return LOOKS.some(({ id }) => id === text);
}

export function nextLook(id: LookId): LookId {
  return LOOKS[(LOOKS.findIndex((look) => look.id === id) + 1) % LOOKS.length]!.id;
}
