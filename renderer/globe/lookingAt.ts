/** Where the camera must stand to see a place in the middle of the picture from a distance, keeping its direction. */
import type { CameraView } from './types.ts';

const RAD = Math.PI / 180;
const METRES_PER_LAT = 110_870;
/** Flatter than this, and the place would be on the horizon. Degrees. */
const FLATTEST = -25;

/** Degrees and metres; good to a per cent over a city. */
export function lookingAt({ heading, pitch }: CameraView, lon: number, lat: number, distance: number): CameraView {
  const down = Math.min(FLATTEST, pitch);
  const back = distance * Math.cos(down * RAD);
  return {
    lon: lon - (back * Math.sin(heading * RAD)) / (METRES_PER_LAT * 1.004 * Math.cos(lat * RAD)),
    lat: lat - (back * Math.cos(heading * RAD)) / METRES_PER_LAT,
    height: -distance * Math.sin(down * RAD), heading, pitch: down,
  };
}
