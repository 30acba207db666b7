/** What a person can do with a legend. */
import type { Ramp } from '#layers/scale.ts';
import type { Slot } from './globe/types.ts';
import { currentInstant, heldGlobe } from './intents.ts';
import { keep, kept } from './kept.ts';
import { layOut } from './picture.ts';
import { endsOfData, parseRamps, rampKey, rampOf, type Ramps } from './state/ramps.ts';
import { useScreen } from './state/store.ts';

export const keptRamps = (): Ramps => parseRamps(kept('ramps'));

/** Of the indicator in the form that lies in the slot; kept across restarts. */
export function setRamp(slot: Slot, change: Partial<Ramp>): void {
  const { slots, ramps } = useScreen.getState();
  const choice = slots[slot]?.choice;
  if (!choice) return;
  const next = { ...ramps, [rampKey(choice)]: { ...rampOf(ramps, choice), ...change } };
  keep('ramps', JSON.stringify(next));
  useScreen.setState({ ramps: next });
  void layOut(slot);
}

/** The ramp's ends hold from now on what is on the screen now; false where nothing on it differs. */
export function takeEnds(slot: Slot): boolean {
  const ends = endsOfData(heldGlobe()?.seen(slot) ?? [], currentInstant() ?? Date.now());
  if (ends) setRamp(slot, { ends });
  return ends !== null;
}
