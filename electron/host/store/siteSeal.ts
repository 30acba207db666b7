/** Checksums of the rows that say what is observed, and where. */
import { sealOf } from './salvage.ts';

export interface IndicatorRow { id: number; code: string; source: string; span_ms: number; sum: number }
export interface SiteRow { indicator: number; dense: number; id: string; zh: string; en: string; lon: number; lat: number; district: number; town: number; half_size_m: number; sum: number }

/** The source may change and only names where it came from. */
export const indicatorSeal = ({ id, code, span_ms: spanMs }: Omit<IndicatorRow, 'sum'>): number => sealOf(Buffer.from(code), [id, spanMs]);
/** As SQLite gives it back: without -0, and half a character is none. */
export const siteSeal = ({ indicator, dense, id, zh, en, lon, lat, district, town, half_size_m: halfSizeM }: Omit<SiteRow, 'sum'>): number =>
  sealOf(Buffer.from([id, zh, en].join('\0')), [indicator, dense, lon + 0, lat + 0, district, town, halfSizeM + 0]);
