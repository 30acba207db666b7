/** Everything that a person can do with a key or a button: one list, so that both do the same. */
import { clearSlot, closeCard, heldGlobe, setLanguage, setLook, setUnlit } from '../intents.ts';
import { nextLook } from '../globe/looks/registry.ts';
import { nextWay, toggleComparing } from '../compareIntents.ts';
import { clearContext, openContext, showReadyGroup } from '../contextLayers.ts';
import { SEARCH_ID } from '../ids.ts';
import { putMissedAway } from '../missed.ts';
import { layToolDown } from '../shapeIntents.ts';
import { useScreen } from '../state/store.ts';
import { SHAPE_COMMANDS, type ShapeCommandId } from './shapeCommands.ts';
import { TIME_COMMANDS, type TimeCommandId } from './timeCommands.ts';

export type CommandId =
  | TimeCommandId | ShapeCommandId | 'search' | 'home' | 'north' | 'clearA' | 'clearB' | 'close' | 'language' | 'look' | 'unlit'
  | 'compare' | 'compareWay' | 'context' | 'clearContext' | 'fourFunctions';

export interface Command {
  id: CommandId;
  /** `KeyboardEvent.key`s, or "Shift+" and a `KeyboardEvent.code`; none where only a button has it. */
  keys: readonly string[];
  run(): void;
}

export const COMMANDS: readonly Command[] = [
  ...TIME_COMMANDS,
  ...SHAPE_COMMANDS,
  { id: 'search', keys: ['/'], run: () => document.getElementById(SEARCH_ID)?.focus() },
  { id: 'home', keys: ['h', 'H'], run: () => heldGlobe()?.home() },
  { id: 'north', keys: ['n', 'N'], run: () => heldGlobe()?.flyTo({ heading: 0 }, 0.6) },
  { id: 'close', keys: ['Escape'], run: escape },
  { id: 'compare', keys: ['s', 'S'], run: toggleComparing },
  { id: 'compareWay', keys: ['Shift+KeyS'], run: nextWay },
  { id: 'clearA', keys: [], run: () => clearSlot('a') },
  { id: 'clearB', keys: [], run: () => clearSlot('b') },
  { id: 'language', keys: [], run: () => setLanguage(useScreen.getState().language === 'zh' ? 'en' : 'zh') },
  { id: 'context', keys: ['c', 'C'], run: () => openContext(!useScreen.getState().contextOpen) },
  { id: 'clearContext', keys: [], run: clearContext },
  { id: 'fourFunctions', keys: [], run: () => showReadyGroup('functions') },
  { id: 'unlit', keys: ['u', 'U'], run: () => setUnlit(!useScreen.getState().unlit) },
  { id: 'look', keys: ['t', 'T'], run: () => setLook(nextLook(useScreen.getState().look)) },
];

/** Leaves what was entered last: a tool, then a panel. */
function escape(): void {
  const { draft, missed, picked, comparison } = useScreen.getState();
  if (draft) layToolDown();
  else if (missed) putMissedAway();
  else if (picked === null && comparison) toggleComparing();
  else closeCard();
}

export function commandOf(id: CommandId): Command {
  return COMMANDS.find((command) => command.id === id)!;
}

/** How a command's first key is written on a button's hint. */
export function keyOf(id: CommandId): string {
  const key = commandOf(id).keys[0];
  if (key === undefined) return '';
  const shifted = key.replace(/^Shift\+/, '⇧').replace(/Digit|Key/, '').replace('ArrowLeft', '←').replace('ArrowRight', '→');
  return ({ ' ': '␣', Escape: 'Esc', '-': '−', Backspace: '⌫', Enter: '⏎' } as Record<string, string>)[key] ?? shifted.toUpperCase();
}
