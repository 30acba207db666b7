/** How the chosen view of an indicator is made of the host's frames: on which places it is drawn, and each frame turned into what is drawn. */
import { indicatorAt, type Indicator } from '#contract/catalogue.ts';
import { coverageOf, type Cells } from '#layers/coverage.ts';
import { STATUS, type IndicatorFrame } from '#layers/frame.ts';
import { hoursSilent, shareSilent } from '#layers/silence.ts';
import { cityUrl } from './cityFacts.ts';
import { readContextPlaces } from './contextFiles.ts';
import { readCity } from './globe/cityFolder.ts';
import type { PlaceSet } from './globe/types.ts';
import { readJson } from './readJson.ts';
import { useScreen, type Chosen } from './state/store.ts';
import { BARE_CELLS, indicatorIn, type Drawing } from './state/views.ts';

export interface View {
  /** The layer's places; null where there is nothing to draw. */
  on: PlaceSet | null;
  indicator: Indicator;
  turn(frame: IndicatorFrame): IndicatorFrame;
}

/** `set`: the places whose frames come. Rejects with a sentence where the city lacks what the view needs. */
export async function viewOf({ indicator }: Chosen, drawing: Drawing, set: PlaceSet, ask: (places: string) => Promise<PlaceSet>): Promise<View> {
  const seen = indicatorIn(indicator, drawing.shows);
  switch (drawing.shows) {
    case 'values':
      return { on: set, indicator: indicatorAt(indicator, set.unit), turn: (frame) => frame };
    case 'hours':
      return { on: set, indicator: seen, turn: hoursSilent };
    case 'share': {
      const areas = await ask(drawing.on!);
      const unit = areas.unit === 'town' ? 'town' : 'district';
      const indexOf = new Map(Array.from(areas[unit], (code, index) => [code, index]));
      const areaOf = Int32Array.from(set[unit], (code) => indexOf.get(code) ?? -1);
      return { on: areas, indicator: seen, turn: (frame) => shareSilent(frame, areaOf, { id: areas.id, count: areas.lon.length }) };
    }
    case 'risks':
      return bareCells(seen, set);
  }
}

async function bareCells(indicator: Indicator, sensors: PlaceSet): Promise<View> {
  const { run, coverage: rule, context } = useScreen.getState();
  const url = cityUrl(run!.city);
  const layer = context?.layers.find(({ id }) => id === rule.risk);
  const { cells: file } = await readCity(url);
  if (!layer || !file) throw new Error('This city has no cells, or nothing in them that could be at risk.');
  const [cells, risks] = await Promise.all([readJson(`${url}/${file}`) as Promise<Cells & { town: number[] }>, readContextPlaces(url, layer)]);
  const { bare, risks: held, atRisk } = coverageOf(cells, risks, sensors, rule.metres);
  useScreen.setState({ covered: { bare: bare.length, atRisk } });
  const id = sensors.id + BARE_CELLS;
  const on: PlaceSet = {
    id, unit: 'sites',
    lon: Float64Array.from(bare, (cell) => cells.lon[cell]!), lat: Float64Array.from(bare, (cell) => cells.lat[cell]!),
    district: new Uint32Array(bare.length), town: Uint32Array.from(bare, (cell) => cells.town[cell]!), halfSizeM: new Float32Array(bare.length).fill(cells.halfSizeM),
  };
  const status = new Uint8Array(bare.length).fill(STATUS.measured);
  const ages = new Uint32Array(bare.length);
  return { on: bare.length > 0 ? on : null, indicator, turn: (frame) => ({ ...frame, places: id, values: held, ages, status }) };
}
