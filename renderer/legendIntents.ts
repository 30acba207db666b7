/** What a person can do with a legend. */
import type { Ramp } from '#layers/scale.ts';
import { lookingAt } from './globe/lookingAt.ts';
import type { Slot } from './globe/types.ts';
import { currentInstant, heldGlobe, pick } from './intents.ts';
import { keep, kept } from './kept.ts';
import { layOut, showCompared, showSlot } from './picture.ts';
import { put } from './state/comparison.ts';
import { endsOfData, parseRamps, rampKey, rampOf, type Ramps } from './state/ramps.ts';
import { useScreen } from './state/store.ts';
import { COVERAGE_METRES, FIRST_RULE, type CoverageRule, type View } from './state/views.ts';

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

/** Of what is in the slot: its values, its silence, or where nobody measures. */
export function setView(slot: Slot, view: View): void {
  const { slots, comparison } = useScreen.getState();
  const chosen = slots[slot];
  if (!chosen || (chosen.view ?? 'values') === view) return;
  if (comparison) return showCompared(put(useScreen.getState(), slot, { ...chosen, view }));
  useScreen.setState({ byPerson: true, covered: null, slots: { ...slots, [slot]: { ...chosen, view } } });
  void showSlot(slot);
}

export function keptCoverage(): CoverageRule {
  const [risk, metres] = (kept('coverage') ?? '').split(' ');
  const known = COVERAGE_METRES.find((one) => String(one) === metres);
  return risk && known ? { risk, metres: known } : FIRST_RULE;
}

/** Cells of the slot's view of coverage are worked out anew; kept across restarts. */
export function setCoverage(slot: Slot, coverage: CoverageRule): void {
  keep('coverage', `${coverage.risk} ${coverage.metres}`);
  useScreen.setState({ coverage });
  void layOut(slot);
}

/** How far from a place that was asked for the camera stands, metres. */
const PLACE_LOOK_M = 1800;

/** Shows a place of the slot's frames and chooses it. */
export function flyToPlace(slot: Slot, { places, index, lon, lat }: { places: string; index: number; lon: number; lat: number }): void {
  const { camera } = useScreen.getState();
  pick({ kind: 'place', slot, places, index, lon, lat });
  if (camera) heldGlobe()?.flyTo(lookingAt(camera.view, lon, lat, PLACE_LOOK_M), 1);
}
