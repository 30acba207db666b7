/** Positions as they come, to the WGS84 degrees that everything inside uses. */
import packaged from 'gcoord';

interface Gcoord {
  transform(position: [number, number], from: string, to: string): [number, number];
  GCJ02: string;
  WGS84: string;
}
/** Its types put the default export elsewhere than Node and bundlers do, and each module resolution elsewhere again. */
const gcoord = packaged as unknown as Gcoord;

export const CRS = ['EPSG:4326', 'EPSG:4490', 'GCJ-02'] as const;
export type Crs = (typeof CRS)[number];

/** CGCS2000 (EPSG:4490) differs from WGS84 by centimetres: equal for display. A position that is no number stays as it is. */
export function toWgs84(crs: Crs, lon: number, lat: number): [number, number] {
  if (crs !== 'GCJ-02' || !Number.isFinite(lon) || !Number.isFinite(lat)) return [lon, lat];
  return gcoord.transform([lon, lat], gcoord.GCJ02, gcoord.WGS84);
}
