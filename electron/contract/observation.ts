/**
 * What a feed says, after decoding: sites that report an indicator, and what was observed there.
 * OGC SensorThings' words; times are epoch milliseconds, positions WGS84 (≈ CGCS2000) degrees.
 */
export interface Site {
  /** Unique within its indicator; the sender's own id. */
  id: string;
  zh: string;
  en: string;
  lon: number;
  lat: number;
  /** GB/T 2260 code of the district, e.g. 310101; 0 where unknown. */
  district: number;
  /** Nine-digit code of the 街镇; 0 where unknown. */
  town: number;
  /** Half the side in metres of a square cell; 0 for a point. */
  halfSizeM: number;
}

/** In `counts`: nobody has said how many. */
export const NOT_STATED = 0xffffffff;

export interface SitesMessage {
  kind: 'sites';
  indicator: string;
  /** Where these sites come from, e.g. "generated, seed 1" or "SODA 2015 sample": shown as their source. */
  source: string;
  sites: Site[];
  /** Observations that follow from the same feed may name a site by its position in this list (column form). */
  positional?: boolean;
}

/** One indicator, columns of equal length; `sites` are ids, or positions in the last positional list of the same feed. */
export interface ObservationsMessage {
  kind: 'observations';
  indicator: string;
  sites: string[] | Uint32Array;
  /** Phenomenon time, epoch milliseconds. */
  times: Float64Array;
  values: Float64Array;
  /** 0 = good; other codes are the sender's, kept as they came. */
  quality: Uint8Array;
  /** How many people or cases stand behind each value; needed for roll-ups and for P3's min_count. Null, or `NOT_STATED` for one, where the sender says nothing. */
  counts: Uint32Array | null;
}

export type FeedMessage = SitesMessage | ObservationsMessage;
