/** Positions for reading: WGS84 degrees to about ten metres, hemispheres as each language writes them. */
import type { Language } from '../globe/types.ts';

const degrees = (value: number): string => `${Math.abs(value).toFixed(4)}°`;

export function formatPosition(lon: number, lat: number, language: Language): string {
  if (language === 'zh') return `${lat < 0 ? '南纬' : '北纬'} ${degrees(lat)}，${lon < 0 ? '西经' : '东经'} ${degrees(lon)}`;
  return `${degrees(lat)} ${lat < 0 ? 'S' : 'N'}, ${degrees(lon)} ${lon < 0 ? 'W' : 'E'}`;
}
