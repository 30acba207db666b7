import type { Site } from '#contract/observation.ts';
import type { RejectReason } from '../feeds/feed.ts';

/** Why a site cannot be put on the map; null where it can. Longitude and latitude 0 is what broken devices say for "nowhere". */
export function siteFault({ lon, lat }: Site): RejectReason | null {
  if (lon === 0 && lat === 0) return 'no-position';
  return lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90 ? null : 'bad-position';
}
