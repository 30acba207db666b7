/** Whose colours the buildings take: one layer's, or those of a trait. */
import { LOOKUP_WIDTH } from '#layers/choropleth/colours.ts';
import { traitClassOf, traitColours, type Trait } from '#layers/buildings/traits.ts';
import type { BuildingPaint } from './buildingPaint.ts';
import type { Shown } from './slots.ts';

const turns = new WeakMap<BuildingPaint, Uint8Array | Trait>();

/** The uppermost layer on buildings, else the trait, else nobody. What is there already costs nothing. */
export function paintBuildings(paint: BuildingPaint, shown: readonly (Shown | null)[], trait: Trait | null): void {
  const layer = shown.findLast((one) => one?.buildings)?.buildings;
  if (layer) {
    paint.number(layer.data.numbering);
    if (turns.get(paint) !== layer.colours) paint.colour(layer.colours);
    turns.set(paint, layer.colours);
  } else if (trait) {
    paint.number({ key: trait, numberOf: (get) => traitClassOf(trait, get(trait)) });
    if (turns.get(paint) !== trait) paint.colour(traitColours(trait, LOOKUP_WIDTH));
    turns.set(paint, trait);
  } else {
    paint.number(null);
    turns.delete(paint);
  }
}
