/** The commands of the timeline. */
import { TIME_FIELD_ID } from '../ids.ts';
import { goLive, playOrPause, setRate } from '../intents.ts';
import { PRESETS, ZOOM_STEP, type Preset } from '../state/view.ts';
import { useScreen } from '../state/store.ts';
import { jump, mark, panBy, setAsKnown, showPreset, stepFrame, stepPeriod, toggleLoop, zoomBy } from '../timelineIntents.ts';
import type { Command } from './registry.ts';

export const RATES = [0.5, 1, 10, 60, 300, 600] as const;
export const PRESET_NAMES = Object.keys(PRESETS) as Preset[];
/** One press of a key moves what is seen by this share of it. */
const PAN_SHARE = 0.25;

export type TimeCommandId =
  | 'playOrPause' | 'live' | 'periodBack' | 'periodOn' | 'frameBack' | 'frameOn' | 'momentBack' | 'momentOn' | 'markIn' | 'markOut' | 'loop'
  | 'zoomIn' | 'zoomOut' | 'panBack' | 'panOn' | 'typeTime' | 'asKnown' | `rate${(typeof RATES)[number]}` | `span${Preset}`;

const rates: Command[] = RATES.map((rate, at) => ({ id: `rate${rate}`, keys: [String(at + 1)], run: () => setRate(rate) }));
const spans: Command[] = PRESET_NAMES.map((name, at) => ({ id: `span${name}`, keys: [`Shift+Digit${at + 1}`], run: () => showPreset(name) }));

export const TIME_COMMANDS: readonly Command[] = [
  { id: 'playOrPause', keys: [' '], run: playOrPause },
  { id: 'live', keys: ['l', 'L'], run: () => void goLive() },
  { id: 'periodBack', keys: ['ArrowLeft'], run: () => stepPeriod(-1) },
  { id: 'periodOn', keys: ['ArrowRight'], run: () => stepPeriod(1) },
  { id: 'frameBack', keys: [','], run: () => void stepFrame('back') },
  { id: 'frameOn', keys: ['.'], run: () => void stepFrame('on') },
  { id: 'momentBack', keys: ['['], run: () => void jump('back') },
  { id: 'momentOn', keys: [']'], run: () => void jump('on') },
  { id: 'markIn', keys: ['i', 'I'], run: () => mark('from') },
  { id: 'markOut', keys: ['o', 'O'], run: () => mark('to') },
  { id: 'loop', keys: ['r', 'R'], run: toggleLoop },
  { id: 'zoomIn', keys: ['+', '='], run: () => zoomBy(1 / ZOOM_STEP) },
  { id: 'zoomOut', keys: ['-', '_'], run: () => zoomBy(ZOOM_STEP) },
  { id: 'panBack', keys: ['Shift+ArrowLeft'], run: () => panBy(-PAN_SHARE) },
  { id: 'panOn', keys: ['Shift+ArrowRight'], run: () => panBy(PAN_SHARE) },
  { id: 'typeTime', keys: ['g', 'G'], run: () => document.getElementById(TIME_FIELD_ID)?.focus() },
  { id: 'asKnown', keys: ['k', 'K'], run: () => setAsKnown(!(useScreen.getState().clock?.asKnown ?? false)) },
  ...rates,
  ...spans,
];
