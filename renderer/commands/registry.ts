/** Everything that a person can do with a key or a button: one list, so that both do the same. */
import { clearSlot, closeCard, goLive, heldGlobe, playOrPause, setLanguage, setLook, setRate, step } from '../intents.ts';
import { nextLook } from '../globe/looks/registry.ts';
import { clearContext, openContext, showReadyGroup } from '../contextLayers.ts';
import { SEARCH_ID } from '../ids.ts';
import { useScreen } from '../state/store.ts';

export const RATES = [1, 10, 60, 300, 600] as const;
/** A step of the clock by one key or click, ms. */
export const STEP_MS = 5 * 60_000;

export type CommandId =
  | 'playOrPause' | 'stepBack' | 'stepForward' | 'live' | 'search' | 'home' | 'north' | 'clearA' | 'clearB' | 'close' | 'language' | 'look'
  | 'context' | 'clearContext' | 'fourFunctions'
  | 'rate1' | 'rate10' | 'rate60' | 'rate300' | 'rate600';

export interface Command {
  id: CommandId;
  /** `KeyboardEvent.key`s; none where only a button has it. */
  keys: readonly string[];
  run(): void;
}

const rates: Command[] = RATES.map((rate, at) => ({ id: `rate${rate}`, keys: [String(at + 1)], run: () => setRate(rate) }));

export const COMMANDS: readonly Command[] = [
  { id: 'playOrPause', keys: [' '], run: playOrPause },
  { id: 'stepBack', keys: ['ArrowLeft'], run: () => step(-STEP_MS) },
  { id: 'stepForward', keys: ['ArrowRight'], run: () => step(STEP_MS) },
  { id: 'live', keys: ['l', 'L'], run: () => void goLive() },
  ...rates,
  { id: 'search', keys: ['/'], run: () => document.getElementById(SEARCH_ID)?.focus() },
  { id: 'home', keys: ['h', 'H'], run: () => heldGlobe()?.home() },
  { id: 'north', keys: ['n', 'N'], run: () => heldGlobe()?.flyTo({ heading: 0 }, 0.6) },
  { id: 'close', keys: ['Escape'], run: closeCard },
  { id: 'clearA', keys: [], run: () => clearSlot('a') },
  { id: 'clearB', keys: [], run: () => clearSlot('b') },
  { id: 'language', keys: [], run: () => setLanguage(useScreen.getState().language === 'zh' ? 'en' : 'zh') },
  { id: 'context', keys: ['c', 'C'], run: () => openContext(!useScreen.getState().contextOpen) },
  { id: 'clearContext', keys: [], run: clearContext },
  { id: 'fourFunctions', keys: [], run: () => showReadyGroup('functions') },
  { id: 'look', keys: ['t', 'T'], run: () => setLook(nextLook(useScreen.getState().look)) },
];

export function commandOf(id: CommandId): Command {
  return COMMANDS.find((command) => command.id === id)!;
}

/** How a command's first key is written on a button's hint. */
export function keyOf(id: CommandId): string {
  const key = commandOf(id).keys[0];
  return key === undefined ? '' : (({ ' ': '␣', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' }) as Record<string, string>)[key] ?? key.toUpperCase();
}
