/** What the page's panels and the globe say to each other. */
import type { IndicatorFrame } from '#layers/frame.ts';
import type { Trait } from '#layers/buildings/traits.ts';
import type { Form } from '#layers/registry.ts';
import type { Ramp } from '#layers/scale.ts';
import type { ContextDrawn, ContextPick, ContextSelected } from './contextTypes.ts';
import type { Drawn, Met, Pen, PenEvent } from './drawnTypes.ts';
import type { LookId } from './looks/registry.ts';
import type { Indicator } from '#contract/catalogue.ts';
import type { Position } from '../shapes/geodesy.ts';

export type Language = 'zh' | 'en';
export type Slot = 'a' | 'b';
/** How an indicator lies on the twin. */
export type { Form } from '#layers/registry.ts';

/** Static positions of a place set, columns of equal length in dense order. */
export interface PlaceSet {
  id: string;
  unit: 'sites' | 'town' | 'district' | 'city';
  lon: Float64Array;
  lat: Float64Array;
  district: Uint32Array;
  town: Uint32Array;
  /** Half the side of a square cell in metres; 0 for points. */
  halfSizeM: Float32Array;
}

export interface SlotLayer {
  indicator: Indicator;
  form: Form;
  places: PlaceSet;
  /** A value as people read it, with its unit. */
  write(value: number, language: Language): string;
  /** What a person has set of its colours; not given: as the catalogue says. */
  ramp?: Ramp | undefined;
}

/** What lies under the pointer, nearest to the eye first; index into the slot's place set. */
export type Pick =
  | { kind: 'place'; slot: Slot; places: string; index: number; lon: number; lat: number; stretch?: RoadStretch }
  | ({ kind: 'building'; properties: Record<string, string | number>; lon: number; lat: number; near: { slot: Slot; places: string; index: number } | null } & OnField)
  | ({ kind: 'area'; unit: 'district' | 'town'; code: number; zh: string; en: string; lon: number; lat: number } & OnField)
  | ContextPick
  /** A person's own drawing. */
  | { kind: 'shape'; id: string }
  | ({ kind: 'ground'; lon: number; lat: number } & OnField);

/**
 * What heat says at the place under the pointer, uppermost first: the value whose colour is painted there. Indicator's unit, per km²
 * where it is a density. Where b − a is painted, both of which it is made.
 */
export interface OnField { fields: { slot: Slot; value: number; isDensity: boolean }[] }

/** What of a road a site speaks for: metres, and the roads at both its ends, where others are near. */
export interface RoadStretch { road: Record<Language, string>; metres: number; ends: [Record<Language, string> | null, Record<Language, string> | null] }

export interface CameraView { lon: number; lat: number; height: number; heading: number; pitch: number }

/** Why a layer could not be drawn; closed list, as the page has a sentence for each. */
export type LayerFailureCode = 'outlines' | 'roads' | 'buildings' | 'heat' | 'drawing';
export interface LayerFailure {
  code: LayerFailureCode;
  /** What was thrown, as it came; may be empty. */
  detail: string;
}

/** What of the city itself is missing; `ground`: water, green, roads, rails or names. Closed list, as the page has a sentence for each. */
export type CityPart = 'outlines' | 'buildings' | 'ground' | 'drawing';
export interface CityFailure {
  part: CityPart;
  /** What was thrown, as it came. */
  detail: string;
}

export interface DifferenceEnds { high: number; isDensity: boolean }

export interface GlobeHandlers {
  picked(pick: Pick | null): void;
  hovered(pick: Pick | null, x: number, y: number): void;
  /** While there is a pen, and whenever a corner is taken hold of. */
  penned(event: PenEvent): void;
  /** Sites of a slot were put on their roads: metres that each speaks for at most, to either side. */
  stretched(slot: Slot, reach: number): void;
  /** After each frame that reached the screen with this slot's values: when a person can see them. */
  drawn(slot: Slot, sequence: number): void;
  /** This frame is in memory and waits for the next picture that data may ask for: a newer one may come and take its place. */
  heldBack(slot: Slot, sequence: number): void;
  /** With each picture that shows context layers: the lone sign nearest to its middle, "layer/index@x,y" in pixels; null where none is. */
  contextDrawn(sign: string | null): void;
  /** Root tiles of the city are on screen, or it was told that there are none to wait for. */
  cityReady(): void;
  /** A part of the city could not be read: the city is shown without it, and all layers that do not need it go on. */
  cityFailed(failure: CityFailure): void;
  /** A layer that could not be drawn: off, with its reason; the globe goes on. */
  layerFailed(slot: Slot, failure: LayerFailure): void;
  /** The end of the scale that differences are drawn by, in the indicator's unit, per km² of a density; null where none is drawn. */
  differenceScaled(ends: DifferenceEnds | null): void;
  moved(view: CameraView, metresPerPixel: number): void;
  /** The graphics card let go of the picture: nothing is drawn until `rebuilt`. */
  lost(): void;
}

/** A place of a place set, an area, a building by its id in the tiles, or a place of a context layer. */
export type Selected = { places: string; index: number } | { unit: 'district' | 'town'; code: number } | { building: string } | ContextSelected;

/** How the two slots share the map instead of lying over each other: left of `at` (share of the width) a, right of it b; half a map each; b − a. */
export interface Division { way: 'swipe' | 'sides' | 'difference'; at: number }

/** What the globe shows beside its slots. */
export interface GlobeView {
  language: Language;
  look: LookId;
  /** Data in its legend's own colours, without light and haze. */
  unlit: boolean;
  /** What buildings are coloured by while no indicator lies on them; null: by what they are made of. */
  trait: Trait | null;
  /** Stands over the picture; the same object again costs nothing. */
  context: readonly ContextDrawn[];
  /** Marked until another is; remembered where its outlines or layer come later. */
  selected: Selected | null;
  /** A person's shapes; the same object again costs nothing. */
  drawn: readonly Drawn[];
  /** While there is one, clicks draw and nothing is picked. */
  pen: Pen | null;
  /** Null: b lies over a. */
  division: Division | null;
}

export interface Globe {
  /** What is not given stays as it is. */
  show(view: Partial<GlobeView>): void;
  /** Null empties the slot. Frames of another place set are ignored, and told as drawn so that the next may come. */
  setLayer(slot: Slot, layer: SlotLayer | null): void;
  setFrame(slot: Slot, frame: IndicatorFrame, sequence: number): void;
  /** Where the camera shall stand; what is not given stays as it is. At most 1.2 s, interrupted by any touch of the picture; 0 = at once. */
  flyTo(view: Partial<CameraView>, seconds?: number): void;
  home(): void;
  /** The values that the slot's colours in this picture stand for; none where nothing of it is seen. */
  seen(slot: Slot): readonly number[];
  /** The first building between two points, by the finest tiles that there are; null where the way is free. Rejects where the picture goes meanwhile. */
  between(from: Position, to: Position): Promise<Met | null>;
  destroy(): void;
}
/** `camera`: where it stands at first; not given, where the city says. */
export interface GlobeOptions { cityUrl: string; view: GlobeView; handlers: GlobeHandlers; camera?: CameraView | undefined }
