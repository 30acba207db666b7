/** What a person can do to compare: begin, choose the other moment and the way, move the line, end. */
import type { When } from '#contract/contract.ts';
import { currentInstant, heldGlobe } from './intents.ts';
import { showCompared } from './picture.ts';
import { barred, begun, beside, COMPARE_WAYS, ended, type CompareWay } from './state/comparison.ts';
import { useScreen } from './state/store.ts';
import { typedInstant } from './timelineIntents.ts';

const screen = useScreen.getState;
/** The line never leaves the map: it could not be taken back. Share of its width. */
const EDGE = 0.02;

export function toggleComparing(): void {
  const next = screen().comparison ? ended(screen()) : begun(screen());
  if (!next) return;
  // Two maps need the room; what was chosen on one stays.
  if (next.comparison && !screen().picked) useScreen.setState({ cardOpen: false });
  showCompared(next);
}

export function compareBy(way: CompareWay): void {
  const { comparison, slots } = screen();
  if (!comparison || comparison.way === way || barred(screen(), way) !== null) return;
  showCompared({ slots, comparison: { ...comparison, way } });
}

/** The next way that can be drawn. */
export function nextWay(): void {
  const { comparison } = screen();
  if (!comparison) return toggleComparing();
  const at = COMPARE_WAYS.indexOf(comparison.way);
  const ways = [...COMPARE_WAYS.slice(at + 1), ...COMPARE_WAYS.slice(0, at)];
  const next = ways.find((way) => barred(screen(), way) === null);
  if (next) compareBy(next);
}

/** Null: two indicators at the clock's instant. */
export function compareWith(when: When | null): void {
  showCompared(beside(screen(), when));
}

/** The moment that a typed text means: with a sign it travels with the clock. Null where it means none. */
export function typedWhen(text: string): When | null {
  const time = typedInstant(text);
  const now = currentInstant();
  if (time === null || now === null) return null;
  return /^\s*[+\-−]/.test(text) ? { offset: Math.round(time - now) } : { at: Math.round(time) };
}

/** The line to a share of the map's width. */
export function divideAt(at: number): void {
  const { comparison } = screen();
  if (comparison?.way !== 'swipe') return;
  const divider = Math.min(1 - EDGE, Math.max(EDGE, at));
  useScreen.setState({ comparison: { ...comparison, divider } });
  heldGlobe()?.show({ division: { way: 'swipe', at: divider } });
}
