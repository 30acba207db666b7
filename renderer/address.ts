/**
 * Where the page's own address says to look, after its "#": `view=LON,LAT,HEIGHT,HEADING,PITCH` (degrees and metres) and `at=`
 * an instant with its zone, as ISO 8601 writes it. A wall has its place by that, and a picture can be taken again.
 */
import type { CameraView } from './globe/types.ts';

const LIMITS = [[-180, 180], [-90, 90], [1, 1e7], [-360, 360], [-90, 0]] as const;
/** No century but this one: what the host would refuse is not asked of it. */
const INSTANT = /^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}.*(?:Z|[+-]\d{2}:\d{2})$/;

export interface Addressed {
  camera?: CameraView;
  /** Epoch ms. */
  at?: number;
}

/** `hash` as `location.hash` has it; what cannot be read is as if it were not there. */
export function addressedIn(hash: string): Addressed {
  // A "+" is an hour's zone here, not a space.
  const said = new URLSearchParams(hash.replace(/^#/, '').replaceAll('+', '%2B'));
  const numbers = (said.get('view') ?? '').split(',').map((text) => (text.trim() === '' ? NaN : Number(text)));
  const fits = numbers.length === LIMITS.length && LIMITS.every(([least, most], k) => numbers[k]! >= least && numbers[k]! <= most);
  const at = INSTANT.test(said.get('at') ?? '') ? Date.parse(said.get('at')!) : NaN;
  const [lon, lat, height, heading, pitch] = numbers as [number, number, number, number, number];
  return { ...(fits && { camera: { lon, lat, height, heading, pitch } }), ...(Number.isFinite(at) && { at }) };
}

/** As the address stands now. */
export const addressed = (): Addressed => addressedIn(location.hash);
