/** How long something lasted altogether, and what share of a whole that is. */
import type { Language } from '../globe/types.ts';
import { formatAge } from './age.ts';

const HOUR_MS = 3_600_000;
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, style: 'decimal' | 'percent', digits: number): Intl.NumberFormat {
  const key = `${language} ${style} ${digits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { style, minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(key, format);
  return format;
}

/** `ms` in hours, a tenth where it matters; in minutes below an hour. */
export function formatHours(ms: number, language: Language): string {
  if (ms < HOUR_MS) return formatAge(ms / 1000, language);
  return `${formatOf(language, 'decimal', ms < 100 * HOUR_MS ? 1 : 0).format(ms / HOUR_MS)} ${language === 'zh' ? '小时' : 'h'}`;
}

/** 0…1 in percent: rounding claims neither nothing nor all. */
export function formatShare(share: number, language: Language): string {
  if (share > 0 && share < LEAST_SHARE) return `<${formatOf(language, 'percent', 1).format(LEAST_SHARE)}`;
  if (share < 1 && share > 1 - LEAST_SHARE) return `>${formatOf(language, 'percent', 1).format(1 - LEAST_SHARE)}`;
  return formatOf(language, 'percent', (share > 0 && share < 0.1) || (share < 1 && share > 0.99) ? 1 : 0).format(share);
}

const LEAST_SHARE = 0.001;
