import { expect, it } from 'vitest';
import { coverageOf } from './coverage.ts';
import { STATUS, NEVER, type IndicatorFrame } from './frame.ts';
import { hoursSilent, longestSilent, shareSilent } from './silence.ts';

const LAT = 31.2;
const east = (metres: number): number => 121 + metres / (111_320 * Math.cos((LAT * Math.PI) / 180));
/** Three cells of 200 m in a row. */
const cells = { halfSizeM: 100, lon: [0, 200, 400].map(east), lat: [LAT, LAT, LAT] };
const at = (...metres: number[]) => ({ lon: metres.map(east), lat: metres.map(() => LAT) });

it('names the cells that hold a risk and have no sensor within the metres asked for', () => {
  const risks = at(-90, 10, 390, 4000);
  expect(coverageOf(cells, risks, at(), 300)).toEqual({ bare: Uint32Array.of(0, 2), risks: Float32Array.of(2, 1), atRisk: 2 });
  expect([...coverageOf(cells, risks, at(0), 300).bare]).toEqual([2]);
  expect([...coverageOf(cells, risks, at(0), 401).bare]).toEqual([]);
  // From the cell's middle, not from the risk.
  expect([...coverageOf(cells, risks, at(-299), 300).bare]).toEqual([2]);
  expect([...coverageOf(cells, risks, at(-302), 300).bare]).toEqual([0, 2]);
  expect(coverageOf(cells, at(), at(), 300)).toMatchObject({ atRisk: 0 });
});

const { measured, silent, never, suppressed } = STATUS;
const frame: IndicatorFrame = {
  run: 'r', indicator: 'MW06', places: 'MW06', time: 0, validFrom: 0, validUntil: 1,
  values: Float32Array.of(4, NaN, NaN, NaN, NaN), ages: Uint32Array.of(20, 7200, NEVER, 900, NEVER), status: Uint8Array.of(measured, silent, never, silent, suppressed),
};

it('tells for how long places have been silent, and lists the longest first', () => {
  const { values, status } = hoursSilent(frame);
  expect([...values]).toEqual([0, 2, NaN, 0.25, NaN]);
  expect([...status]).toEqual([measured, measured, never, measured, suppressed]);
  expect(longestSilent(frame)).toEqual([1, 3]);
});

it('tells what share of an area is silent, of the places that ever spoke', () => {
  const areas = shareSilent(frame, Int32Array.of(0, 0, 1, 2, -1), { id: 'MW06/town', count: 3 });
  expect([...areas.values]).toEqual([50, NaN, 100]);
  expect([...areas.status]).toEqual([measured, never, measured]);
  expect(areas.places).toBe('MW06/town');
});
