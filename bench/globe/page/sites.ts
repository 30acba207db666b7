/** Sites and values that nobody measured: half of them crowd in the inner city, the others lie all over it, as devices do. */
import { STATUS, type IndicatorFrame } from '#layers/frame.ts';
import type { PlaceSet } from '../../../renderer/globe/types.ts';

const CENTRE = { lon: 121.47, lat: 31.22 };
/** The city's own width and height, degrees. */
const [WIDE, HIGH] = [1.1, 1];

/** Numbers of 0…1, the same in every run. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

export function placesOf(code: string, count: number): PlaceSet {
  const next = dice(7);
  const bell = (): number => next() + next() + next() - 1.5;
  const [lon, lat] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    const inner = i % 2 === 0;
    lon[i] = CENTRE.lon + (inner ? 0.11 * bell() : WIDE * (next() - 0.5));
    lat[i] = CENTRE.lat + (inner ? 0.09 * bell() : HIGH * (next() - 0.5));
  }
  return { id: code, unit: 'sites', lon, lat, district: new Uint32Array(count), town: new Uint32Array(count), halfSizeM: new Float32Array(count) };
}

/** The k-th frame of as many places: other values each time; every fiftieth is silent, some are late. */
export function frameOf(code: string, count: number, k: number): IndicatorFrame {
  const [values, ages, status] = [new Float32Array(count), new Uint32Array(count), new Uint8Array(count)];
  for (let i = 0; i < count; i++) {
    status[i] = i % 50 === 49 ? STATUS.silent : STATUS.measured;
    values[i] = status[i] === STATUS.silent ? NaN : 22 + 14 * Math.sin(i * 0.37 + k);
    ages[i] = (i * 13) % 500;
  }
  // An hour apart: what a hand asks for is not held back.
  const time = Date.UTC(2026, 6, 14) + k * 3_600_000;
  return { run: 'live', indicator: code, places: code, time, validFrom: time, validUntil: time + 1000, values, ages, status };
}
